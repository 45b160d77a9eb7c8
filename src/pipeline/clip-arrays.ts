// Makes the arrays of a clip from its file in one decoding, and keeps them beside the clip as one file under `arrays/`.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Failure } from '../dataset/failure.ts';
import {
  CELLS_PER_SIDE,
  CLIP_ARRAYS_VERSION,
  type ClipArrays,
  CURVE_FPS,
  KEPT_VIDEO_FRAMES,
  LOG_MEL,
  MEL_BINS_PER_BAND,
  PICTURE_SIDE_PX,
  SAMPLE_RATE_HZ,
} from '../signal/clip-arrays.ts';
import { takeFrames } from '../signal/kept-frames.ts';
import { computeLogMel } from '../signal/log-mel.ts';
import { computeMotionCells } from '../signal/motion-cells.ts';
import { computeOnsetBands } from '../signal/onset-bands.ts';
import { type ClipShape, type DecodeClipOutcome, type DecodedClip, decodeClip } from '../tools/decode-clip.ts';
import type { CutStreams } from '../tools/ffmpeg-arguments.ts';
import type { MediaToolContext } from '../tools/media-tool.ts';
import { writeWholeFile } from '../tools/write-whole-file.ts';
import type { DecodedPicture } from '../tools/y4m.ts';
import { decodeClipArrays, encodeClipArrays } from './arrays-file.ts';

/** Mel frames over which a rise of the sound is measured: 20 ms, no longer than a step (chosen). */
const RISE_FRAMES = 2;

export interface ClipArraysContext extends MediaToolContext {
  readonly ffmpegPath: string;
}

/** A clip as the index knows it. */
export interface ClipFile {
  /** Full path of the media file. */
  readonly filePath: string;
  readonly sha256: string;
  /** Full path of its cache file, see arraysPath. */
  readonly arraysPath: string;
  readonly streams: CutStreams;
}

/** `clips/train/x/y.mp4` to `arrays/train/x/y.arrays`; both relative to the workspace. */
export function arraysPath(clipPath: string): string {
  return join('arrays', clipPath.replace(/^clips\//, '').replace(/\.[^./]*$/, '.arrays'));
}

function pictureArrays(picture: DecodedPicture | undefined) {
  if (picture === undefined) {
    return { motion: undefined, frames: new Uint8Array(0), frameCount: 0, frameHeightPx: 0, frameWidthPx: 0 };
  }
  const { videoFps, videoFrames, widthPx, heightPx } = picture;
  const luma = (videoFrame: number): Uint8Array => picture.plane(videoFrame, 'y');
  return {
    motion: computeMotionCells({ videoFps, videoFrames, sidePx: widthPx, luma }, CELLS_PER_SIDE, CURVE_FPS),
    frames: takeFrames(picture, KEPT_VIDEO_FRAMES),
    frameCount: KEPT_VIDEO_FRAMES,
    frameHeightPx: heightPx,
    frameWidthPx: widthPx,
  };
}

/** `[rows, steps]` from `[rows, longerSteps]`. */
function shorten(values: Float32Array, rows: number, longerSteps: number, steps: number): Float32Array {
  if (longerSteps === steps) return values;
  const shorter = new Float32Array(rows * steps);
  for (let row = 0; row < rows; row += 1) {
    shorter.set(values.subarray(row * longerSteps, row * longerSteps + steps), row * steps);
  }
  return shorter;
}

/** Pure. A stream that is missing leaves its arrays empty. */
export function arraysOf(clip: DecodedClip): ClipArrays {
  const { motion, ...frames } = pictureArrays(clip.picture);
  const logMel = computeLogMel(clip.sound?.mono ?? new Int16Array(0), { ...LOG_MEL, sampleRateHz: SAMPLE_RATE_HZ });
  const framesPerStep = SAMPLE_RATE_HZ / CURVE_FPS / LOG_MEL.hopLength;
  const onset = computeOnsetBands(logMel, { binsPerBand: MEL_BINS_PER_BAND, framesPerStep, riseFrames: RISE_FRAMES });
  const motionSteps = motion?.steps ?? 0;
  const hasBoth = motionSteps > 0 && onset.steps > 0;
  const steps = hasBoth ? Math.min(motionSteps, onset.steps) : Math.max(motionSteps, onset.steps);
  const cells = motionSteps > 0 ? CELLS_PER_SIDE ** 2 : 0;
  const bands = onset.steps > 0 ? onset.bands : 0;
  return {
    version: CLIP_ARRAYS_VERSION,
    videoFps: CURVE_FPS,
    steps,
    motionCells: shorten(motion?.values ?? new Float32Array(0), cells, motionSteps, steps),
    cells,
    onsetBands: shorten(onset.values, bands, onset.steps, steps),
    bands,
    logMel: logMel.values,
    melFrames: logMel.melFrames,
    melBins: logMel.melBins,
    ...frames,
  };
}

/** What arrays are made of. */
export const CLIP_SHAPE: ClipShape = { pictureSidePx: PICTURE_SIDE_PX, monoSampleRateHz: SAMPLE_RATE_HZ };

/** @throws MissingToolError, or the abort signal's reason */
export function decodeForArrays(
  filePath: string,
  streams: CutStreams,
  context: ClipArraysContext,
): Promise<DecodeClipOutcome> {
  return decodeClip(filePath, streams, CLIP_SHAPE, context);
}

/** undefined when there is no cache file, or none that is whole, of this version and of this clip. */
export async function readClipArrays({
  arraysPath: path,
  sha256,
}: Pick<ClipFile, 'arraysPath' | 'sha256'>): Promise<ClipArrays | undefined> {
  try {
    return decodeClipArrays(await readFile(path), sha256);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/**
 * Complete under its final name, or not there at all.
 * @returns the arrays as the cache will give them from now on: rounded once, whoever asks first
 */
export async function keepClipArrays(
  { arraysPath: path, sha256 }: Pick<ClipFile, 'arraysPath' | 'sha256'>,
  arrays: ClipArrays,
): Promise<ClipArrays> {
  const bytes = encodeClipArrays(arrays, sha256);
  await writeWholeFile(path, [bytes]);
  return decodeClipArrays(bytes, sha256) ?? arrays;
}

export type ClipArraysOutcome =
  | { readonly kind: 'arrays'; readonly arrays: ClipArrays }
  | { readonly kind: 'failed'; readonly failure: Failure };

/** From the cache, or made anew and cached. @throws MissingToolError, or the abort signal's reason */
export async function loadClipArrays(clip: ClipFile, context: ClipArraysContext): Promise<ClipArraysOutcome> {
  const cached = await readClipArrays(clip);
  if (cached !== undefined) return { kind: 'arrays', arrays: cached };
  const decoded = await decodeForArrays(clip.filePath, clip.streams, context);
  if (decoded.kind !== 'decoded') return { kind: 'failed', failure: decodeFailure(decoded) };
  return { kind: 'arrays', arrays: await keepClipArrays(clip, arraysOf(decoded.clip)) };
}

export function decodeFailure(outcome: Exclude<DecodeClipOutcome, { kind: 'decoded' }>): Failure {
  return outcome.kind === 'trouble' ? outcome.trouble : { code: 'tool-failed', message: outcome.message };
}
