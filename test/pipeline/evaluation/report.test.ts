import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import type { Evaluation } from '../../../src/pipeline/evaluation/evaluate-filter.ts';
import { plotHistograms, plotKeptShares, plotReliability, plotRoc } from '../../../src/pipeline/evaluation/plots.ts';
import { reportJson, reportMarkdown, shownResult } from '../../../src/pipeline/evaluation/report.ts';
import { type JudgedClip, summarise } from '../../../src/pipeline/evaluation/summarise.ts';
import { evaluationFolder, writeEvaluation } from '../../../src/pipeline/evaluation/write-report.ts';
import { temporaryFolder } from '../../helpers/programs.ts';

/** Other-class swaps are found, same-class swaps are not. */
const JUDGED = Array.from({ length: 90 }, (_, at): JudgedClip => {
  const kind: JudgedClip['kind'] = at < 60 ? undefined : at < 75 ? 'other-class-swap' : 'same-class-swap';
  const probability = kind === 'other-class-swap' ? 0.05 : 0.5 + (at % 15) / 40;
  const decision: JudgedClip['decision'] = probability < 0.5 ? 'drop' : 'keep';
  const name = `clip${at}`;
  const label = at % 2 === 0 ? 'bell & <hammer>' : 'ball';
  const reason = decision === 'drop' ? 'low-correspondence' : undefined;
  const own = { clipName: name, videoId: name, label, kind, isProbe: false, isDroppedByFacts: false };
  return { ...own, probability, decision, reason };
});

const EVALUATION: Evaluation = {
  source: '90 clips',
  clips: 90,
  classes: 2,
  seed: 1,
  probesPerKind: 0,
  noise: [summarise(0.05, JUDGED.slice(0, 75), 1), summarise(0.2, JUDGED, 1), summarise(0.4, JUDGED, 1)],
  shortcuts: [
    { shortcut: 'sound alone', auroc: { value: 0.52, low: 0.45, high: 0.58 } },
    { shortcut: 'picture alone', auroc: { value: 0.71, low: 0.6, high: 0.8 } },
  ],
  shortcutPairs: 30,
};

const PROVENANCE = {
  programVersion: '0.0.0',
  startedAt: '2026-01-02T03:04:05.000Z',
  policyHash: 'abc',
  toolVersions: {},
  judge: {},
};

test('the report shows the kinds at 20 % noise, whatever else was run', () => {
  assert.equal(shownResult(EVALUATION).noiseRatio, 0.2);
});

test('where the filter is no better than chance the report says so, by name', () => {
  const text = reportMarkdown(EVALUATION, PROVENANCE);
  assert.match(text, /no better than chance on: same-class-swap\./);
  assert.match(text, /\| other-class-swap \| 15 \| 1\.000 \[1\.00, 1\.00\] /);
});

test('kinds of which no clip could be judged are not measured, which is neither success nor chance', () => {
  const unjudged = JUDGED.map((clip): JudgedClip => ({ ...clip, probability: undefined, decision: 'ask' }));
  const text = reportMarkdown({ ...EVALUATION, noise: [summarise(0.2, unjudged, 1)] }, PROVENANCE);
  assert.match(text, /Not measured: other-class-swap, same-class-swap\./);
  assert.doesNotMatch(text, /better than chance|NaN|undefined/);
});

test('of each kind it says how many were kept, asked about and dropped, and as what', () => {
  const text = reportMarkdown(EVALUATION, PROVENANCE);
  assert.match(text, /\| \(left as it was\) \| 60 \| 100 % \| 0 % \| 0 % \|/);
  assert.match(text, /\| other-class-swap \| 15 \| 0 % \| 0 % \| 100 % \| 0\.05 \| low-correspondence 15 \|/);
});

test('a shortcut that is not near chance is called out', () => {
  const text = reportMarkdown(EVALUATION, PROVENANCE);
  assert.match(text, /sound alone \| 0\.520 .* near chance/);
  assert.match(text, /picture alone \| 0\.710 .* outside 0\.45 to 0\.6/);
});

test('the JSON holds schema, provenance and every number', () => {
  const json = JSON.parse(JSON.stringify(reportJson(EVALUATION, PROVENANCE)));
  assert.equal(json.schema, 1);
  assert.equal(json.policyHash, 'abc');
  assert.equal(json.noise[1].kinds[0].auroc.value, 1);
});

test('pictures are SVG that fits light and dark pages, with labels that cannot break them', () => {
  const shown = shownResult(EVALUATION);
  for (const svg of [plotRoc(shown), plotReliability(EVALUATION.noise), plotHistograms(shown), plotKeptShares(shown)]) {
    assert.match(svg, /^<svg xmlns/);
    assert.match(svg, /prefers-color-scheme: dark/);
    assert.doesNotMatch(svg, /NaN|undefined|<hammer>/);
  }
  assert.match(plotKeptShares(shown), /bell &amp; &lt;hammer&gt;/);
});

test('all of it lies in a run folder named after its time', async (t) => {
  assert.equal(
    evaluationFolder(new Date('2026-01-02T03:04:05.678Z')),
    path.join('runs', '2026-01-02T03-04-05Z-filter-evaluation'),
  );
  const folder = path.join(temporaryFolder(t), 'run');
  const reportPath = await writeEvaluation(folder, EVALUATION, PROVENANCE);
  for (const [, file] of readFileSync(reportPath, 'utf8').matchAll(/\]\(([^)]+)\)/g)) {
    assert.ok(existsSync(path.join(folder, file!)), file);
  }
  assert.ok(existsSync(path.join(folder, 'report.json')));
});
