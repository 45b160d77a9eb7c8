// From a clip as raw arrays to what the filter takes in: encoded, its facts decided on, decoded to arrays and measured, by the very steps
// that a fetched clip goes through. Clean and spoilt clips go the same way, so that no trace of a codec or a splice tells them apart.
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Config } from '../../config.ts';
import type { SignalNumbers } from '../../dataset/signal-measurements.ts';
import type { Reason } from '../../dataset/verdict.ts';
import { KsBuildError } from '../../errors.ts';
import type { ClipArrays } from '../../signal/clip-arrays.ts';
import { encodeClip, type RawClip } from '../../synthetic/encode-clip.ts';
import { WHOLE_FILE } from '../../tools/ffmpeg-arguments.ts';
import type { ToolTrouble } from '../../tools/media-tool.ts';
import type { ClipFile } from '../clip-arrays.ts';
import { readClipArrays } from '../clip-arrays.ts';
import { decide } from '../decide.ts';
import { decodeFacts, fingerprintFile, type MeasureContext } from '../measure.ts';
import { analyseDecoded, type SpeechDetector } from '../measure-signals.ts';

export interface VariantContext extends MeasureContext {
  /** Where clip files and arrays lie while they are needed. */
  readonly directory: string;
  readonly config: Pick<Config, 'facts' | 'verify'>;
  readonly detectSpeech: SpeechDetector;
}

/** A clip, clean or spoilt, as the filter sees it. */
export interface Variant {
  readonly name: string;
  readonly file: ClipFile;
  /** Reasons for which the facts alone drop it. */
  readonly facts: readonly Reason[];
  readonly signals: SignalNumbers;
}

/** What encodeClip writes. */
const PICTURE_ONLY = { videoIndex: 0, audioIndex: undefined } as const;
const PICTURE_AND_SOUND = { videoIndex: 0, audioIndex: 1 } as const;

/** @throws KsBuildError when a tool breaks; the abort signal's reason */
export async function makeVariant(name: string, raw: RawClip, context: VariantContext): Promise<Variant> {
  await mkdir(context.directory, { recursive: true });
  const filePath = join(context.directory, `${name}.mp4`);
  await encodeClip(raw, filePath, context);
  const streams = raw.samples === undefined ? PICTURE_ONLY : PICTURE_AND_SOUND;
  const { sha256 } = await fingerprintFile(filePath);
  const file = { filePath, sha256, arraysPath: join(context.directory, `${name}.arrays`), streams };
  const wishes = { interval: WHOLE_FILE, withClip: true };
  const decoded = await decodeFacts(filePath, streams, raw.samples === undefined ? 0 : 1, context, wishes);
  if (decoded.kind === 'trouble') throw broken(name, decoded.trouble);
  const seconds = raw.pixels.length / (raw.widthPx * raw.heightPx * 3) / raw.videoFps;
  const verdict = decide(decoded.facts, seconds, context.config);
  if (decoded.clip === undefined) throw broken(name, { message: 'it does not decode to its end' });
  const { measurements } = await analyseDecoded(file, decoded.clip, context.detectSpeech);
  return { name, file, facts: verdict.reasons as readonly Reason[], signals: measurements };
}

function broken(name: string, { message }: Pick<ToolTrouble, 'message'>): KsBuildError {
  return new KsBuildError(
    'tool',
    5,
    `evaluation clip ${name}: expected it to be encoded and measured, got: ${message}`,
  );
}

export async function variantArrays({ file }: Variant): Promise<ClipArrays | undefined> {
  return readClipArrays(file);
}

export async function removeVariants(context: VariantContext): Promise<void> {
  await rm(context.directory, { recursive: true, force: true });
}
