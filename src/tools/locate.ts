// Finds the programs that we run and asks each for its version; what is absent, too old or broken is a finding that says what to do.
import { MissingToolError } from '../errors.ts';
import { findProgram, type ProgramPlace, type ToolOrigin, type ToolSearch } from './find-program.ts';
import { findJsRuntime, type JsRuntime } from './js-runtime.ts';
import { run } from './process.ts';
import {
  isFfmpegNewEnough,
  isYtDlpNewEnough,
  missingEncoders,
  OLDEST_FFMPEG,
  OLDEST_YT_DLP,
  parseFfmpegVersion,
  parseYtDlpVersion,
} from './versions.ts';
import { type YtDlpBuild, ytDlpBuildOf } from './yt-dlp-build.ts';

export interface FoundTool {
  readonly path: string;
  readonly version: string;
  readonly origin: ToolOrigin;
}

export interface FoundYtDlp extends FoundTool {
  readonly build: YtDlpBuild;
}

export interface Toolbox {
  readonly ffmpeg: FoundTool;
  readonly ffprobe: FoundTool;
  readonly ytDlp?: FoundYtDlp;
  readonly jsRuntime?: JsRuntime;
}

export type Finding<Tool extends FoundTool = FoundTool> =
  | { readonly state: 'found'; readonly tool: Tool }
  | { readonly state: 'absent' | 'too-old' | 'broken'; readonly problem: string; readonly remedy: string };

/** Encoders without which no clip can be written as promised. */
export const NEEDED_ENCODERS = ['libx264', 'aac'] as const;

/** A cold start of a PyInstaller build on a busy machine takes seconds; longer than this is a hang. */
const VERSION_TIME_LIMIT_MS = 30_000;

const FFMPEG_REMEDY =
  'Install ffmpeg with "sudo apt-get install -y ffmpeg" (Debian, Ubuntu), "sudo dnf install -y ffmpeg" (Fedora with RPM Fusion) or ' +
  '"brew install ffmpeg" (macOS), or set KS_FFMPEG and KS_FFPROBE to the paths of newer ones.';
const YT_DLP_REMEDY =
  'Run "ks-build setup", which fetches a current one; or set KS_YTDLP to the path of yours (https://github.com/yt-dlp/yt-dlp/releases).';

export async function findFfmpeg(search: ToolSearch): Promise<Finding> {
  const place = findProgram('ffmpeg', search, search.settings.ffmpeg);
  if (place === undefined) return absent('ffmpeg', search.settings.ffmpeg, FFMPEG_REMEDY);
  const [finding, encoders] = await Promise.all([
    inspectFfmpeg('ffmpeg', place),
    ask(place.path, ['-hide_banner', '-encoders']),
  ]);
  if (finding.state !== 'found') return finding;
  const missing = missingEncoders(encoders, NEEDED_ENCODERS);
  if (missing.length === 0) return finding;
  const problem = `expected ffmpeg with the encoders ${NEEDED_ENCODERS.join(' and ')}, got ${place.path} without ${missing.join(' and ')}`;
  return { state: 'broken', problem, remedy: FFMPEG_REMEDY };
}

export async function findFfprobe(search: ToolSearch): Promise<Finding> {
  const place = findProgram('ffprobe', search, search.settings.ffprobe);
  if (place === undefined) return absent('ffprobe', search.settings.ffprobe, FFMPEG_REMEDY);
  return inspectFfmpeg('ffprobe', place);
}

export async function findYtDlp(search: ToolSearch): Promise<Finding<FoundYtDlp>> {
  const place = findProgram('yt-dlp', search, search.settings.ytDlp);
  if (place === undefined) return absent('yt-dlp', search.settings.ytDlp, YT_DLP_REMEDY);
  return inspectYtDlp(place);
}

/** Asks one yt-dlp for its version. One that the user names is taken at any age. */
export async function inspectYtDlp(place: ProgramPlace): Promise<Finding<FoundYtDlp>> {
  const version = parseYtDlpVersion(await ask(place.path, ['--version']));
  if (version === undefined) return broken('yt-dlp', place, YT_DLP_REMEDY);
  if (!isYtDlpNewEnough(version) && place.origin !== 'setting') {
    return tooOld('yt-dlp', OLDEST_YT_DLP, version, place, YT_DLP_REMEDY);
  }
  return { state: 'found', tool: { ...place, version, build: await ytDlpBuildOf(place.path) } };
}

/**
 * All programs of a run. yt-dlp and its JavaScript runtime are looked for only if a video site is among the sources.
 * @throws MissingToolError naming the first program that is absent, too old or broken.
 */
export async function locateTools(search: ToolSearch, needs: { readonly videoSite: boolean }): Promise<Toolbox> {
  const [ffmpeg, ffprobe, ytDlp, jsRuntime] = await Promise.all([
    findFfmpeg(search),
    findFfprobe(search),
    needs.videoSite ? findYtDlp(search) : undefined,
    needs.videoSite ? findJsRuntime(search) : undefined,
  ]);
  return {
    ffmpeg: demand('ffmpeg', ffmpeg),
    ffprobe: demand('ffprobe', ffprobe),
    ...(ytDlp === undefined ? {} : { ytDlp: demand('yt-dlp', ytDlp) }),
    ...(jsRuntime === undefined ? {} : { jsRuntime }),
  };
}

/** For provenance: program name -> version. */
export function toolVersions(toolbox: Toolbox): Record<string, string> {
  const { ffmpeg, ffprobe, ytDlp, jsRuntime } = toolbox;
  return {
    ffmpeg: ffmpeg.version,
    ffprobe: ffprobe.version,
    ...(ytDlp === undefined ? {} : { 'yt-dlp': ytDlp.version }),
    ...(jsRuntime === undefined ? {} : { [jsRuntime.kind]: jsRuntime.version }),
  };
}

/** @throws MissingToolError unless the tool was found. */
export function demand<Tool extends FoundTool>(name: string, finding: Finding<Tool>): Tool {
  if (finding.state === 'found') return finding.tool;
  throw new MissingToolError(name, `${finding.problem}. ${finding.remedy}`);
}

async function inspectFfmpeg(name: 'ffmpeg' | 'ffprobe', place: ProgramPlace): Promise<Finding> {
  const text = await ask(place.path, ['-version']);
  const version = parseFfmpegVersion(text);
  if (version === undefined) return broken(name, place, FFMPEG_REMEDY);
  if (!isFfmpegNewEnough(text)) return tooOld(name, OLDEST_FFMPEG, version, place, FFMPEG_REMEDY);
  return { state: 'found', tool: { ...place, version } };
}

/** What the program prints on stdout; empty when it fails or cannot be started (a wrong architecture, a lost interpreter). */
async function ask(program: string, argv: readonly string[]): Promise<string> {
  try {
    const result = await run(program, argv, { keepStdout: true, timeLimitMs: VERSION_TIME_LIMIT_MS });
    return result.exitCode === 0 ? result.stdout : '';
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== undefined) return '';
    throw error;
  }
}

function absent(name: string, setting: string | undefined, remedy: string): Finding<never> {
  const where =
    setting === undefined ? 'found none on PATH' : `the setting names ${setting}, which is no executable file`;
  return { state: 'absent', problem: `expected the program ${name}, ${where}`, remedy };
}

function tooOld(name: string, floor: string, version: string, place: ProgramPlace, remedy: string): Finding<never> {
  return { state: 'too-old', problem: `expected ${name} ${floor} or newer, got ${version} (${place.path})`, remedy };
}

function broken(name: string, place: ProgramPlace, remedy: string): Finding<never> {
  return { state: 'broken', problem: `expected ${place.path} to be ${name}, but it did not say its version`, remedy };
}
