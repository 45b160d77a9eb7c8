// One run of ffmpeg or ffprobe, and what its end means: done, the file's fault, or trouble on our side (full disk, time limit, crash).
import { MissingToolError } from '../errors.ts';
import { type RunOptions, type RunResult, run } from './process.ts';

export interface MediaToolContext {
  readonly abortSignal: AbortSignal;
  /** Wall clock for one run, seconds. */
  readonly timeLimitSeconds: number;
}

/** Trouble that says nothing about the media. */
export interface ToolTrouble {
  readonly code: 'disk-full' | 'timed-out' | 'tool-failed';
  readonly message: string;
}

export interface MediaToolEnd {
  readonly exitCode: number | undefined;
  readonly stdout: string;
  readonly stderrTail: string;
  readonly trouble: ToolTrouble | undefined;
}

/** strerror's words for ENOSPC and EDQUOT; ffmpeg sets no locale, so they are always English. */
const DISK_FULL_TEXT = /No space left on device|Disk quota exceeded/;
const MISSING_ENCODER_TEXT = /Unknown encoder '([^']+)'/;

/** The last lines of a text: what went wrong stands at the end. */
export function lastLines(text: string, count = 5): string {
  return text.trim().split('\n').slice(-count).join('\n');
}

/** What the end of a run says about our side; undefined when it ran to an end of its own. */
export function troubleOf(result: RunResult): ToolTrouble | undefined {
  const where = `${result.program} after ${(result.durationMs / 1000).toFixed(1)} s`;
  if (DISK_FULL_TEXT.test(result.stderrTail)) return { code: 'disk-full', message: lastLines(result.stderrTail) };
  if (result.timedOut) return { code: 'timed-out', message: `${where}: ran past its time limit` };
  if (result.exitSignal !== undefined) {
    return { code: 'tool-failed', message: `${where}: ended by ${result.exitSignal}\n${lastLines(result.stderrTail)}` };
  }
  return undefined;
}

function isCannotStart(error: unknown): boolean {
  const code = (error as NodeJS.ErrnoException).code;
  return code === 'ENOENT' || code === 'EACCES' || code === 'ENOTDIR';
}

/**
 * @throws MissingToolError when the program cannot be started or lacks an encoder that a cut needs
 * @throws the abort signal's reason when that ended it
 */
export async function runMediaTool(
  program: string,
  argv: readonly string[],
  context: MediaToolContext,
  options: RunOptions = {},
): Promise<MediaToolEnd> {
  let result: RunResult;
  try {
    result = await run(program, argv, {
      ...options,
      abortSignal: context.abortSignal,
      timeLimitMs: context.timeLimitSeconds * 1000,
    });
  } catch (error) {
    if (!isCannotStart(error)) throw error;
    throw new MissingToolError(program, `${program} cannot be started. Install ffmpeg, or run \`ks-build setup\`.`, {
      cause: error,
    });
  }
  if (result.aborted) context.abortSignal.throwIfAborted();
  const encoder = MISSING_ENCODER_TEXT.exec(result.stderrTail)?.[1];
  if (encoder !== undefined) {
    throw new MissingToolError(
      program,
      `${program} was built without the encoder ${encoder}, which every cut needs. Install a full build of ffmpeg (\`ks-build doctor\` names one).`,
    );
  }
  const { exitCode, stdout, stderrTail } = result;
  return { exitCode, stdout, stderrTail, trouble: troubleOf(result) };
}
