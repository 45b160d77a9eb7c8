import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { DEFAULT_CONFIG } from '../../../src/config.ts';
import { DEFAULT_POLICY } from '../../../src/dataset/policy.ts';
import { type EvaluationRequest, evaluateFilter } from '../../../src/pipeline/evaluation/evaluate-filter.ts';
import { makeVariant } from '../../../src/pipeline/evaluation/make-variants.ts';
import { generatedSource } from '../../../src/pipeline/evaluation/mismatch-source.ts';
import { SOUNDING_CLASSES } from '../../../src/synthetic/class-list.ts';
import { temporaryFolder } from '../../helpers/programs.ts';

const LABELS = SOUNDING_CLASSES.slice(0, 3).map(({ label }) => label);
const SOURCE = generatedSource({ clips: 30, durationSeconds: 2, labels: LABELS, seed: 'test' });

function contextIn(directory: string) {
  return {
    directory,
    config: DEFAULT_CONFIG,
    detectSpeech: async () => undefined,
    ffmpegPath: 'ffmpeg',
    abortSignal: new AbortController().signal,
    timeLimitSeconds: 120,
  };
}

test('clean and spoilt clips go through the facts that a fetched clip goes through', async (t) => {
  const context = contextIn(temporaryFolder(t));
  const clip = SOURCE.clips[0]!;
  const codes = async (kind: 'silence' | 'frozen-picture' | 'music-bed-0' | undefined) =>
    (await makeVariant(`clip.${kind}`, await SOURCE.make(clip, kind), context)).facts.map(({ code }) => code);
  assert.deepEqual(await codes(undefined), []);
  assert.deepEqual(await codes('silence'), ['silent']);
  assert.deepEqual(await codes('frozen-picture'), ['static']);
  assert.deepEqual(await codes('music-bed-0'), []);
});

test('the whole filter runs on the spoilt corpus; facts find silence, and no file is left behind', async (t) => {
  const directory = path.join(temporaryFolder(t), 'clips');
  const request: EvaluationRequest = {
    source: SOURCE,
    noiseRatios: [0.2],
    kinds: ['silence', 'other-class-swap'],
    probesPerKind: 6,
    seed: 1,
    policy: DEFAULT_POLICY,
    judge: { folds: 4, seeds: [1], minSteps: 8, maxSteps: 8, batchSize: 8 },
    jobs: 2,
    context: contextIn(directory),
    onProgress: () => {},
  };
  const { noise, shortcuts, shortcutPairs } = await evaluateFilter(request);
  const [result] = noise;
  assert.equal(result!.clips, 30);
  assert.equal(result!.spoilt, 6);
  assert.deepEqual(
    result!.kinds.map(({ kind, clips }) => [kind, clips]),
    [
      ['other-class-swap', 9],
      ['silence', 9],
    ],
  );
  const silence = result!.kinds[1]!;
  assert.equal(silence.auroc?.value, 1);
  assert.equal(silence.droppedRatio?.value, 1);
  assert.equal(shortcutPairs, 9);
  assert.equal(shortcuts.find(({ shortcut }) => shortcut === 'picture alone')!.auroc?.value, 0.5);
  assert.equal(existsSync(directory), false);
});

test('a clip that cannot be made ends the run with its name, and leaves no file', async (t) => {
  const directory = path.join(temporaryFolder(t), 'clips');
  const source = { ...SOURCE, make: async () => ({ ...(await SOURCE.make(SOURCE.clips[0]!, undefined)), widthPx: 0 }) };
  const request = { source, noiseRatios: [0.25], kinds: ['silence'] as const, probesPerKind: 1, seed: 1, jobs: 2 };
  const rest = { policy: DEFAULT_POLICY, context: contextIn(directory), onProgress: () => {} };
  await assert.rejects(evaluateFilter({ ...request, ...rest }), /expected ffmpeg to write the clip/);
  assert.equal(existsSync(directory), false);
});
