import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { ksBuild } from '../helpers/ks-build.ts';
import { temporaryFolder } from '../helpers/programs.ts';

/** What the facts of a clip alone must find; all other defects keep the streams as they should be. */
const DROPPED_FOR: Readonly<Record<string, string>> = {
  silence: 'silent',
  'no-audio': 'no-audio',
  'frozen-picture': 'static',
  'black-picture': 'black',
};

test('fetch takes a made corpus in: each clip is settled, and those with a broken stream are dropped for it', async (t) => {
  const cwd = temporaryFolder(t);
  const flags = ['--clips', '40', '--seconds', '3', '--share', '0.5', '--seed', 'e2e', '--json'];
  const made = await ksBuild(['generate', 'corpus', ...flags], { cwd });
  assert.equal(made.exitCode, 0, made.stderr);
  const summary = JSON.parse(made.stdout);
  assert.deepEqual([summary.schema, summary.clips, summary.clean], [1, 40, 20]);
  const source = ['--source', 'folder:corpus/clips'];
  const fetched = await ksBuild(['fetch', 'corpus/manifest.csv', ...source, '-w', 'workspace', '--no-tui'], { cwd });
  assert.equal(fetched.exitCode, 0, fetched.stdout + fetched.stderr);
  const status = JSON.parse((await ksBuild(['status', '-w', 'workspace', '--json'], { cwd })).stdout);
  const truth = JSON.parse(readFileSync(join(cwd, 'corpus', 'truth.json'), 'utf8'));
  const expected = truth.clips.filter(
    ({ defect }: { defect: { kind: string } | null }) => defect !== null && defect.kind in DROPPED_FOR,
  );
  assert.ok(expected.length >= 4);
  assert.equal(status.listed, 40);
  assert.equal(status.kept, 40 - expected.length, JSON.stringify(status));
  for (const reason of Object.values(DROPPED_FOR))
    assert.ok(status.dropped.byReason[reason] >= 1, JSON.stringify(status));
});

test('flags that make no sense are refused with what was expected', async (t) => {
  const cwd = temporaryFolder(t);
  for (const [flags, message] of [
    [['--classes', '99'], /--classes: expected at most 8, got "99"/],
    [['--defects', 'sneeze'], /--defects: expected one of other-class-swap/],
    [['--share', '2'], /--share: expected 0 to 0\.8, got "2"/],
    [['--seconds', '1'], /--seconds: expected 2 to 60, got "1"/],
  ] as const) {
    const ending = await ksBuild(['generate', 'x', ...flags], { cwd });
    assert.equal(ending.exitCode, 2);
    assert.match(ending.stderr, message);
  }
});
