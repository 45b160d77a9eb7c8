// Where a segment's media comes from: one vocabulary for folder, archive and video site.
import type { Failure } from '../dataset/failure.ts';
import type { Segment } from '../dataset/segment.ts';

/** How the media reached us, recorded per clip. */
export type Route = 'file' | 'member' | 'section' | 'full';

export interface SourceMedia {
  readonly filePath: string;
  /** Position on the video's own clock of the file's time 0, seconds. 0 for a whole video. */
  readonly originSeconds: number;
  /** `trimmed`: the file is the segment; `whole`: the file is the video or a padded section of it; `unknown`: its length will tell. */
  readonly extent: 'trimmed' | 'whole' | 'unknown';
  readonly route: Route;
  readonly sizeBytes: number;
  /** `temporary`: ours, may be moved and is deleted after the cut; `borrowed`: the user's, never touched. */
  readonly ownership: 'temporary' | 'borrowed';
  /** Where exactly: file path, archive part and member, or URL without credentials. */
  readonly provenance: string;
}

export type AcquireOutcome =
  | { readonly kind: 'acquired'; readonly media: SourceMedia }
  | { readonly kind: 'absent' }
  | { readonly kind: 'failure'; readonly failure: Failure };

export interface TransferProgress {
  readonly receivedBytes: number;
  readonly totalBytes?: number;
  readonly bytesPerSecond?: number;
}

export interface AcquireContext {
  /** A directory of this segment's own, on the workspace's file system; partial files may stay there for a resume. */
  readonly directory: string;
  readonly abortSignal: AbortSignal;
  readonly onProgress: (progress: TransferProgress) => void;
}

/** A source that is asked for one segment at a time. */
export interface LookupSource {
  readonly kind: 'lookup';
  /** `folder`, `youtube`, `url`: the word stored as provenance. */
  readonly name: string;
  /** The host whose rate counts; undefined for the local disk. */
  readonly host: string | undefined;
  /** @throws KsBuildError only when the source as a whole is unusable (folder gone, tool missing, disk full). */
  acquire(segment: Segment, context: AcquireContext): Promise<AcquireOutcome>;
}

/** A part of an archive as the catalogue in the index knows it. */
export interface ArchiveCatalog {
  /** Names of all members of a part that was read to its end; undefined when it never was. */
  membersOf(part: string): readonly string[] | undefined;
  record(part: string, memberNames: readonly string[]): void;
}

export interface StreamContext {
  /** A directory for members in hand, on the workspace's file system. */
  readonly directory: string;
  readonly abortSignal: AbortSignal;
  readonly catalog: ArchiveCatalog;
  readonly onPart: (event: {
    part: string;
    partNumber: number;
    partCount: number;
    receivedBytes: number;
    totalBytes?: number;
  }) => void;
  readonly onNote: (text: string) => void;
}

/**
 * Takes a delivered member; resolves once there is room for the next one (back-pressure).
 * The promise inside resolves with false when the media turned out corrupt, so that a later part may replace it.
 */
export type Deliver = (segment: Segment, media: SourceMedia) => Promise<{ readonly accepted: Promise<boolean> }>;

/** A source that is read once from beginning to end, handing over what is wanted. */
export interface StreamSource {
  readonly kind: 'stream';
  readonly name: string;
  readonly host: string | undefined;
  /**
   * Resolves when all parts were read or nothing is wanted any more. Segments never delivered are absent.
   * A part that cannot be read yields a failure for the run's notes; segments that may have been in it are returned as `unread`.
   */
  stream(wanted: readonly Segment[], deliver: Deliver, context: StreamContext): Promise<StreamReport>;
}

export interface StreamReport {
  /** Parts that could not be read, with the reason: what was wanted and not delivered is deferred, not absent. */
  readonly unreadParts: readonly { readonly part: string; readonly failure: Failure }[];
  readonly receivedBytes: number;
}

export type Source = LookupSource | StreamSource;
