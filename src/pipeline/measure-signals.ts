// The numbers of a clip from its decoded sound and picture and their arrays; then the one call that decodes, measures and caches.
import type { Failure } from '../dataset/failure.ts';
import {
  SIGNAL_MEASUREMENTS_VERSION,
  type SignalMeasurements,
  type SignalNumbers,
} from '../dataset/signal-measurements.ts';
import { type ClipArrays, CURVE_FPS, LOG_MEL, SAMPLE_RATE_HZ } from '../signal/clip-arrays.ts';
import { levelBands, measureCorrespondence } from '../signal/correspondence.ts';
import { measureCutContinuity } from '../signal/cut-continuity.ts';
import { keptPositions } from '../signal/kept-frames.ts';
import { measureLoudness } from '../signal/loudness.ts';
import { removeGlobalMotion } from '../signal/motion-cells.ts';
import { measureBeat, measureFill, musicBedIndicator } from '../signal/music-bed.ts';
import { HASH_BYTES, hashPicture } from '../signal/picture-hash.ts';
import { findSceneCuts } from '../signal/scene-cuts.ts';
import { fingerprintSound } from '../signal/sound-fingerprint.ts';
import { measureClipping, measureSilence, measureStereoSeparation } from '../signal/sound-levels.ts';
import type { DecodedClip } from '../tools/decode-clip.ts';
import type { DecodedPicture } from '../tools/y4m.ts';
import {
  arraysOf,
  type ClipArraysContext,
  type ClipFile,
  decodeFailure,
  decodeForArrays,
  keepClipArrays,
} from './clip-arrays.ts';

/** Video frames whose looks are hashed. */
const HASHED_VIDEO_FRAMES = 4;

/** Share of speech in mono PCM at 16 kHz, 0..1 (tools/silero-vad.ts); undefined where it cannot be told. */
export type SpeechDetector = (mono: Int16Array) => Promise<number | undefined>;

/** Mean over rows of `[rows, steps]`. */
function meanCurve(values: Float32Array, rows: number, steps: number): Float32Array {
  const curve = new Float32Array(rows === 0 ? 0 : steps);
  for (let at = 0; at < values.length; at += 1) curve[at % steps]! += values[at]! / rows;
  return curve;
}

function meanOf(curve: Float32Array): number | undefined {
  return curve.length === 0 ? undefined : curve.reduce((sum, value) => sum + value, 0) / curve.length;
}

/** 0..255, its own maximum is 255. */
function forDrawing(curve: Float32Array): Uint8Array {
  const most = curve.reduce((greatest, value) => Math.max(greatest, value), 0);
  return Uint8Array.from(curve, (value) => (most > 0 ? Math.round((255 * value) / most) : 0));
}

function hashesOf(picture: DecodedPicture | undefined): Uint8Array {
  if (picture === undefined) return new Uint8Array(0);
  const hashes = new Uint8Array(HASHED_VIDEO_FRAMES * HASH_BYTES);
  keptPositions(picture.videoFrames, HASHED_VIDEO_FRAMES).forEach((position, k) => {
    hashes.set(hashPicture(picture.plane(position, 'y'), picture.widthPx), k * HASH_BYTES);
  });
  return hashes;
}

function soundNumbers({
  sound,
}: DecodedClip): Pick<SignalNumbers, 'silentRatio' | 'loudnessLufs' | 'clippedRatio' | 'stereoSeparationDb'> {
  return {
    silentRatio: sound && measureSilence(sound.mono, SAMPLE_RATE_HZ),
    loudnessLufs: sound && measureLoudness(sound.wide, sound.channels, sound.sampleRateHz),
    clippedRatio: sound && measureClipping(sound.wide, sound.channels),
    stereoSeparationDb: sound && measureStereoSeparation(sound.wide, sound.channels),
  };
}

/** How sound and picture hang together, and whether the sound is like a music bed. */
function linkNumbers(arrays: ClipArrays, onsetCurve: Float32Array) {
  const link = measureCorrespondence(arrays);
  const hasSound = arrays.bands > 0;
  const beatStrength = hasSound ? measureBeat(onsetCurve, CURVE_FPS) : undefined;
  const soundFill = hasSound ? measureFill(levelBands(arrays, arrays.bands), arrays.bands, arrays.steps) : undefined;
  const isComplete = beatStrength !== undefined && soundFill !== undefined && link !== undefined;
  return {
    pairZ: link?.pairZ,
    pairLagSeconds: link?.pairLagSeconds,
    ccaZ: link?.ccaZ,
    correspondenceZ: link?.correspondenceZ,
    beatStrength,
    soundFill,
    musicBed: isComplete ? musicBedIndicator(beatStrength, soundFill, link.correspondenceZ) : undefined,
  };
}

/** Pure. What is not a number is not a measurement: it becomes undefined, so that nothing but numbers reaches the index. */
export function measureSignals(
  clip: DecodedClip,
  arrays: ClipArrays,
  speechRatio: number | undefined,
): SignalMeasurements {
  const { picture } = clip;
  const local = arrays.motionCells.slice();
  removeGlobalMotion(local, arrays.cells, arrays.steps);
  const motionCurve = meanCurve(local, arrays.cells, arrays.steps);
  const onsetCurve = meanCurve(arrays.onsetBands, arrays.bands, arrays.steps);
  const sceneCutSeconds =
    picture && findSceneCuts({ ...picture, sidePx: picture.widthPx, luma: (at) => picture.plane(at, 'y') });
  const logMel = { values: arrays.logMel, melFrames: arrays.melFrames, melBins: arrays.melBins };
  const numbers: SignalNumbers = {
    ...soundNumbers(clip),
    ...linkNumbers(arrays, onsetCurve),
    speechRatio,
    sceneCuts: sceneCutSeconds?.length,
    meanMotion: meanOf(motionCurve),
    meanOnset: meanOf(onsetCurve),
    cutContinuity: sceneCutSeconds && measureCutContinuity(logMel, SAMPLE_RATE_HZ / LOG_MEL.hopLength, sceneCutSeconds),
  };
  const finite = Object.entries(numbers).map(([name, value]) => [name, Number.isFinite(value) ? value : undefined]);
  return {
    ...(Object.fromEntries(finite) as unknown as SignalNumbers),
    version: SIGNAL_MEASUREMENTS_VERSION,
    curveFps: CURVE_FPS,
    motionCurve: forDrawing(motionCurve),
    onsetCurve: forDrawing(onsetCurve),
    sceneCutSeconds: sceneCutSeconds ?? [],
    pictureHash: hashesOf(picture),
    soundFingerprint: fingerprintSound(logMel),
  };
}

export interface AnalysedClip {
  readonly arrays: ClipArrays;
  readonly measurements: SignalMeasurements;
}

/** Measures a decoded clip and caches its arrays. */
export async function analyseDecoded(
  clip: Pick<ClipFile, 'arraysPath' | 'sha256'>,
  decoded: DecodedClip,
  detectSpeech: SpeechDetector | undefined,
): Promise<AnalysedClip> {
  const { sound } = decoded;
  const speechRatio = sound === undefined ? undefined : await detectSpeech?.(sound.mono);
  const arrays = await keepClipArrays(clip, arraysOf(decoded));
  return { arrays, measurements: measureSignals(decoded, arrays, speechRatio) };
}

export type SignalsOutcome =
  | ({ readonly kind: 'measured' } & AnalysedClip)
  | { readonly kind: 'failed'; readonly failure: Failure };

/** Decodes the clip once, caches its arrays and measures it. @throws MissingToolError, or the abort signal's reason */
export async function analyseClip(
  clip: ClipFile,
  detectSpeech: SpeechDetector | undefined,
  context: ClipArraysContext,
): Promise<SignalsOutcome> {
  const decoded = await decodeForArrays(clip.filePath, clip.streams, context);
  if (decoded.kind !== 'decoded') return { kind: 'failed', failure: decodeFailure(decoded) };
  return { kind: 'measured', ...(await analyseDecoded(clip, decoded.clip, detectSpeech)) };
}
