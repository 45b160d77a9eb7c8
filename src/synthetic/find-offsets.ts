// When the flashes and beeps of a clip are, by decoding it, and what that says about the cut. All but readFlashesAndBeeps is pure.
import { KsBuildError } from '../errors.ts';
import { parseFrameList } from '../tools/decode-report.ts';
import { lastLines, type MediaToolContext, runMediaTool } from '../tools/media-tool.ts';
import { fileUrl, SAFE_INPUT_OPTIONS } from '../tools/safe-input.ts';

const THUMBNAIL_SIDE_PX = 8;
const THUMBNAIL_BYTES = THUMBNAIL_SIDE_PX ** 2;
const SAMPLE_RATE_HZ = 48000;
/** The envelope's step: 1 ms. */
const WINDOW_SAMPLES = 48;
/** Two measured instants are the same event when they are nearer than this, seconds; the events lie further apart. */
const SAME_EVENT_SECONDS = 0.1;

export interface Instants {
  readonly flashSeconds: readonly number[];
  readonly beepSeconds: readonly number[];
}

/** Where a level rises through the middle between its lowest and highest; interpolated between steps when `isSmooth`. */
function risingEdges(levels: readonly number[], timeAt: (position: number) => number, isSmooth: boolean): number[] {
  const lowest = levels.reduce((least, level) => Math.min(least, level), Number.POSITIVE_INFINITY);
  const highest = levels.reduce((most, level) => Math.max(most, level), Number.NEGATIVE_INFINITY);
  const middle = (lowest + highest) / 2;
  const edges: number[] = [];
  for (let position = 1; position < levels.length; position += 1) {
    const before = levels[position - 1] as number;
    const after = levels[position] as number;
    if (before >= middle || after < middle) continue;
    const share = isSmooth ? (middle - before) / (after - before) : 1;
    edges.push(timeAt(position - 1) + share * (timeAt(position) - timeAt(position - 1)));
  }
  return edges;
}

export function findFlashes(thumbnails: Uint8Array, timesSeconds: readonly number[]): number[] {
  const levels = timesSeconds.map((_, position) => {
    const pixels = thumbnails.subarray(position * THUMBNAIL_BYTES, (position + 1) * THUMBNAIL_BYTES);
    return pixels.reduce((sum, luma) => sum + luma, 0) / THUMBNAIL_BYTES;
  });
  return risingEdges(levels, (position) => timesSeconds[position] as number, false);
}

/** Mono samples from the clip's time 0 on. Rises within 0.1 s after a beep's first belong to the same beep (the codec's ripple). */
export function findBeeps(samples: Int16Array, sampleRateHz: number): number[] {
  const windows = Math.floor(samples.length / WINDOW_SAMPLES);
  const levels = Array.from({ length: windows }, (_, window) => {
    let sum = 0;
    for (let i = window * WINDOW_SAMPLES; i < (window + 1) * WINDOW_SAMPLES; i += 1) sum += (samples[i] as number) ** 2;
    return Math.sqrt(sum / WINDOW_SAMPLES);
  });
  // A window's level belongs to its middle.
  const edges = risingEdges(levels, (window) => ((window + 0.5) * WINDOW_SAMPLES) / sampleRateHz, true);
  return edges.filter((edge, position) => position === 0 || edge - (edges[position - 1] as number) > 0.1);
}

export interface CutOffsets {
  /** Where the clip's time 0 lies in the source, by its flashes. */
  readonly pictureStartSeconds: number;
  /** The same by its beeps. */
  readonly soundStartSeconds: number;
  /** Largest |flash - beep| of one event inside the clip, seconds. */
  readonly maxOffsetSeconds: number;
  /** Mean of flash - beep: above zero, the picture is late. */
  readonly meanOffsetSeconds: number;
  readonly matchedEvents: number;
}

function nearest(instants: readonly number[], to: number): number | undefined {
  let best: number | undefined;
  for (const instant of instants) {
    if (best === undefined || Math.abs(instant - to) < Math.abs(best - to)) best = instant;
  }
  return best !== undefined && Math.abs(best - to) <= SAME_EVENT_SECONDS ? best : undefined;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/**
 * The shift that lays the most measured instants on true ones; of equals, since the pattern returns, the one nearest to what was
 * asked for. undefined when fewer than two meet.
 */
function startOf(measured: readonly number[], truth: readonly number[], expectedSeconds: number): number | undefined {
  let best: { readonly meeting: number; readonly startSeconds: number } = { meeting: 1, startSeconds: Number.NaN };
  const [anchor] = measured;
  if (anchor === undefined) return undefined;
  for (const instant of truth) {
    const gaps = measured.flatMap((seconds) => {
      const match = nearest(truth, seconds + instant - anchor);
      return match === undefined ? [] : [match - seconds];
    });
    const startSeconds = mean(gaps);
    const isNearer = Math.abs(startSeconds - expectedSeconds) < Math.abs(best.startSeconds - expectedSeconds);
    if (gaps.length > best.meeting || (gaps.length === best.meeting && isNearer))
      best = { meeting: gaps.length, startSeconds };
  }
  return Number.isNaN(best.startSeconds) ? undefined : best.startSeconds;
}

/** undefined when too few events are seen or heard to tell which they are. */
export function compareWithTruth(
  measured: Instants,
  truthSeconds: readonly number[],
  expectedStartSeconds: number,
): CutOffsets | undefined {
  const pictureStartSeconds = startOf(measured.flashSeconds, truthSeconds, expectedStartSeconds);
  const soundStartSeconds = startOf(measured.beepSeconds, truthSeconds, expectedStartSeconds);
  if (pictureStartSeconds === undefined || soundStartSeconds === undefined) return undefined;
  const startGapSeconds = pictureStartSeconds - soundStartSeconds;
  const offsets = measured.flashSeconds.flatMap((flash) => {
    const beep = nearest(measured.beepSeconds, flash + startGapSeconds);
    return beep === undefined ? [] : [flash - beep];
  });
  return {
    pictureStartSeconds,
    soundStartSeconds,
    maxOffsetSeconds: Math.max(...offsets.map(Math.abs)),
    meanOffsetSeconds: mean(offsets),
    matchedEvents: offsets.length,
  };
}

function readArguments(clipPath: string): string[] {
  const thumbnails = `scale=${THUMBNAIL_SIDE_PX}:${THUMBNAIL_SIDE_PX}:flags=area,format=gray`;
  return [
    ...['-nostdin', '-hide_banner', '-loglevel', 'error', '-xerror', ...SAFE_INPUT_OPTIONS, '-i', fileUrl(clipPath)],
    ...['-map', '0:v:0', '-vf', thumbnails, '-fps_mode', 'passthrough', '-f', 'rawvideo', 'pipe:3'],
    ...['-map', '0:v:0', '-vf', thumbnails, '-fps_mode', 'passthrough', '-c:v', 'rawvideo', '-f', 'framecrc', 'pipe:1'],
    // Silence up to the first sample and in holes: a sample's position is its time.
    ...['-map', '0:a:0', '-af', 'aresample=async=1:first_pts=0', '-ac', '1', '-ar', String(SAMPLE_RATE_HZ)],
    ...['-f', 's16le', 'pipe:4'],
  ];
}

/** @throws KsBuildError when the clip does not decode; MissingToolError; the abort signal's reason */
export async function readFlashesAndBeeps(
  clipPath: string,
  context: MediaToolContext & { readonly ffmpegPath: string },
): Promise<Instants> {
  const thumbnails: Buffer[] = [];
  const sound: Buffer[] = [];
  const end = await runMediaTool(context.ffmpegPath, readArguments(clipPath), context, {
    keepStdout: true,
    extraPipes: [thumbnails, sound].map(
      (chunks) => (stream) => stream.on('data', (chunk: Buffer) => chunks.push(chunk)),
    ),
  });
  if (end.exitCode !== 0 || end.trouble !== undefined) {
    const why = end.trouble?.message ?? lastLines(end.stderrTail);
    throw new KsBuildError('tool', 5, `${clipPath}: expected a clip that decodes, got: ${why}`);
  }
  const times = (parseFrameList(end.stdout).packets.get(0) ?? []).map((packet) => packet.timeSeconds);
  const bytes = Buffer.concat(sound);
  const samples = new Int16Array(bytes.buffer, bytes.byteOffset, Math.floor(bytes.length / 2));
  return {
    flashSeconds: findFlashes(Buffer.concat(thumbnails), times),
    beepSeconds: findBeeps(samples, SAMPLE_RATE_HZ),
  };
}
