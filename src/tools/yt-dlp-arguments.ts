// The flags of one yt-dlp call, from what is wanted of which video, within which limits and by what means. Pure.
import type { Config } from '../config.ts';
import type { SiteAccess } from './site-access.ts';
import { isYtDlpNewEnough } from './versions.ts';

/** In the form that yt-dlp-exec turns into `--kebab-case value`. */
export type YtDlpFlags = Readonly<Record<string, string | number | boolean | readonly string[]>>;

export interface YtDlpProgram {
  readonly path: string;
  /** As `--version` prints it, `2026.10.26`: flags that are newer are left out, since an unknown one is a usage error. */
  readonly version: string;
  /** A JavaScript runtime that yt-dlp accepts, `deno:/path/to/deno`; YouTube needs one. */
  readonly jsRuntime?: string;
  /** `ejs:npm` or `ejs:github`, for builds that lack yt-dlp's own scripts (Debian's). */
  readonly remoteComponents?: string;
  readonly ffmpegPath?: string;
}

export type WantedPart =
  | { readonly kind: 'section'; readonly fromSeconds: number; readonly toSeconds: number }
  | { readonly kind: 'full' };

/** Lines on stdout that we read back; see yt-dlp-output.ts. */
export const PROGRESS_MARK = 'KS-PROGRESS ';
/** Stands before the duration of the whole video, and the transfer begins. */
export const START_MARK = 'KS-START ';
export const FILE_MARK = 'KS-FILE ';

/**
 * Up to the wanted height, then what ffmpeg decodes everywhere and quickly, then the fewest bytes; but the better sound, of which
 * 128 kbit/s cost little beside any picture. `res` is yt-dlp's word for the smaller side, so that portrait videos fit too.
 */
function formatOrder(maxHeightPx: number): string {
  return `res:${maxHeightPx},vcodec:h264,acodec:aac,ext:mp4:m4a,abr,+size,+br`;
}

/** A section comes as mp4 or not at all: WebM from YouTube is VP9 or AV1 with Opus, dearer to decode, and rarely smaller at this size. */
const SECTION_FORMATS = 'bv*[ext=mp4]+ba[ext=m4a]/b[ext=mp4]';
const FULL_FORMATS = 'bv*+ba/b';

const PROGRESS_FIELDS = [
  '"status":%(progress.status)j',
  '"received":%(progress.downloaded_bytes)j',
  '"total":%(progress.total_bytes)j',
  '"speed":%(progress.speed)j',
].join(',');

export function downloadFlags(
  wanted: WantedPart,
  program: YtDlpProgram,
  site: Config['site'],
  access: SiteAccess,
): YtDlpFlags {
  return {
    ...baseFlags(program, site),
    ...(wanted.kind === 'section' ? sectionFlags(wanted) : fullFlags()),
    formatSort: formatOrder(site.maxHeightPx),
    ...accessFlags(access),
  };
}

function baseFlags(program: YtDlpProgram, site: Config['site']): YtDlpFlags {
  return {
    // First: nothing of the user's own yt-dlp settings may change what a corpus holds.
    ignoreConfig: true,
    noPlaylist: true,
    matchFilters: '!is_live',
    // yt-dlp's own cache stays on: it saves fetching YouTube's player again for each video, and holds no cookies.
    noMtime: true,
    // The cut reads the streams as they are; repairs would cost a process and could move the time base.
    fixup: 'never',
    // A missing fragment is a failure, never a hole in the clip.
    abortOnUnavailableFragments: true,
    socketTimeout: site.socketTimeoutSeconds,
    retries: site.retries,
    fragmentRetries: site.retries,
    extractorRetries: site.retries,
    concurrentFragments: 4,
    maxFilesize: site.maxDownloadBytes,
    newline: true,
    progress: true,
    outputNaPlaceholder: 'null',
    progressTemplate: `download:${PROGRESS_MARK}{${PROGRESS_FIELDS}}`,
    print: [`before_dl:${START_MARK}%(duration)j`, `after_move:${FILE_MARK}%(filepath)j`],
    noSimulate: true,
    ...(program.ffmpegPath === undefined ? {} : { ffmpegLocation: program.ffmpegPath }),
    ...(isYtDlpNewEnough(program.version) ? currentFlags(program) : {}),
  };
}

/** An old yt-dlp is accepted when the user names it; it would take these for usage errors. */
function currentFlags({ jsRuntime, remoteComponents }: YtDlpProgram): YtDlpFlags {
  return {
    progressDelta: 1,
    // `--print` alone silences ffmpeg, whose words tell a broken transfer from a finished one.
    noQuiet: true,
    ...(jsRuntime === undefined ? {} : { noJsRuntimes: true, jsRuntimes: jsRuntime }),
    ...(remoteComponents === undefined ? {} : { remoteComponents }),
  };
}

function sectionFlags({ fromSeconds, toSeconds }: { fromSeconds: number; toSeconds: number }): YtDlpFlags {
  return {
    format: SECTION_FORMATS,
    downloadSections: `*${fromSeconds}-${toSeconds}`,
    // Keeps the video's own clock in the file: its first time stamp then says where the section really starts (at a key frame), to
    // be measured instead of trusted. An edit list alone loses up to one frame: ffmpeg shows the first whole frame at time 0.
    downloaderArgs: 'ffmpeg_o:-copyts -start_at_zero',
    // The name says which section, so that a file left from other settings is never taken for it.
    output: `section-${fromSeconds}-${toSeconds}.%(ext)s`,
  };
}

function fullFlags(): YtDlpFlags {
  // The name says which format, so that a .part of one is never resumed with the bytes of another.
  return { format: FULL_FORMATS, output: 'full-%(format_id)s.%(ext)s' };
}

function accessFlags(access: SiteAccess): YtDlpFlags {
  const flags = {
    cookies: access.cookiesPath,
    cookiesFromBrowser: access.cookiesFromBrowser,
    proxy: access.proxy,
    extractorArgs: access.extractorArgs,
    limitRate: access.limitRate,
    sleepRequests: access.sleepRequestsSeconds,
    sleepInterval: access.sleepIntervalSeconds,
    maxSleepInterval: access.maxSleepIntervalSeconds,
  };
  return Object.fromEntries(Object.entries(flags).filter(([, value]) => value !== undefined)) as YtDlpFlags;
}
