import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { FoldScores } from '../../src/correspondence/judge.ts';
import { DEFAULT_POLICY } from '../../src/dataset/policy.ts';
import { InterruptedError } from '../../src/errors.ts';
import {
  type ClipToFilter,
  type FilterEvent,
  type FilterRequest,
  filterCorpus,
} from '../../src/pipeline/filter-corpus.ts';
import { NO_SIGNALS } from '../helpers/evidence.ts';
import { madeArrays, madeDecoded } from '../helpers/made-clips.ts';

const LABELS = ['low', 'high'];

const clipOf = (number: number, parts: Partial<ClipToFilter> = {}): ClipToFilter => ({
  clipName: `clip-${String(number).padStart(3, '0')}`,
  videoId: `video-${number}`,
  label: LABELS[number % LABELS.length]!,
  split: 'train',
  facts: [],
  signals: NO_SIGNALS,
  duplicates: [],
  ...parts,
});

const CLIPS = Array.from({ length: 40 }, (_, number) => clipOf(number));

/** Trained for a moment only: these tests ask for order, not for skill. */
const QUICK = { folds: 2, seeds: [1], minSteps: 4, maxSteps: 4, batchSize: 8 };

const requestOf = (parts: Partial<FilterRequest>): FilterRequest => ({
  clips: CLIPS,
  policy: DEFAULT_POLICY,
  arraysOf: madeArrays,
  decodedOf: madeDecoded,
  detectSpeech: () => Promise.resolve(undefined),
  judge: QUICK,
  workers: 1,
  ...parts,
});

test('a corpus of one class is asked about as a whole, with a note why', async () => {
  const notes: FilterEvent[] = [];
  const clips = CLIPS.map((clip) => ({ ...clip, label: 'low' }));
  const filtered = await filterCorpus(requestOf({ clips, onProgress: (event) => notes.push(event) }));
  assert.ok(filtered.every(({ verdict }) => verdict.decision === 'ask' && verdict.reasons[0].code === 'no-evidence'));
  assert.match(JSON.stringify(notes), /two or more classes, got 1/);
});

test('fewer videos than folds abstain too, and no clips at all are no error', async () => {
  const filtered = await filterCorpus(requestOf({ clips: CLIPS.slice(0, 3), judge: { folds: 4 } }));
  assert.deepEqual(
    filtered.map(({ verdict }) => verdict.decision),
    ['ask', 'ask', 'ask'],
  );
  assert.deepEqual(await filterCorpus(requestOf({ clips: [] })), []);
});

test('too few clips to learn from are asked about before any probe is made of them, with a note why', async () => {
  const notes: FilterEvent[] = [];
  const onProgress = (event: FilterEvent) => notes.push(event);
  const decodedOf = () => Promise.reject(new Error('decoded'));
  const [few, enough] = [CLIPS.slice(0, 30), CLIPS.slice(0, 31)];
  const filtered = await filterCorpus(requestOf({ clips: few, decodedOf, onProgress }));
  assert.ok(filtered.every(({ verdict }) => verdict.reasons[0]?.code === 'no-evidence'));
  assert.match(JSON.stringify(notes), /16 are left to learn from while one of 2 folds is held out, got 30/);
  await assert.rejects(filterCorpus(requestOf({ clips: enough, decodedOf })), /decoded/);
});

test('clips without arrays are asked about, broken ones dropped, the others judged; the same seed gives the same scores', async () => {
  const clips = [...CLIPS, clipOf(100), clipOf(101, { facts: [{ code: 'silent' }] })];
  const folds: FoldScores[] = [];
  const request = requestOf({
    clips,
    arraysOf: (clip) => (clip.clipName === 'clip-100' ? undefined : madeArrays(clip)),
    onFold: (fold) => {
      folds.push(fold);
    },
  });
  const filtered = await filterCorpus(request);
  assert.equal(filtered.length, clips.length);
  const verdictOf = (name: string) => filtered.find(({ evidence }) => evidence.clipName === name)!.verdict;
  assert.equal(verdictOf('clip-100').reasons[0]!.code, 'no-evidence');
  assert.equal(verdictOf('clip-101').reasons[0]!.code, 'silent');
  for (const { evidence } of filtered.slice(0, CLIPS.length)) {
    const { probability } = evidence.scores!;
    assert.ok(probability !== undefined && probability >= 0 && probability <= 1);
  }
  const again = await filterCorpus({ ...request, finished: folds.slice(0, 1), onFold: () => {} });
  assert.deepEqual(again, filtered);
});

test('an abort ends the run with an InterruptedError', async () => {
  const stop = new AbortController();
  const run = filterCorpus(requestOf({ abortSignal: stop.signal, onProgress: () => stop.abort() }));
  await assert.rejects(run, InterruptedError);
});
