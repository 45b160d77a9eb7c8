// Versions out of what programs print about themselves, and whether they are new enough. Pure.

const DAY_MS = 24 * 3600 * 1000;

/** ffmpeg 5.1, the oldest that we support (Debian 12): the first with -fps_mode. */
export const OLDEST_FFMPEG = '5.1';
/** libavcodec of ffmpeg 5.1: builds from git carry no release number, but always this one. */
const OLDEST_LIBAVCODEC = [59, 37] as const;
/** The first yt-dlp with --js-runtimes, which the large site has needed since. */
export const OLDEST_YT_DLP = '2025.11.12';
/** What yt-dlp asks of its JavaScript runtime. */
const OLDEST_DENO = [2, 3] as const;
const OLDEST_NODE_FOR_YT_DLP = [22, 0] as const;
/** What the yt-dlp of today asks of Python. */
const OLDEST_PYTHON = [3, 10] as const;

type MajorMinor = readonly [major: number, minor: number];

/** `5.1.9-0+deb12u1`, `n7.1`, `N-112345-gabcdef`: the word after `ffmpeg version` / `ffprobe version`. */
export function parseFfmpegVersion(text: string): string | undefined {
  return /^ff(?:mpeg|probe) version (\S+)/m.exec(text)?.[1];
}

export function isFfmpegNewEnough(text: string): boolean {
  const library = /^libavcodec\s+(\d+)\.\s*(\d+)/m.exec(text);
  if (library) return isAtLeast([Number(library[1]), Number(library[2])], OLDEST_LIBAVCODEC);
  const release = parseMajorMinor(parseFfmpegVersion(text) ?? '');
  return release !== undefined && isAtLeast(release, parseMajorMinor(OLDEST_FFMPEG)!);
}

/** Which of `names` are absent from the list that `ffmpeg -encoders` prints. */
export function missingEncoders(text: string, names: readonly string[]): string[] {
  const present = new Set([...text.matchAll(/^ [A-Z.]{6} (\S+)/gm)].map((match) => match[1]));
  return names.filter((name) => !present.has(name));
}

/** yt-dlp's versions are dates, nightly builds add a time: `2026.10.26`, `2026.10.26.232841`. */
export function parseYtDlpVersion(text: string): string | undefined {
  return /^(\d{4}\.\d{2}\.\d{2})(\.\d+)?\s*$/m.exec(text)?.[0].trim();
}

/** Whole days since the release; never negative. */
export function ytDlpAgeDays(version: string, nowMs: number): number {
  const [year, month, day] = version.split('.').map(Number);
  return Math.max(0, Math.floor((nowMs - Date.UTC(year!, month! - 1, day!)) / DAY_MS));
}

export function isYtDlpNewEnough(version: string): boolean {
  return version >= OLDEST_YT_DLP;
}

export function parseDenoVersion(text: string): string | undefined {
  return /^deno (\d+\.\d+\.\d+\S*)/m.exec(text)?.[1];
}

export function isDenoNewEnough(version: string): boolean {
  return isAtLeast(parseMajorMinor(version), OLDEST_DENO);
}

/** `process.versions.node`, or `node --version` with its v. */
export function canNodeRunYtDlpScripts(version: string): boolean {
  return isAtLeast(parseMajorMinor(version), OLDEST_NODE_FOR_YT_DLP);
}

export function parsePythonVersion(text: string): string | undefined {
  return /^Python (\d+\.\d+\S*)/m.exec(text)?.[1];
}

export function isPythonNewEnough(version: string): boolean {
  return isAtLeast(parseMajorMinor(version), OLDEST_PYTHON);
}

function parseMajorMinor(version: string): MajorMinor | undefined {
  const match = /^[nv]?(\d+)\.(\d+)/.exec(version);
  return match ? [Number(match[1]), Number(match[2])] : undefined;
}

function isAtLeast(version: MajorMinor | undefined, floor: MajorMinor): boolean {
  if (version === undefined) return false;
  return version[0] > floor[0] || (version[0] === floor[0] && version[1] >= floor[1]);
}
