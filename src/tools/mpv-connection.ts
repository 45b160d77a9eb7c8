// One mpv that is told what to do and tells what it does, as lines of JSON (its JSON IPC): messages in, commands out.
import type { Duplex } from 'node:stream';
import { lastLines } from './media-tool.ts';
import { forEachLine, run } from './process.ts';

/** An event, or the answer to a command that carried this `request_id`. */
export interface MpvMessage {
  readonly event?: string;
  readonly request_id?: number;
  readonly error?: string;
  /** Of a property that is observed, or of an answer. */
  readonly name?: string;
  readonly data?: unknown;
  readonly playlist_entry_id?: number;
  /** Why a file is over: `eof`, `stop`, `error`, ... */
  readonly reason?: string;
  readonly file_error?: string;
}

export interface MpvConnection {
  send(command: readonly unknown[], requestId?: number): void;
  close(): Promise<void>;
}

export interface MpvListener {
  message(message: MpvMessage): void;
  /** mpv is gone, whether it was told to go or not; with what it said when it broke. */
  gone(trouble: string | undefined): void;
}

/** How long mpv may take to leave when it is told to, ms; it takes 20. */
const LEAVING_LIMIT_MS = 1000;

/**
 * mpv's end of the line is inherited (fd 3), so that there is no socket in the file system; mpv ends by itself when ours closes,
 * however we end. What the audio libraries print must not reach the screen: its output goes into pipes.
 */
export function connectMpv(mpvPath: string, options: readonly string[], listener: MpvListener): MpvConnection {
  const abort = new AbortController();
  let line: Duplex | undefined;
  const ended = run(mpvPath, ['--input-ipc-client=fd://3', ...options], {
    abortSignal: abort.signal,
    extraPipes: [
      (stream) => {
        line = stream;
        // A write to an mpv that has just died; its end is told by the process.
        stream.on('error', () => {});
        forEachLine(stream, (text) => {
          const message = parseMessage(text);
          if (message !== undefined) listener.message(message);
        });
      },
    ],
  }).then(
    ({ exitCode, exitSignal, stderrTail }) => {
      const said = lastLines(stderrTail, 2);
      const end = exitSignal ?? `exit ${exitCode}`;
      listener.gone(exitCode === 0 ? undefined : `mpv ended (${end})${said === '' ? '' : `: ${said}`}`);
    },
    (error: Error) => listener.gone(`mpv cannot be started: ${error.message}`),
  );
  return {
    send: (command, requestId) => {
      line?.write(`${JSON.stringify({ command, ...(requestId === undefined ? {} : { request_id: requestId }) })}\n`);
    },
    close: async () => {
      line?.end();
      const insist = setTimeout(() => abort.abort(), LEAVING_LIMIT_MS);
      await ended;
      clearTimeout(insist);
    },
  };
}

/** undefined: no JSON. mpv writes file names as they are, and they may be no valid text. */
function parseMessage(text: string): MpvMessage | undefined {
  try {
    return JSON.parse(text) as MpvMessage;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
