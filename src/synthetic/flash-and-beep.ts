// Makes a video whose truth is known: a white flash and a beep at the same known instants, unevenly spaced so that a cut can be told
// from its neighbours. flashInstants and the arguments are pure; makeFlashAndBeep runs ffmpeg. The same parameters give the same media.
import { KsBuildError } from '../errors.ts';
import { lastLines, type MediaToolContext, runMediaTool } from '../tools/media-tool.ts';
import { fileUrl } from '../tools/safe-input.ts';

export interface FlashAndBeep {
  readonly durationSeconds: number;
  readonly widthPx: number;
  readonly heightPx: number;
  readonly videoFps: number;
  /** Seconds between keyframes: how far a cut that cannot seek exactly may miss. */
  readonly gopSeconds: number;
  /** One flash and beep falls in each of these. */
  readonly periodSeconds: number;
  readonly sampleRateHz: number;
  readonly toneHz: number;
  /** Colour between flashes, as ffmpeg names it; dark, so that a flash stands out. */
  readonly background: string;
}

/** Video frames of one flash; two survive any halving of the frame rate. */
export const FLASH_VIDEO_FRAMES = 2;
export const BEEP_SECONDS = 0.05;
const BEEP_AMPLITUDE = 0.5;
/** Share of a period over which its instant moves about. */
const JITTER_RATIO = 0.75;

function largestPrimeUpTo(limit: number): number {
  const isPrime = (n: number): boolean => {
    for (let divisor = 2; divisor * divisor <= n; divisor += 1) if (n % divisor === 0) return false;
    return n > 1;
  };
  for (let candidate = Math.floor(limit); candidate > 2; candidate -= 1) if (isPrime(candidate)) return candidate;
  return 2;
}

interface Grid {
  readonly periodFrames: number;
  /** Instant k lies (k^2 mod prime) video frames into period k: no two stretches of steps are alike until they return after `prime`. */
  readonly prime: number;
}

function gridOf(source: FlashAndBeep): Grid {
  const periodFrames = Math.round(source.periodSeconds * source.videoFps);
  return { periodFrames, prime: largestPrimeUpTo(periodFrames * JITTER_RATIO) };
}

/** When each flash and beep begins, seconds, ascending. */
export function flashInstants(source: FlashAndBeep): number[] {
  const { periodFrames, prime } = gridOf(source);
  const instants: number[] = [];
  for (let k = 0; ; k += 1) {
    const videoFrame = k * periodFrames + 1 + ((k * k) % prime);
    const seconds = videoFrame / source.videoFps;
    if (seconds + BEEP_SECONDS >= source.durationSeconds) return instants;
    instants.push(seconds);
  }
}

export function flashAndBeepArguments(source: FlashAndBeep, outputPath: string): string[] {
  const { periodFrames, prime } = gridOf(source);
  const { videoFps, sampleRateHz, durationSeconds } = source;
  const instant = `(k*${periodFrames}+1+mod(k*k,${prime}))`.replaceAll('k', 'ld(0)');
  const isFlash = `st(0,floor(n/${periodFrames}));between(n-${instant},0,${FLASH_VIDEO_FRAMES - 1})`;
  const isBeep = `between(t-${instant}/${videoFps},0,${BEEP_SECONDS})`;
  const picture =
    `color=c=${source.background}:s=${source.widthPx}x${source.heightPx}:r=${videoFps}:d=${durationSeconds},` +
    `drawbox=c=white:t=fill:enable='${isFlash}'`;
  const sound =
    `aevalsrc='st(0,floor(t*${videoFps}/${periodFrames}));` +
    `${BEEP_AMPLITUDE}*sin(2*PI*${source.toneHz}*t)*${isBeep}':s=${sampleRateHz}:d=${durationSeconds}`;
  const gop = String(Math.round(source.gopSeconds * videoFps));
  return [
    ...['-nostdin', '-hide_banner', '-loglevel', 'error', '-y'],
    ...['-f', 'lavfi', '-i', picture, '-f', 'lavfi', '-i', sound],
    ...['-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p'],
    ...['-g', gop, '-keyint_min', gop, '-sc_threshold', '0'],
    ...['-c:a', 'aac', '-b:a', '96k', '-movflags', '+faststart', '-f', 'mp4', fileUrl(outputPath)],
  ];
}

/** @throws KsBuildError when ffmpeg cannot make it; MissingToolError; the abort signal's reason */
export async function makeFlashAndBeep(
  source: FlashAndBeep,
  outputPath: string,
  context: MediaToolContext & { readonly ffmpegPath: string },
): Promise<void> {
  const end = await runMediaTool(context.ffmpegPath, flashAndBeepArguments(source, outputPath), context);
  if (end.exitCode === 0 && end.trouble === undefined) return;
  const why = end.trouble?.message ?? lastLines(end.stderrTail);
  throw new KsBuildError('tool', 5, `${outputPath}: expected ffmpeg to make the flash-and-beep video, got: ${why}`);
}
