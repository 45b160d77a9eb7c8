// The vectors that a trained model gives the clips of an evaluation: read from the file beside the model, or computed and written there, once for
// all protocols. Arrays `video` and `sound` of all clips, or one of noisy sound of those that are asked about; texts `version`, and `model` and
// `clips`: SHA-256 of the model's file and of what the clips are. A file of another version, model or clips is made anew.
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { type Checkpoint, decodeCheckpoint } from '../../avcl/checkpoint.ts';
import { KsBuildError } from '../../errors.ts';
import { decodeSafetensors, encodeSafetensors, type StoredArray } from '../../tensor/safetensors.ts';
import { writeWholeFile } from '../../tools/write-whole-file.ts';
import type { TrainingClip } from '../../training-data/training-clip.ts';
import { type ClipVectors, clipVectors, type EmbedOptions, noisySoundVectors } from '../embed-clips.ts';
import { corpusHash } from '../training-clips.ts';
import { besideModel } from './beside-model.ts';

/** Raised whenever the same model would give the same clips other vectors: in other windows, with other noise. */
const VECTORS_VERSION = 1;

export interface OpenModel {
  readonly path: string;
  readonly checkpoint: Checkpoint;
  readonly sha256: string;
}

/** @throws KsBuildError (checkpoint, exit 7) */
export async function openModel(path: string): Promise<OpenModel> {
  const bytes = await readFile(path);
  const checkpoint = decodeCheckpoint(bytes);
  if (typeof checkpoint === 'string') throw new KsBuildError('checkpoint', 7, `${path}: ${checkpoint}`);
  return { path, checkpoint, sha256: createHash('sha256').update(bytes).digest('hex') };
}

export async function modelVectors(
  model: OpenModel,
  clips: readonly TrainingClip[],
  options: EmbedOptions,
): Promise<ClipVectors> {
  const arrays = await kept(model, 'vectors', clips, async () => {
    const { size, video, sound } = await clipVectors(model.checkpoint, clips, options);
    const shape = [clips.length, size];
    return new Map([
      ['video', { shape, values: video }],
      ['sound', { shape, values: sound }],
    ]);
  });
  const { shape, values: video } = arrays.get('video')!;
  return { size: shape[1]!, video, sound: arrays.get('sound')!.values };
}

/** `[clips, ratios, size]`, of the sound with white noise. */
export async function modelNoisyVectors(
  model: OpenModel,
  clips: readonly TrainingClip[],
  snrsDb: readonly number[],
  options: EmbedOptions,
): Promise<Float32Array> {
  const name = `sound, SNR ${snrsDb.join(', ')} dB`;
  const arrays = await kept(model, 'noisy-vectors', clips, async () => {
    const values = await noisySoundVectors(model.checkpoint, clips, snrsDb, options);
    const shape = [clips.length, snrsDb.length, values.length / clips.length / snrsDb.length];
    return new Map([[name, { shape, values }]]);
  });
  return arrays.get(name)!.values;
}

async function kept(
  { path, sha256 }: OpenModel,
  kind: 'vectors' | 'noisy-vectors',
  clips: readonly TrainingClip[],
  make: () => Promise<ReadonlyMap<string, StoredArray>>,
): Promise<ReadonlyMap<string, StoredArray>> {
  const filePath = besideModel(path, kind);
  const texts = new Map([
    ['version', `${VECTORS_VERSION}`],
    ['model', sha256],
    ['clips', corpusHash(clips)],
  ]);
  const known = await readArrays(filePath, texts);
  if (known !== undefined) return known;
  const arrays = await make();
  await writeWholeFile(filePath, [encodeSafetensors({ arrays, texts })]);
  return arrays;
}

/** undefined: there is none, or none of this model and these clips. */
async function readArrays(
  path: string,
  texts: ReadonlyMap<string, string>,
): Promise<ReadonlyMap<string, StoredArray> | undefined> {
  try {
    const file = decodeSafetensors(await readFile(path));
    if (typeof file === 'string') return undefined;
    return [...texts].every(([name, text]) => file.texts.get(name) === text) ? file.arrays : undefined;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
