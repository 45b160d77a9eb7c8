// Segments by the names that people type: of a clip with or without its end, of a video, or the path of a file.
import type { ClipState } from '../dataset/clip-state.ts';
import { parseClipName, type Segment, shortClipName } from '../dataset/segment.ts';
import type { Index } from './open.ts';

export interface FoundSegment extends Segment {
  readonly segmentId: number;
  readonly corpus: string;
  /** Undefined: there is no file. */
  readonly clipId: number | undefined;
  readonly state: ClipState;
  readonly code: string;
  readonly listedLabel: string;
  /** Of the picture, or of the sound where there is none. */
  readonly durationSeconds: number | undefined;
}

type Row = Omit<FoundSegment, 'clipId' | 'durationSeconds'> & {
  readonly clipId: number | null;
  readonly durationSeconds: number | null;
};

export interface SegmentFinder {
  /** `ID_000010_000020`, `ID_000010`, `ID`, or a path below the workspace; several where that names several. */
  find(name: string): FoundSegment[];
  /** The segment as it is now. */
  at(segmentId: number): FoundSegment;
  /** Names of all segments, for suggestions. */
  names(): string[];
}

const SHORT_NAME = /^(?<videoId>.+)_(?<start>\d{6,}(?:\.\d{3})?)$/;
/** Names have milliseconds at most. */
const TIME_TOLERANCE_SECONDS = 0.0005;

/** @param corpus undefined: any of the workspace */
export function createSegmentFinder(index: Index, corpus: string | undefined): SegmentFinder {
  const prepared = (condition: string) =>
    index.prepare(
      `SELECT s.id AS segmentId, c.name AS corpus, s.clip_id AS clipId, s.video_id AS videoId, s.start_seconds AS startSeconds,
              s.end_seconds AS endSeconds, coalesce(s.curated_label, s.label) AS label, s.label AS listedLabel, s.split, s.state, s.code,
              coalesce(f.video_duration_seconds, f.audio_duration_seconds) AS durationSeconds
       FROM segments s JOIN corpora c ON c.id = s.corpus_id LEFT JOIN media_facts f ON f.clip_id = s.clip_id
       WHERE ${condition} AND (@corpus IS NULL OR c.name = @corpus) ORDER BY s.start_seconds, s.end_seconds, s.corpus_id`,
    );
  const byPath = prepared('s.clip_id = (SELECT id FROM clips WHERE path = @path)');
  const byVideo = prepared('s.video_id = @videoId');
  const byId = prepared('s.id = @segmentId');
  const run = (statement: ReturnType<typeof prepared>, values: object): FoundSegment[] =>
    (statement.all({ corpus: corpus ?? null, ...values }) as Row[]).map(({ clipId, durationSeconds, ...row }) => ({
      ...row,
      clipId: clipId ?? undefined,
      durationSeconds: durationSeconds ?? undefined,
    }));
  const ofVideo = (videoId: string, startSeconds?: number, endSeconds?: number): FoundSegment[] =>
    run(byVideo, { videoId }).filter(
      (found) =>
        (startSeconds === undefined || Math.abs(found.startSeconds - startSeconds) < TIME_TOLERANCE_SECONDS) &&
        (endSeconds === undefined || Math.abs(found.endSeconds - endSeconds) < TIME_TOLERANCE_SECONDS),
    );
  return {
    find: (name) => {
      const atPath = run(byPath, { path: name });
      if (atPath.length > 0) return atPath;
      const stem = name.slice(name.lastIndexOf('/') + 1).replace(/\.mp4$/, '');
      const whole = parseClipName(stem);
      const ofName = whole === undefined ? [] : ofVideo(whole.videoId, whole.startSeconds, whole.endSeconds);
      if (ofName.length > 0) return ofName;
      const short = SHORT_NAME.exec(stem)?.groups;
      const ofShort = short === undefined ? [] : ofVideo(short.videoId!, Number(short.start));
      return ofShort.length > 0 ? ofShort : ofVideo(stem);
    },
    at: (segmentId) => run(byId, { segmentId })[0]!,
    names: () =>
      (index.prepare('SELECT video_id AS videoId, start_seconds AS startSeconds FROM segments').all() as Segment[]).map(
        shortClipName,
      ),
  };
}

/** Every class of the corpora, as listed or as people gave it. */
export function readLabels(index: Index): string[] {
  return index
    .prepare(
      'SELECT label FROM segments UNION SELECT curated_label FROM segments WHERE curated_label IS NOT NULL ORDER BY 1',
    )
    .pluck()
    .all() as string[];
}
