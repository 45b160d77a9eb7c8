// Starts yt-dlp through the wrapper of yt-dlp-exec, as a process group of its own, and ends that group whole when told to.
// The wrapper builds argv and spawns; its own time-out and cancel reach only the one process and would leave yt-dlp's ffmpeg running.
import type { ChildProcess } from 'node:child_process';
import { createRequire } from 'node:module';
import { forEachLine, stopGroup, trackGroup } from './process.ts';
import type { YtDlpFlags } from './yt-dlp-arguments.ts';

/** The part of yt-dlp-exec that we use; its own types describe another package. */
interface YtDlpExec {
  create(path: string): {
    exec(url: string, flags: YtDlpFlags, spawnOptions: Record<string, unknown>): ChildProcess & Promise<unknown>;
  };
}
const ytDlpExec = createRequire(import.meta.url)('yt-dlp-exec') as YtDlpExec;

export interface YtDlpCall {
  readonly path: string;
  readonly url: string;
  readonly flags: YtDlpFlags;
  readonly directory: string;
  readonly onStdoutLine: (line: string) => void;
  readonly onStderrLine: (line: string) => void;
}

export interface RunningYtDlp {
  /** @throws Error with code ENOENT / EACCES when the program cannot be started. */
  readonly ended: Promise<{ readonly exitCode: number | undefined }>;
  /** Asks the group to stop, then insists. `ended` resolves once nobody of the group holds our pipes any more. */
  stop(): void;
}

export function startYtDlp(call: YtDlpCall): RunningYtDlp {
  const child = ytDlpExec.create(call.path).exec(call.url, call.flags, {
    cwd: call.directory,
    detached: true,
    stdin: 'ignore',
    // Lines are read as they come; execa's buffers would keep all of them, and its rejection would carry argv with the secrets in it.
    buffer: false,
    reject: false,
  });
  trackGroup(child);
  let cancelInsisting = (): void => {};
  const ended = new Promise<{ exitCode: number | undefined }>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (exitCode) => {
      cancelInsisting();
      resolve({ exitCode: exitCode ?? undefined });
    });
    child.catch(reject);
  });
  if (child.stdout) forEachLine(child.stdout, call.onStdoutLine);
  if (child.stderr) forEachLine(child.stderr, call.onStderrLine);
  return {
    ended,
    stop() {
      cancelInsisting();
      cancelInsisting = stopGroup(child);
    },
  };
}
