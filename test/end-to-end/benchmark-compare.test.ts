import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { writeCard } from '../../src/benchmark/card/card-file.ts';
import { makeCard } from '../../src/benchmark/card/make-card.ts';
import { ksBuild } from '../helpers/ks-build.ts';
import { madeBenchmark, madeFacts, writeMadeBenchmark } from '../helpers/made-benchmark.ts';

const root = mkdtempSync(join(tmpdir(), 'ks-compare-'));
after(() => rmSync(root, { recursive: true, force: true }));

test('two benchmarks are compared from their folders, as lines and as JSON', async () => {
  for (const [name, seeds] of [
    ['a', 2],
    ['b', 1],
  ] as const) {
    const made = madeBenchmark({ seeds, testClipsPerClass: 4, methods: ['infonce'], ablatedMethods: [] });
    await writeMadeBenchmark(join(root, name), made);
    await writeCard(join(root, name), makeCard(madeFacts(made.lock), made.results));
  }
  const lines = await ksBuild(['benchmark', 'compare', 'a', 'b'], { cwd: root });
  assert.equal(lines.exitCode, 0, lines.stderr);
  assert.match(lines.stdout, /^seeds is 1, 2 in A, 1 in B\n\n\d+ common rows: /);
  const json = await ksBuild(['benchmark', 'compare', 'a', 'b/result-card.json', '--json'], { cwd: root });
  const { schema, rows } = JSON.parse(json.stdout) as { schema: number; rows: { isPaired: boolean }[] };
  assert.equal(schema, 1);
  assert.ok(rows.length > 0 && rows.every(({ isPaired }) => isPaired));
  const nothing = await ksBuild(['benchmark', 'compare', 'a', 'nowhere'], { cwd: root });
  assert.equal(nothing.exitCode, 2);
  assert.match(nothing.stderr, /nowhere: expected a result-card\.json, or the folder of a benchmark that has ended/);
});
