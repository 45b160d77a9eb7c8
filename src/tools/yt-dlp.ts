// One download through yt-dlp: a section or the whole of a video into a directory. Gives a verified file or a failure without secrets.
import { stat } from 'node:fs/promises';
import path from 'node:path';
import type { Config } from '../config.ts';
import type { Failure, FailureCode } from '../dataset/failure.ts';
import { InterruptedError, MissingToolError, UsageError } from '../errors.ts';
import { type CookieCopy, copyCookies } from './cookie-copy.ts';
import { redact } from './redact.ts';
import { type SiteAccess, secretsOf } from './site-access.ts';
import { type GiveUp, TransferWatch } from './transfer-watch.ts';
import { downloadFlags, type WantedPart, type YtDlpProgram } from './yt-dlp-arguments.ts';
import { classifyMessage, failureText, saysBrokenOff } from './yt-dlp-messages.ts';
import { type OutputFact, parseStderrLine, parseStdoutLine } from './yt-dlp-output.ts';
import { startYtDlp } from './yt-dlp-process.ts';

export interface DownloadRequest {
  readonly url: string;
  readonly wanted: WantedPart;
  /** Where the file goes; parts of a whole file stay here for a resume. */
  readonly directory: string;
  readonly program: YtDlpProgram;
  readonly site: Config['site'];
  readonly access: SiteAccess;
  readonly abortSignal: AbortSignal;
  readonly onProgress: (progress: Progress) => void;
}

export interface Progress {
  readonly receivedBytes: number;
  readonly totalBytes?: number;
  readonly bytesPerSecond?: number;
}

/** Where it failed: while the video was looked up, or when its bytes were already being asked for. */
export type DownloadPhase = 'look-up' | 'transfer';

export type DownloadOutcome =
  | {
      readonly kind: 'file';
      readonly filePath: string;
      readonly sizeBytes: number;
      /** Of the whole video, where the site says so. */
      readonly videoDurationSeconds?: number;
    }
  | { readonly kind: 'failure'; readonly failure: Failure; readonly phase: DownloadPhase };

const WATCH_INTERVAL_MS = 250;
/** Lines kept of what yt-dlp says: the failure stands at the end. */
const MAX_LINES = 400;
const MAX_MESSAGE_CHARACTERS = 4000;
const USAGE_ERROR_EXIT = 2;

/**
 * @throws InterruptedError when the abort signal came; UsageError for an address that is not http(s) or an unreadable cookie file;
 * MissingToolError when yt-dlp cannot be started.
 */
export async function download(request: DownloadRequest): Promise<DownloadOutcome> {
  requireWebAddress(request.url);
  if (request.abortSignal.aborted) throw new InterruptedError();
  const { cookiesPath } = request.access;
  if (cookiesPath === undefined) return downloadWith(request, undefined);
  const cookies = await copyCookies(cookiesPath);
  try {
    return await downloadWith(request, cookies);
  } finally {
    await cookies.remove();
  }
}

async function downloadWith(request: DownloadRequest, cookies: CookieCopy | undefined): Promise<DownloadOutcome> {
  const { program, site, wanted, abortSignal, directory } = request;
  const access = cookies === undefined ? request.access : { ...request.access, cookiesPath: cookies.path };
  const secrets = [...secretsOf(request.access, cookies?.text), ...secretsOf(access)];
  const notes = new DownloadNotes(request, Date.now());
  const running = startYtDlp({
    path: program.path,
    url: request.url,
    flags: downloadFlags(wanted, program, site, access),
    directory,
    onStdoutLine: (line) => notes.stdoutLine(line),
    onStderrLine: (line) => notes.stderrLine(line),
  });
  let giveUp: GiveUp | undefined;
  const watching = setInterval(() => {
    if (giveUp !== undefined) return;
    giveUp = notes.watch.verdict(Date.now());
    if (giveUp !== undefined) running.stop();
  }, WATCH_INTERVAL_MS);
  const onAbort = (): void => running.stop();
  abortSignal.addEventListener('abort', onAbort, { once: true });
  let exitCode: number | undefined;
  try {
    exitCode = (await running.ended).exitCode;
  } catch (error) {
    throw cannotStart(error, program, secrets);
  } finally {
    clearInterval(watching);
    abortSignal.removeEventListener('abort', onAbort);
  }
  if (abortSignal.aborted) throw new InterruptedError();
  return concluded(notes, exitCode, giveUp, secrets);
}

async function concluded(
  notes: DownloadNotes,
  exitCode: number | undefined,
  giveUp: GiveUp | undefined,
  secrets: readonly string[],
): Promise<DownloadOutcome> {
  const failure = (code: FailureCode, message: string): DownloadOutcome => ({
    kind: 'failure',
    failure: { code, message: redact(message, secrets).slice(0, MAX_MESSAGE_CHARACTERS) },
    phase: notes.phase,
  });
  if (giveUp !== undefined) return failure(giveUp.code, giveUp.message);
  const said = failureText(notes.stderrLines);
  if (exitCode === USAGE_ERROR_EXIT)
    return failure('tool-failed', `yt-dlp ${notes.ytDlpVersion} does not know a flag that we use: ${said}`);
  if (exitCode !== 0) {
    const ending = exitCode === undefined ? 'yt-dlp was ended by a signal' : `yt-dlp ended with ${exitCode}`;
    return said === '' ? failure('tool-failed', `${ending} and said nothing`) : failure(classifyMessage(said), said);
  }
  if (saysBrokenOff(notes.stderrLines)) return failure('stalled', said);
  const file = await finishedFile(notes);
  if (file !== undefined) return file;
  // Exit 0 without a file: it was too large, a live event, or something that yt-dlp only mentions on stdout.
  const mentioned = notes.stdoutLines.filter((line) => /^\[(download|info)\]/.test(line)).slice(-3);
  const text = [...mentioned, said].filter((line) => line !== '').join('\n');
  return failure(classifyMessage(text), `yt-dlp ended well but left no file. ${text}`);
}

async function finishedFile(notes: DownloadNotes): Promise<DownloadOutcome | undefined> {
  if (notes.filePath === undefined) return undefined;
  const facts = await stat(notes.filePath).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (facts === undefined || !facts.isFile() || facts.size === 0) return undefined;
  return {
    kind: 'file',
    filePath: notes.filePath,
    sizeBytes: facts.size,
    ...(notes.videoDurationSeconds === undefined ? {} : { videoDurationSeconds: notes.videoDurationSeconds }),
  };
}

/** What one call has said so far. */
class DownloadNotes {
  readonly stdoutLines: string[] = [];
  readonly stderrLines: string[] = [];
  readonly watch: TransferWatch;
  phase: DownloadPhase = 'look-up';
  filePath: string | undefined;
  videoDurationSeconds: number | undefined;
  /** Of the streams that are already complete. */
  #finishedBytes = 0;
  readonly #request: DownloadRequest;

  get ytDlpVersion(): string {
    return this.#request.program.version;
  }

  constructor(request: DownloadRequest, nowMs: number) {
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
      nowMs,
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

/** An address starts with its scheme, so that it can never be taken for an option; yt-dlp knows other schemes, and files, which we refuse. */
function requireWebAddress(url: string): void {
  const isWeb = URL.canParse(url) && /^https?:\/\/[^\s\0]+$/i.test(url);
  if (!isWeb) {
    throw new UsageError(
      `expected an http or https address, got ${JSON.stringify(redact(url.slice(0, 200), []))}. Check --source.`,
    );
  }
}

/** The cause stays out: its fields hold argv, and with it the proxy and the cookie options. */
function cannotStart(error: unknown, program: YtDlpProgram, secrets: readonly string[]): MissingToolError {
  const reason = redact((error as NodeJS.ErrnoException).code ?? 'unknown reason', secrets);
  return new MissingToolError(
    'yt-dlp',
    `expected a yt-dlp that can be started, got ${reason} for ${program.path}. Run \`ks-build setup\`, or set KS_YTDLP to one.`,
  );
}
