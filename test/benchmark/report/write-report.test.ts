import assert from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { AVCL_PRESETS } from '../../../src/avcl/presets.ts';
import { planEvaluation } from '../../../src/benchmark/protocols/plan-evaluation.ts';
import { noteFailure, resultPath } from '../../../src/benchmark/queue/job-files.ts';
import { corpusSection } from '../../../src/benchmark/report/corpus-section.ts';
import { renderMarkdown } from '../../../src/benchmark/report/render-markdown.ts';
import { type WrittenReport, writeCardAndReport } from '../../../src/benchmark/report/write-report.ts';
import { exampleShape } from '../../../src/training-data/example-shape.ts';
import { tagsOf } from '../../helpers/html-tags.ts';
import { madeBenchmark, madeFacts, writeMadeBenchmark } from '../../helpers/made-benchmark.ts';

const folder = mkdtempSync(join(tmpdir(), 'ks-report-'));
after(() => rmSync(folder, { recursive: true, force: true }));
const made = madeBenchmark({ seeds: 2, testClipsPerClass: 6, methods: ['random-features', 'avcl', 'infonce'] });
let written: WrittenReport;
let markdown: string;
let html: string;

before(async () => {
  await writeMadeBenchmark(folder, made);
  const failed = made.results.evaluations.find(
    ({ job }) => job.trained.method === 'infonce' && job.trained.seed === 2,
  )!;
  rmSync(resultPath(folder, failed.job));
  await noteFailure(folder, failed.job, { code: 'collapse', message: 'all vectors are alike' });
  written = await writeCardAndReport({
    ...{ folder, root: folder, jobs: made.jobs, facts: madeFacts(made.lock), funnel: undefined },
    plan: planEvaluation(made.lock, new Set()),
    shape: exampleShape(AVCL_PRESETS.smoke),
  });
  [markdown, html] = [readFileSync(written.markdownPath, 'utf8'), readFileSync(written.htmlPath, 'utf8')];
});

test('card, Markdown and page are written, and every figure that the Markdown names is there', () => {
  assert.ok(existsSync(written.cardPath));
  const figures = [...markdown.matchAll(/\]\((figures\/[^)]+)\)/g)].map(([, path]) => path!);
  assert.ok(figures.length >= 4, figures.join());
  for (const figure of figures) assert.ok(existsSync(join(folder, figure)), figure);
  tagsOf(html);
});

test('every table of results has a row of chance and says which clips it is on', () => {
  // A table follows its caption after an empty line.
  const results = markdown.slice(markdown.indexOf('## Results by method'), markdown.indexOf('### The methods'));
  const tables = results.split('\n\n').filter((block) => block.startsWith('| method'));
  const captions = results.split('\n\n').filter((block) => / on \d+ .*clips/.test(block));
  assert.ok(tables.length >= 6);
  assert.equal(captions.length, tables.length);
  for (const table of tables) assert.match(table.split('\n')[2]!, /^\| chance \| [\d.]+ /, table);
});

test('figures of an earlier report go', async () => {
  const stale = join(folder, 'stale');
  const work = { folder: stale, root: folder, facts: madeFacts(made.lock), funnel: undefined };
  const rest = { plan: planEvaluation(made.lock, new Set()), shape: exampleShape(AVCL_PRESETS.smoke) };
  mkdirSync(join(stale, 'figures'), { recursive: true });
  writeFileSync(join(stale, 'figures', 'clip-gone.png'), '');
  await writeCardAndReport({ ...work, ...rest, jobs: [] });
  assert.deepEqual(readdirSync(join(stale, 'figures')), []);
});

test('the numbers of a table are those of the card', () => {
  const row = written.card.rows.find(
    ({ method, part, protocol, task, testSet }) =>
      method === 'avcl' && part === 'kept' && protocol === 'linear-probe' && task === 'audio' && testSet === 'kept',
  )!;
  const { mean, deviation, low, high } = row.metrics['top-1']!;
  const text = (share: number | undefined): string => (100 * share!).toFixed(1);
  assert.ok(markdown.includes(`${text(mean)} ± ${text(deviation)} \\[${text(low)}, ${text(high)}\\]`));
});

test('what failed is told with its reason, and a mean over fewer seeds says so', () => {
  assert.match(markdown, /1 job failed; no number of theirs is in any table/);
  assert.match(markdown, /all vectors are alike/);
  assert.match(markdown, /\| `infonce` \(1 seed\) \|/);
});

test('the report tells the command, the lock and the hash of its numbers', () => {
  assert.ok(markdown.includes(written.card.command));
  assert.ok(markdown.includes(made.lock.sha256));
  assert.ok(markdown.includes(written.card.resultSha256));
});

test('classes with any name stay in their rows', () => {
  assert.ok(html.includes('saw *fast*'));
  assert.ok(readFileSync(join(folder, 'figures', 'classes.svg'), 'utf8').includes('rain | hail'));
});

test('a benchmark of which nothing came to an end has a report all the same', async () => {
  const empty = join(folder, 'empty');
  const { card, htmlPath } = await writeCardAndReport({
    ...{ folder: empty, root: folder, jobs: made.jobs, facts: madeFacts(made.lock), funnel: undefined },
    plan: planEvaluation(made.lock, new Set()),
    shape: exampleShape(AVCL_PRESETS.smoke),
  });
  assert.deepEqual([card.rows, card.missing.length], [[], made.jobs.length]);
  tagsOf(readFileSync(htmlPath, 'utf8'));
});

test('the funnel and the share of published lists stand in the report where they are known', () => {
  const through = { listed: 200, reachable: 180, cut: 170, facts: 160, correspondence: 150, kept: 140 };
  const row = { label: 'bell', listed: 10, kept: 7, dropped: 2, ask: 0, keptOnOtherSide: 0 };
  const coverage = [
    { list: 'core', split: 'test', ...row },
    { list: 'core', split: 'test', ...row, label: 'drum', kept: 9 },
  ] as const;
  const blocks = corpusSection(made.lock, { through, classes: [], lost: [] }, [...coverage]);
  const text = renderMarkdown({ title: '', blocks });
  assert.ok(text.includes('| found at a source | 180 | 90.0 % |'));
  assert.ok(text.includes('| core | test | 20 | 16 | 80.0 % | 4 | 0 | 1 of 2 |'));
});
