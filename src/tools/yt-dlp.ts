// One download through yt-dlp: a section or the whole of a video into a directory. Gives a verified file or a failure without secrets.
import { stat } from 'node:fs/promises';
import type { Config } from '../config.ts';
import type { Failure, FailureCode } from '../dataset/failure.ts';
import { InterruptedError, MissingToolError, UsageError } from '../errors.ts';
import { type CookieCopy, copyCookies } from './cookie-copy.ts';
import { redact } from './redact.ts';
import { type SiteAccess, secretsOf } from './site-access.ts';
import type { GiveUp } from './transfer-watch.ts';
import { downloadFlags, type WantedPart, type YtDlpProgram } from './yt-dlp-arguments.ts';
import { classifyMessage, failureText, saysBrokenOff } from './yt-dlp-messages.ts';
import { DownloadNotes, type DownloadPhase, type Progress } from './yt-dlp-notes.ts';
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
  const notes = new DownloadNotes(request);
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
  // The signal may have come while the cookies were being copied.
  if (abortSignal.aborted) onAbort();
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
  return concluded(notes, { exitCode, giveUp }, program.version, secrets);
}

async function concluded(
  notes: DownloadNotes,
  { exitCode, giveUp }: { readonly exitCode: number | undefined; readonly giveUp: GiveUp | undefined },
  version: string,
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
    return failure('tool-failed', `yt-dlp ${version} does not know a flag that we use: ${said}`);
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
