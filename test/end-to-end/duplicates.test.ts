import assert from 'node:assert/strict';
import path from 'node:path';
import { test } from 'node:test';
import { DEFAULT_CONFIG } from '../../src/config.ts';
import { measureClips } from '../../src/pipeline/measure-clips.ts';
import { openWorkspace } from '../../src/pipeline/workspace.ts';
import { openIndex } from '../../src/store/open.ts';
import { readDecidedClips } from '../../src/store/verdicts.ts';
import { makeCorpus } from '../../src/synthetic/make-corpus.ts';
import { toolContext } from '../helpers/cutting.ts';
import { ksBuild } from '../helpers/ks-build.ts';
import { temporaryFolder } from '../helpers/programs.ts';

const WISHES = {
  clips: 24,
  durationSeconds: 5,
  labels: ['striking bell', 'bouncing ball'],
  seed: 'doubles',
  defects: ['near-duplicate', 'in-two-splits', 'reused-sound'],
  defectRatio: 0.3,
} as const;

interface Pair {
  readonly first: { readonly clipName: string };
  readonly second: { readonly clipName: string };
  readonly kinds: readonly string[];
  readonly leak: string;
  readonly flagged: { readonly clipName: string; readonly code: string } | null;
}

test('in a made corpus every double and leak is found and named, and no other clip is', async (t) => {
  const folder = temporaryFolder(t);
  const made = path.join(folder, 'made');
  const root = path.join(folder, 'workspace');
  const truth = await makeCorpus(made, WISHES, { ...toolContext, jobs: 2, onClip: () => {} });
  const fetched = await ksBuild([
    ...['fetch', path.join(made, 'manifest.csv'), '--source', `folder:${path.join(made, 'clips')}`, '-w', root],
    ...['--no-tui', '-q'],
  ]);
  assert.equal(fetched.exitCode, 0, fetched.stderr);
  await measureAll(root);

  const { stdout, stderr, exitCode } = await ksBuild(['duplicates', '-w', root, '--json']);
  assert.equal(exitCode, 0, stderr);
  const { pairs, clips, unmeasured } = JSON.parse(stdout) as { pairs: Pair[]; clips: number; unmeasured: number };
  assert.deepEqual([clips, unmeasured], [WISHES.clips, 0]);

  // Clips of one origin: a clip, its copies, and whoever took its sound.
  const originOf = new Map(
    truth.clips.map(({ clip, defect }) => [clip, defect !== null && 'of' in defect ? defect.of : clip]),
  );
  for (const { first, second } of pairs)
    assert.equal(originOf.get(first.clipName), originOf.get(second.clipName), `${first.clipName} ${second.clipName}`);

  for (const { clip, split, defect } of truth.clips) {
    if (defect === null || !('of' in defect)) continue;
    const pair = pairs.find(({ first, second }) => {
      const both = [first.clipName, second.clipName];
      return both.includes(clip) && both.includes(defect.of);
    });
    const isCopy = defect.kind !== 'reused-sound';
    assert.deepEqual(pair?.kinds, isCopy ? ['picture', 'sound'] : ['sound'], `${clip} ${defect.kind}`);
    const original = truth.clips.find((other) => other.clip === defect.of)!;
    const isLeak = original.split !== split;
    assert.equal(pair?.leak, isLeak ? 'within-corpus' : 'none');
    const code = isLeak ? 'leak' : isCopy ? 'duplicate-picture' : 'duplicate-sound';
    assert.equal(pair?.flagged?.code, code);
    const trained = [original, { clip, split }].filter((one) => one.split === 'train');
    if (isLeak && trained.length === 1) assert.equal(pair?.flagged?.clipName, trained[0]!.clip);
  }
});

async function measureAll(root: string): Promise<void> {
  const workspace = openWorkspace(root);
  const index = openIndex(workspace.indexPath);
  const context = {
    ...toolContext,
    timeLimitSeconds: DEFAULT_CONFIG.verify.timeLimitSeconds,
    workspace,
    detectSpeech: () => Promise.resolve(undefined),
  };
  const { unmeasured } = await measureClips(index, readDecidedClips(index), 2, context, () => {});
  assert.deepEqual(unmeasured, []);
  index.close();
}
