// Writes the answer for one segment: its attempts, its clip with facts and verdict, its new state. One transaction, so that a kill leaves either
// all of it or none.
import type { ClipState, StateCode } from '../dataset/clip-state.ts';
import type { MediaFacts } from '../dataset/media-facts.ts';
import type { Segment } from '../dataset/segment.ts';
import type { Verdict } from '../dataset/verdict.ts';
import type { Index } from './open.ts';
import { createWordKeeper } from './settle-word.ts';

export interface AttemptRow {
  readonly atMs: number;
  readonly source: string;
  readonly route: string;
  /** 'acquired', 'absent', a failure code or a drop reason. */
  readonly outcome: string;
  readonly rawText: string;
  readonly receivedBytes: number;
  readonly seconds: number;
}

export interface ClipRow {
  /** Relative to the workspace, with forward slashes. */
  readonly path: string;
  readonly facts: MediaFacts;
  readonly verdict: Verdict;
  readonly source: string;
  readonly route: string;
  readonly provenance: string;
  readonly method: 'verbatim' | 'copy' | 're-encode';
  readonly expectedDurationSeconds: number;
}

export interface Settlement {
  readonly segmentId: number;
  readonly segment: Segment;
  readonly state: Exclude<ClipState, 'pending'>;
  readonly code: StateCode | undefined;
  readonly retryAtMs: number;
  readonly clip: ClipRow | undefined;
}

/** Digital silence is -Infinity dBFS, which SQLite cannot hold in a NOT NULL REAL that people sort by. */
const SILENCE_DBFS = -200;

export interface SettlementWriter {
  recordAttempts(segmentId: number, attempts: readonly AttemptRow[]): void;
  settle(settlement: Settlement, attempts: readonly AttemptRow[]): void;
}

export function createSettlementWriter(index: Index, runId: number): SettlementWriter {
  const insertAttempt = index.prepare(
    `INSERT INTO attempts (segment_id, run_id, at_ms, source, route, outcome, raw_text, received_bytes, seconds)
     VALUES (@segmentId, @runId, @atMs, @source, @route, @outcome, @rawText, @receivedBytes, @seconds)`,
  );
  const upsertClip = index
    .prepare(
      `INSERT INTO clips (video_id, start_seconds, end_seconds, path, size_bytes, sha256, source, route, provenance, method,
                          expected_duration_seconds, run_id, made_at)
       VALUES (@videoId, @startSeconds, @endSeconds, @path, @sizeBytes, @sha256, @source, @route, @provenance, @method,
               @expectedDurationSeconds, @runId, @madeAt)
       ON CONFLICT (video_id, start_seconds, end_seconds) DO UPDATE SET path = excluded.path, size_bytes = excluded.size_bytes,
         sha256 = excluded.sha256, source = excluded.source, route = excluded.route, provenance = excluded.provenance,
         method = excluded.method, expected_duration_seconds = excluded.expected_duration_seconds, run_id = excluded.run_id,
         made_at = excluded.made_at
       RETURNING id`,
    )
    .pluck();
  const insertFacts = index.prepare(
    `INSERT OR REPLACE INTO media_facts VALUES (@clipId, @container, @videoCodec, @widthPx, @heightPx, @videoFps, @pixelFormat,
       @videoStartSeconds, @videoDurationSeconds, @decodedVideoFrames, @staticRatio, @blackRatio, @audioCodec, @channels, @sampleRateHz,
       @audioStartSeconds, @audioDurationSeconds, @meanLevelDbfs, @peakLevelDbfs, @sourceAudioStreams, @decodeErrors)`,
  );
  const insertVerdict = index.prepare(
    `INSERT INTO verdicts (clip_id, decided_at, decided_by, decision, reasons) VALUES (?, ?, 'facts', ?, ?)`,
  );
  // The same interval in another corpus of the workspace is the same clip.
  const updateSegments = index.prepare(
    `UPDATE segments SET state = @state, code = @code, retry_at_ms = @retryAtMs, clip_id = @clipId
     WHERE video_id = @videoId AND start_seconds = @startSeconds AND end_seconds = @endSeconds`,
  );

  const words = createWordKeeper(index);

  const recordAttempts = (segmentId: number, attempts: readonly AttemptRow[]): void => {
    for (const attempt of attempts) insertAttempt.run({ ...attempt, atMs: Math.round(attempt.atMs), segmentId, runId });
  };

  const settle = (settlement: Settlement, attempts: readonly AttemptRow[]): void => {
    const { segment, clip } = settlement;
    const madeAt = new Date().toISOString();
    recordAttempts(settlement.segmentId, attempts);
    let clipId: number | null = null;
    if (clip !== undefined) {
      const { facts, verdict, ...rest } = clip;
      clipId = upsertClip.get({
        ...intervalOf(segment),
        ...rest,
        sizeBytes: facts.sizeBytes,
        sha256: facts.sha256,
        runId,
        madeAt,
      }) as number;
      insertFacts.run(factsRow(clipId, facts));
      insertVerdict.run(clipId, madeAt, verdict.decision, JSON.stringify(verdict.reasons));
    }
    updateSegments.run({
      ...intervalOf(segment),
      state: settlement.state,
      code: settlement.code ?? '',
      retryAtMs: Math.round(settlement.retryAtMs),
      clipId,
    });
    if (clipId !== null) words.followIfJudged(intervalOf(segment));
  };

  const inTransaction = <A extends unknown[]>(write: (...parameters: A) => void): ((...parameters: A) => void) => {
    const transaction = index.transaction(write);
    return (...parameters) => transaction.immediate(...parameters);
  };
  return { recordAttempts: inTransaction(recordAttempts), settle: inTransaction(settle) };
}

function intervalOf({
  videoId,
  startSeconds,
  endSeconds,
}: Segment): Pick<Segment, 'videoId' | 'startSeconds' | 'endSeconds'> {
  return { videoId, startSeconds, endSeconds };
}

function factsRow(clipId: number, { container, video, audio, decodeErrors }: MediaFacts): Record<string, unknown> {
  return {
    clipId,
    container,
    videoCodec: video?.codec ?? null,
    widthPx: video?.widthPx ?? null,
    heightPx: video?.heightPx ?? null,
    videoFps: video?.videoFps ?? null,
    pixelFormat: video?.pixelFormat ?? null,
    videoStartSeconds: video?.startSeconds ?? null,
    videoDurationSeconds: video?.durationSeconds ?? null,
    decodedVideoFrames: video?.decodedVideoFrames ?? null,
    staticRatio: video?.staticRatio ?? null,
    blackRatio: video?.blackRatio ?? null,
    audioCodec: audio?.codec ?? null,
    channels: audio?.channels ?? null,
    sampleRateHz: audio?.sampleRateHz ?? null,
    audioStartSeconds: audio?.startSeconds ?? null,
    audioDurationSeconds: audio?.durationSeconds ?? null,
    meanLevelDbfs: audio === undefined ? null : Math.max(SILENCE_DBFS, audio.meanLevelDbfs),
    peakLevelDbfs: audio === undefined ? null : Math.max(SILENCE_DBFS, audio.peakLevelDbfs),
    sourceAudioStreams: audio?.sourceStreamCount ?? null,
    decodeErrors: JSON.stringify(decodeErrors),
  };
}
