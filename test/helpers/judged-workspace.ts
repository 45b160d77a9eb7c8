// A workspace without media whose index holds clips that the filter has judged, as a test wants them.
import path from 'node:path';
import type { CorrespondenceScores } from '../../src/dataset/evidence.ts';
import { clipName, type Segment } from '../../src/dataset/segment.ts';
import { openIndex } from '../../src/store/open.ts';
import { startRun } from '../../src/store/runs.ts';
import { replaceScores } from '../../src/store/scores.ts';
import { createSettlementWriter } from '../../src/store/settle.ts';
import { planIn } from './index-with-plan.ts';

export interface JudgedClip {
  readonly segment: Segment;
  readonly isSilent?: boolean;
  readonly scores?: Partial<CorrespondenceScores>;
}

const NO_SCORES: CorrespondenceScores = {
  otherClass: undefined,
  sameClass: undefined,
  sync: undefined,
  classAgreement: undefined,
  soundLabelProbability: undefined,
  soundLabelGuess: undefined,
  pictureLabelProbability: undefined,
  pictureLabelGuess: undefined,
  mismatch: { swap: 0, shift: 0, musicBed: 0, voiceOver: 0 },
  probability: undefined,
  spread: 0,
};

export function judgedWorkspace(folder: string, clips: readonly JudgedClip[]): void {
  const index = openIndex(path.join(folder, 'index.db'));
  const plan = planIn(
    index,
    clips.map(({ segment }) => segment),
  );
  const runId = startRun(index, {
    command: 'fetch',
    planId: plan.id,
    programVersion: '0',
    toolVersions: {},
    config: {},
  });
  const writer = createSettlementWriter(index, runId);
  const find = index.prepare('SELECT id FROM segments WHERE video_id = ? AND start_seconds = ?').pluck();
  for (const { segment, isSilent } of clips) {
    const segmentId = find.get(segment.videoId, segment.startSeconds) as number;
    writer.settle(
      {
        segmentId,
        segment,
        state: isSilent ? 'dropped' : 'kept',
        code: isSilent ? 'silent' : undefined,
        retryAtMs: 0,
        clip: {
          path: `clips/${clipName(segment)}.mp4`,
          facts: { sizeBytes: 1, sha256: 'aa', container: 'mov', decodeErrors: [] },
          verdict: isSilent ? { decision: 'drop', reasons: [{ code: 'silent' }] } : { decision: 'keep', reasons: [] },
          source: 'folder',
          route: 'file',
          provenance: 'made',
          method: 'copy',
          expectedDurationSeconds: 10,
        },
      },
      [],
    );
  }
  const ids = index.prepare('SELECT id FROM clips ORDER BY id').pluck().all() as number[];
  replaceScores(
    index,
    clips.flatMap(({ scores }, at) =>
      scores === undefined ? [] : [{ clipId: ids[at]!, clipSha256: 'aa', scores: { ...NO_SCORES, ...scores } }],
    ),
  );
  index.close();
}
