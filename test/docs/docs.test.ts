import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { buildProgram } from '../../src/cli/main.ts';
import { FAILURES } from '../../src/dataset/failure.ts';
import { DROP_REASONS } from '../../src/dataset/verdict.ts';
import { commandsOf, README, SOURCE_README, withHelp, withSourceTree } from './generated-parts.ts';

const readme = readFileSync(README, 'utf8');
const sourceReadme = readFileSync(SOURCE_README, 'utf8');
const REFRESH = 'stale: run node --import tsx test/docs/generated-parts.ts';

test('the README holds the help of every command, word for word', async () => {
  assert.ok((await withHelp(readme)) === readme, REFRESH);
});

test('src/README.md has a caption for every file', () => {
  assert.ok(withSourceTree(sourceReadme) === sourceReadme, REFRESH);
});

test('every command, argument and flag has a description', async () => {
  for (const command of commandsOf(await buildProgram())) {
    assert.notEqual(command.description(), '', command.name());
    for (const option of command.options) assert.notEqual(option.description, '', `${command.name()} ${option.flags}`);
    for (const argument of command.registeredArguments)
      assert.notEqual(argument.description, '', `${command.name()} ${argument.name()}`);
  }
});

test('every reason of a dead, deferred, failed or dropped clip is explained in the README', () => {
  for (const code of [...Object.keys(FAILURES), ...Object.keys(DROP_REASONS)])
    assert.ok(readme.includes(`\`${code}\``), code);
});

test('every file that the documents point to is there', () => {
  for (const [file, text] of [
    [README, readme],
    [SOURCE_README, sourceReadme],
  ] as const) {
    for (const [, target] of text.matchAll(/\]\((?!https?:|#)([^)]+)\)/g)) {
      assert.ok(
        existsSync(path.join(path.dirname(file), target!.split('#')[0]!)),
        `${path.basename(file)} points to ${target}`,
      );
    }
  }
});

test('every program of the repository that the documents tell to run is there', () => {
  for (const text of [readme, sourceReadme]) {
    for (const [, target] of text.matchAll(/node --import tsx ([\w./-]+)/g))
      assert.ok(existsSync(path.join(path.dirname(README), target!)), target);
  }
});
