// What yt-dlp and its ffmpeg print while they work, line by line, into facts: progress, the video's duration, the finished file. Pure.
import { FILE_MARK, PROGRESS_MARK, START_MARK } from './yt-dlp-arguments.ts';

export type OutputFact =
  /** Of the stream in hand; a video that comes as picture and sound apart has two. */
  | {
      readonly kind: 'progress';
      readonly receivedBytes: number;
      readonly totalBytes?: number;
      readonly bytesPerSecond?: number;
      readonly isFinished: boolean;
    }
  /** The video has been looked up and its bytes are being asked for. Its whole duration, where the site says so. */
  | { readonly kind: 'transfer-started'; readonly videoDurationSeconds?: number }
  | { readonly kind: 'file'; readonly filePath: string };

export function parseStdoutLine(line: string): OutputFact | undefined {
  if (line.startsWith(PROGRESS_MARK)) return progressFact(parseJson(line.slice(PROGRESS_MARK.length)));
  if (line.startsWith(START_MARK)) {
    const seconds = parseJson(line.slice(START_MARK.length));
    return { kind: 'transfer-started', ...(typeof seconds === 'number' ? { videoDurationSeconds: seconds } : {}) };
  }
  if (line.startsWith(FILE_MARK)) {
    const filePath = parseJson(line.slice(FILE_MARK.length));
    return typeof filePath === 'string' ? { kind: 'file', filePath } : undefined;
  }
  return undefined;
}

const FFMPEG_STATUS = /^(?:frame=.*)?\s*L?size=\s*(\d+)\s*(?:kB|KiB)\b.*\btime=/;

/** ffmpeg's status line is all that a section download tells of its progress. */
export function parseStderrLine(line: string): OutputFact | undefined {
  const kibibytes = FFMPEG_STATUS.exec(line)?.[1];
  if (kibibytes === undefined) return undefined;
  return { kind: 'progress', receivedBytes: Number(kibibytes) * 1024, isFinished: false };
}

function progressFact(fields: unknown): OutputFact | undefined {
  if (typeof fields !== 'object' || fields === null) return undefined;
  const { status, received, total, speed } = fields as Record<string, unknown>;
  if (typeof received !== 'number') return undefined;
  return {
    kind: 'progress',
    receivedBytes: received,
    ...(typeof total === 'number' ? { totalBytes: total } : {}),
    ...(typeof speed === 'number' ? { bytesPerSecond: speed } : {}),
    isFinished: status === 'finished',
  };
}

/** A line that another program broke up is no JSON, and no news either. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
