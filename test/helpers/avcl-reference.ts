// The cases of the PyTorch reference of AVCL: its numbers, and weights and inputs by the same formula of whole numbers that
// test/fixtures/avcl/make-reference.py has. And the comparison with them.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { type Tensor4D, tensor, tensor4d, type Variable, variable } from '@tensorflow/tfjs-core';
import { type AvclInputs, type AvclObjective, avclWeightShapes } from '../../src/avcl/avcl-model.ts';
import type { AvclPreset } from '../../src/avcl/presets.ts';
import type { Weights } from '../../src/tensor/network.ts';

export interface Sampled {
  readonly norm: number;
  readonly samples: readonly number[];
}

type SampledWeights = Readonly<Record<string, Sampled>>;

export interface ReferenceCase extends AvclObjective {
  readonly title: string;
  readonly batch: number;
  readonly preset: AvclPreset;
  readonly before: { readonly video: number[]; readonly sound: number[] };
  readonly after: { readonly video: number[]; readonly sound: number[] };
  readonly similarities: number[];
  readonly losses: { readonly alignment: number; readonly contrast: number; readonly total: number };
  readonly gradients: SampledWeights;
  readonly sgd: { learningRate: number; momentum: number; weightDecay: number; weights: SampledWeights };
  readonly adam: { learningRate: number; weightDecay: number; weights: SampledWeights };
}

export const REFERENCE_CASES = JSON.parse(
  readFileSync(new URL('../fixtures/avcl/reference.json', import.meta.url), 'utf8'),
) as readonly ReferenceCase[];

const SAMPLES = 5;

export function sampled(values: ArrayLike<number>): Sampled {
  const step = Math.ceil(values.length / SAMPLES);
  let squares = 0;
  const samples: number[] = [];
  for (let at = 0; at < values.length; at += 1) {
    squares += values[at]! ** 2;
    if (at % step === 0) samples.push(values[at]!);
  }
  return { norm: Math.sqrt(squares), samples };
}

function spread(count: number, offset: number): Float64Array {
  return Float64Array.from(
    { length: count },
    (_, k) => ((7919 * k * k + 104729 * k + 1299709 * offset) % 10007) * (2 / 10007) - 1,
  );
}

function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, length) => product * length, 1);
}

export function referenceWeights(preset: AvclPreset, headShapes: Record<string, readonly number[]> = {}): Weights {
  const variables = new Map<string, Variable>();
  for (const [offset, [name, shape]] of Object.entries({ ...avclWeightShapes(preset), ...headShapes }).entries()) {
    const scale = shape.length > 1 ? Math.sqrt(6 / sizeOf(shape.slice(0, -1))) : 0.2;
    const middle = name.endsWith('.gamma') ? 1 : 0;
    const values = Float32Array.from(spread(sizeOf(shape), offset + 1), (value) => middle + scale * value);
    variables.set(name, variable(tensor(values, [...shape])));
  }
  return {
    variables,
    dispose: () => {
      for (const weight of variables.values()) weight.dispose();
    },
  };
}

function clipValues(batch: number, size: number, offset: number): Float32Array {
  return Float32Array.from(spread(batch * size, offset), (value, at) => {
    const clip = Math.floor(at / size);
    return (value * (clip + 1)) / batch + Math.cos(clip);
  });
}

export function referenceInputs({ batch, preset }: Pick<ReferenceCase, 'batch' | 'preset'>): AvclInputs {
  const { sidePx, videoFrames, melSide } = preset;
  const video = clipValues(batch, videoFrames * sidePx * sidePx * 3, 1000);
  const sound = clipValues(batch, melSide * melSide, 2000);
  return {
    video: tensor4d(video, [batch * videoFrames, sidePx, sidePx, 3]) as Tensor4D,
    sound: tensor4d(sound, [batch, melSide, melSide, 1]) as Tensor4D,
  };
}

/** Of the largest number beside it. */
const TOLERANCE = 1e-4;

export function assertNear(what: string, got: ArrayLike<number>, wanted: readonly number[]): void {
  assert.equal(got.length, wanted.length, what);
  const largest = wanted.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  for (const [at, value] of wanted.entries()) {
    const error = Math.abs(got[at]! - value) / largest;
    assert.ok(
      error <= TOLERANCE,
      `${what}, value ${at}: expected ${value}, got ${got[at]} (off by ${error} of ${largest})`,
    );
  }
}

export function assertSampled(what: string, got: ArrayLike<number>, wanted: Sampled): void {
  const { norm, samples } = sampled(got);
  assertNear(`${what} norm`, [norm], [wanted.norm]);
  assertNear(what, samples, wanted.samples);
}
