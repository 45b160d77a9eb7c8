// The table that curation works on, at 100,000 rows: opening, loading, queries, orders, refresh; and verdicts beside a process that settles clips.
// node --expose-gc --import tsx test/bench/curation-table.bench.ts
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { openClipTable } from '../../src/curation/clip-table.ts';
import { neighboursOf } from '../../src/curation/neighbours.ts';
import { parseQuery } from '../../src/curation/query.ts';
import { select } from '../../src/curation/select-clips.ts';
import { createJudgementWriter } from '../../src/store/judgements.ts';
import { openIndexForJudging } from '../../src/store/open.ts';
import { judgementOf } from '../helpers/judgement.ts';
import { makeLargeIndex } from '../helpers/large-index.ts';

const ROWS = 100_000;
const RUNS = 15;
const VERDICTS = 300;

const figures: (readonly [what: string, target: string, got: string])[] = [];
const note = (what: string, target: string, got: string): unknown => figures.push([what, target, got]);

function cpuMs(work: () => unknown): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

/** The k-th of a hundred. */
function percentile(values: readonly number[], k: number): number {
  return values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor((values.length * k) / 100))]!;
}

function medianCpu(work: () => unknown): string {
  return percentile(
    Array.from({ length: RUNS }, () => cpuMs(work)),
    50,
  ).toFixed(1);
}

/** Buffers are given back a little after they are collected. */
async function memoryAfterCollection(): Promise<number> {
  for (let round = 0; round < 3; round++) {
    globalThis.gc?.();
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

const folder = mkdtempSync(path.join(tmpdir(), 'ks-build-bench-'));
try {
  const indexPath = path.join(folder, 'index.db');
  makeLargeIndex(indexPath, { rows: ROWS });
  // Once before, so that code is compiled and the file is in the cache, as in a program that has just started on a used workspace.
  openClipTable(openIndexForJudging(indexPath), 1).loadSome(50);

  const before = await memoryAfterCollection();
  const index = openIndexForJudging(indexPath);
  let table = openClipTable(index, 1);
  const asks = index.prepare(`SELECT count(*) FROM segments WHERE state = 'ask'`).pluck().get() as number;
  const opening = cpuMs(() => {
    table = openClipTable(index, 1);
    while (table.size < asks) table.loadSome(5);
  });
  note(`opening, and the ${asks} rows that are asked about, CPU ms`, '< 60', opening.toFixed(0));
  const slices: number[] = [];
  const loading = cpuMs(() => {
    for (let isComplete = false; !isComplete; ) slices.push(cpuMs(() => (isComplete = table.loadSome(6))));
  });
  note('all other rows, CPU ms, in slices of 6 ms', '', loading.toFixed(0));
  note('longest slice, CPU ms', '< 15', Math.max(...slices).toFixed(1));
  note('memory of the table, MB', '', (((await memoryAfterCollection()) - before) / 1e6).toFixed(0));

  for (const text of [
    'is:ask sort:-uncertainty',
    'class:"number 7" score:<0.3 reason:music-bed',
    '-is:kept score:0.1..0.5 speech:>60%',
    'v00000012',
  ]) {
    const query = parseQuery(text);
    const first = cpuMs(() => select(table, query));
    note(
      `\`${text}\`, CPU ms (the first time ${first.toFixed(0)})`,
      '< 10',
      medianCpu(() => select(table, query)),
    );
  }
  for (const text of ['sort:-score', 'sort:class,-score', 'sort:id']) {
    const query = parseQuery(text);
    const first = cpuMs(() => select(table, query));
    note(
      `all rows by \`${text}\`, CPU ms (the first time ${first.toFixed(0)})`,
      '',
      medianCpu(() => select(table, query)),
    );
  }
  note(
    'neighbours of a score in its class, CPU ms',
    '',
    medianCpu(() => neighboursOf(table, 500, 2)),
  );
  note(
    '100 rows as objects, CPU ms',
    '',
    medianCpu(() => Array.from({ length: 100 }, (_, at) => table.row(at))),
  );
  note(
    'refresh where nobody wrote, CPU ms',
    '',
    medianCpu(() => table.refresh()),
  );

  const writer = createJudgementWriter(index);
  const clipIds = index.prepare('SELECT id FROM clips ORDER BY id LIMIT ?').pluck().all(VERDICTS) as number[];
  let next = 0;
  const alone = medianCpu(() => {
    writer.take([judgementOf(clipIds[next++ % clipIds.length]!, { decision: 'drop' })]);
    table.refresh();
  });
  note('a verdict and the refresh that shows it, CPU ms', '', alone);
  const batch = clipIds.map((clipId) => judgementOf(clipId));
  note(
    `${VERDICTS} verdicts at once, CPU ms`,
    '',
    medianCpu(() => writer.take(batch)),
  );

  const program = fileURLToPath(new URL('../fixtures/keep-settling.ts', import.meta.url));
  const settling = spawn(process.execPath, ['--import', 'tsx', program, indexPath], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(settling.stdout, 'data');
  const waitsMs: number[] = [];
  for (const clipId of clipIds) {
    const begun = performance.now();
    writer.take([judgementOf(clipId, { decision: 'drop' })]);
    waitsMs.push(performance.now() - begun);
    table.refresh();
    await new Promise((resolve) => setImmediate(resolve));
  }
  settling.kill('SIGKILL');
  const got = [50, 99, 100].map((k) => percentile(waitsMs, k).toFixed(1)).join(' / ');
  note(
    'a verdict on disk while another process settles without a pause, wall ms (median / p99 / longest)',
    'p99 < 100',
    got,
  );
  index.close();
} finally {
  rmSync(folder, { recursive: true, force: true });
}
const lines = ['| what | target | got |', '|---|---|---|', ...figures.map((cells) => `| ${cells.join(' | ')} |`)];
process.stdout.write(`${lines.join('\n')}\n`);
