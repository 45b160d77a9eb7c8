import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const SRC = fileURLToPath(new URL('../src', import.meta.url));

/** DESIGN 2: a file imports from lower levels only; folders of one level do not import each other, but cli may import ui. */
const LEVELS: readonly (readonly string[])[] = [
  ['dataset', 'errors.ts', 'config.ts', 'program-version.ts', 'tool-home.ts'],
  ['signal', 'drawing'],
  ['tools', 'store', 'tensor', 'statistics'],
  ['sources', 'correspondence', 'avcl', 'training-data', 'synthetic'],
  ['pipeline', 'curation', 'benchmark', 'export'],
  ['cli', 'ui'],
];
const ALLOWED = new Set(['cli -> ui', 'dataset -> errors.ts', 'dataset -> config.ts']);

const files = readdirSync(SRC, { recursive: true, encoding: 'utf8' }).filter((file) => /\.tsx?$/.test(file));

function placeOf(file: string): string {
  return file.split(path.sep)[0]!;
}

function levelOf(place: string): number {
  const level = LEVELS.findIndex((places) => places.includes(place));
  assert.notEqual(level, -1, `src/${place} has no level: add it to DESIGN and to this test`);
  return level;
}

function* importsOf(file: string): Generator<string> {
  const text = readFileSync(path.join(SRC, file), 'utf8');
  for (const match of text.matchAll(/(?:from|import)\s*\(?\s*'(\.[^']+)'/g)) {
    yield path.relative(SRC, path.resolve(SRC, path.dirname(file), match[1]!));
  }
}

test('imports go one way', () => {
  const wrong: string[] = [];
  for (const file of files) {
    for (const target of importsOf(file)) {
      const [from, to] = [placeOf(file), placeOf(target)];
      if (from === to || ALLOWED.has(`${from} -> ${to}`) || target.startsWith('..')) continue;
      if (levelOf(from) <= levelOf(to)) wrong.push(`${file} imports ${target}`);
    }
  }
  assert.deepEqual(wrong, []);
});

test('files have names that say what is in them, and one reason to change', () => {
  for (const file of files) {
    const name = path.basename(file);
    assert.match(name, /^[a-z0-9]+(-[a-z0-9]+)*\.tsx?$/, `${file}: kebab-case`);
    assert.doesNotMatch(name, /^(utils?|helpers?|misc|common|index|manager)\.tsx?$/, file);
    const lines = readFileSync(path.join(SRC, file), 'utf8').split('\n').length;
    assert.ok(lines <= 300, `${file} has ${lines} lines; split it where a second reason to change begins`);
  }
});

test('every file says in its first line what comes in and what goes out', () => {
  for (const file of files) assert.match(readFileSync(path.join(SRC, file), 'utf8'), /^\/\/ \S/, file);
});

test('no number comes from a backend without the question whether it may be believed', () => {
  // The self-test decides whether there is a backend at all; kernels lie below the question.
  const mayRead = /^tensor\/(read-numbers|self-test)\.ts$|^tensor\/(kernels|wasm|webgpu)\//;
  for (const file of files.filter((name) => !mayRead.test(name)))
    assert.doesNotMatch(
      readFileSync(path.join(SRC, file), 'utf8'),
      /\.(data(<[^>]*>)?|dataSync(<[^>]*>)?|array|arraySync)\(\)/,
      file,
    );
});
