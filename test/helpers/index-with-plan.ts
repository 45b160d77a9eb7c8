// An index in a temporary folder with a small corpus planned in it.
import path from 'node:path';
import type { TestContext } from 'node:test';
import type { Segment, Split } from '../../src/dataset/segment.ts';
import { type Index, openIndex } from '../../src/store/open.ts';
import { type Plan, writePlan } from '../../src/store/plans.ts';
import { startRun } from '../../src/store/runs.ts';
import { temporaryFolder } from './programs.ts';

export function segmentOf(number: number, label = 'playing drums', split: Split = 'train'): Segment {
  return {
    videoId: `video-${String(number).padStart(5, '0')}`,
    startSeconds: number,
    endSeconds: number + 10,
    label,
    split,
  };
}

export function planIn(index: Index, segments: readonly Segment[], name = 'ks-test', selection = '{}'): Plan {
  return writePlan(
    index,
    { name, title: 'a test', source: 'made up', licence: 'none' },
    { corpusName: name, manifestSha256: 'abc', selection },
    segments,
  );
}

export function indexWithPlan(
  t: TestContext,
  segments: readonly Segment[],
): { index: Index; plan: Plan; runId: number } {
  const index = openIndex(path.join(temporaryFolder(t), 'index.db'));
  t.after(() => index.close());
  const plan = planIn(index, segments);
  const runId = startRun(index, {
    command: 'fetch',
    planId: plan.id,
    programVersion: '0',
    toolVersions: { ffmpeg: '5.1' },
    config: {},
  });
  return { index, plan, runId };
}
