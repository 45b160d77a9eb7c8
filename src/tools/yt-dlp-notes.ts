// What one call of yt-dlp has said so far: its lines, its progress, how far it got. Lines in; facts, and the watch over the transfer, out.
import path from 'node:path';
import type { Config } from '../config.ts';
import { TransferWatch } from './transfer-watch.ts';
import type { WantedPart } from './yt-dlp-arguments.ts';
import { type OutputFact, parseStderrLine, parseStdoutLine } from './yt-dlp-output.ts';

export interface Progress {
  readonly receivedBytes: number;
  readonly totalBytes?: number;
  readonly bytesPerSecond?: number;
}

/** Where it failed: while the video was looked up, or when its bytes were already being asked for. */
export type DownloadPhase = 'look-up' | 'transfer';

interface NotedRequest {
  readonly wanted: WantedPart;
  readonly directory: string;
  readonly site: Config['site'];
  readonly onProgress: (progress: Progress) => void;
}

/** Lines kept of what yt-dlp says: the failure stands at the end. */
const MAX_LINES = 400;

export class DownloadNotes {
  readonly stdoutLines: string[] = [];
  readonly stderrLines: string[] = [];
  readonly watch: TransferWatch;
  phase: DownloadPhase = 'look-up';
  filePath: string | undefined;
  videoDurationSeconds: number | undefined;
  /** Of the streams that are already complete. */
  #finishedBytes = 0;
  readonly #request: NotedRequest;

  constructor(request: NotedRequest) {
    this.#request = request;
    const { site, wanted } = request;
    const isSection = wanted.kind === 'section';
    this.watch = new TransferWatch(
      {
        // The whole file is the last resort: yt-dlp's own time-outs hold there, and a slow server is waited for.
        silentSeconds: isSection ? site.stallSilentSeconds : undefined,
        slowSeconds: isSection ? site.stallSlowSeconds : undefined,
        slowBytesPerSecond: site.stallBytesPerSecond,
        timeLimitSeconds: site.timeLimitSeconds,
        maxBytes: site.maxDownloadBytes,
      },
      Date.now(),
    );
  }

  stdoutLine(line: string): void {
    const fact = parseStdoutLine(line);
    if (fact === undefined) keepLine(this.stdoutLines, line);
    else this.#take(fact);
  }

  stderrLine(line: string): void {
    const fact = parseStderrLine(line);
    if (fact === undefined) keepLine(this.stderrLines, line);
    else this.#take(fact);
  }

  #take(fact: OutputFact): void {
    switch (fact.kind) {
      case 'file':
        this.filePath = path.resolve(this.#request.directory, fact.filePath);
        return;
      case 'transfer-started':
        this.phase = 'transfer';
        this.videoDurationSeconds = fact.videoDurationSeconds;
        this.watch.transferStarted(Date.now());
        return;
      case 'progress': {
        const receivedBytes = this.#finishedBytes + fact.receivedBytes;
        this.watch.received(receivedBytes, Date.now());
        this.#request.onProgress({
          receivedBytes,
          ...(fact.totalBytes === undefined ? {} : { totalBytes: this.#finishedBytes + fact.totalBytes }),
          ...(fact.bytesPerSecond === undefined ? {} : { bytesPerSecond: fact.bytesPerSecond }),
        });
        if (fact.isFinished) this.#finishedBytes = receivedBytes;
      }
    }
  }
}

function keepLine(lines: string[], line: string): void {
  lines.push(line);
  if (lines.length > MAX_LINES) lines.shift();
}
