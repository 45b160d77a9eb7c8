// Steps of optimisers over all numbers of a variable, in place: code of WebAssembly. Pure. What they compute is said in adam.ts and sgd.ts.
import type { Code } from './assemble-module.ts';
import { type Declare, f32x4, i32, type Local, repeatWhile, wasmFunction } from './instructions.ts';
import { storeLanes } from './store-lanes.ts';

const LANES = 4;
const VECTOR_BYTES = 16;

/** Four numbers at a time; `change` sets the vectors that go back to `written`. */
function eachVector(
  {
    count,
    arrays,
    written,
  }: {
    readonly count: Local;
    readonly arrays: readonly Local[];
    readonly written: readonly { readonly array: Local; readonly vector: Local }[];
  },
  change: Code,
): Code {
  return repeatWhile(i32.moreThan(count.get, i32.const(0)), [
    change,
    written.map(({ array, vector }) => storeLanes(array.get, [vector], count)),
    arrays.map((array) => array.set(i32.add(array.get, i32.const(VECTOR_BYTES)))),
    count.set(i32.sub(count.get, i32.const(LANES))),
  ]);
}

/** The same number in all lanes, once for all vectors. */
function spread(
  declare: Declare,
  parameters: readonly Local[],
): { readonly vectors: readonly Local[]; readonly code: Code } {
  const vectors = parameters.map(() => declare('v128'));
  return { vectors, code: vectors.map((vector, index) => vector.set(f32x4.splat(parameters[index]!.get))) };
}

export const adamStep = wasmFunction(
  'adamStep',
  ['values', 'gradient', 'first', 'second', 'count', 'beta1', 'rest1', 'beta2', 'rest2', 'keep', 'rate', 'epsilon'],
  ({ values, gradient, first, second, count, ...numbers }, declare) => {
    const { beta1, rest1, beta2, rest2, keep, rate, epsilon } = numbers;
    const { vectors, code } = spread(declare, [beta1, rest1, beta2, rest2, keep, rate, epsilon]);
    const [b1, r1, b2, r2, kept, step, small] = vectors.map(({ get }) => get) as [
      Code,
      Code,
      Code,
      Code,
      Code,
      Code,
      Code,
    ];
    const [slope, mean, power, value] = [declare('v128'), declare('v128'), declare('v128'), declare('v128')];
    const written = [
      { array: first, vector: mean },
      { array: second, vector: power },
      { array: values, vector: value },
    ];
    return [
      code,
      eachVector({ count, arrays: [values, gradient, first, second], written }, [
        slope.set(f32x4.load(gradient.get)),
        mean.set(f32x4.add(f32x4.mul(f32x4.load(first.get), b1), f32x4.mul(slope.get, r1))),
        power.set(f32x4.add(f32x4.mul(f32x4.load(second.get), b2), f32x4.mul(f32x4.mul(slope.get, slope.get), r2))),
        value.set(
          f32x4.sub(
            f32x4.mul(f32x4.load(values.get), kept),
            f32x4.div(f32x4.mul(mean.get, step), f32x4.add(f32x4.sqrt(power.get), small)),
          ),
        ),
      ]),
    ];
  },
  ['beta1', 'rest1', 'beta2', 'rest2', 'keep', 'rate', 'epsilon'],
);

export const sgdStep = wasmFunction(
  'sgdStep',
  ['values', 'gradient', 'velocity', 'count', 'momentum', 'decay', 'rate'],
  ({ values, gradient, velocity, count, momentum, decay, rate }, declare) => {
    const { vectors, code } = spread(declare, [momentum, decay, rate]);
    const [inertia, decline, step] = vectors.map(({ get }) => get) as [Code, Code, Code];
    const [value, speed] = [declare('v128'), declare('v128')];
    const written = [
      { array: velocity, vector: speed },
      { array: values, vector: value },
    ];
    return [
      code,
      eachVector({ count, arrays: [values, gradient, velocity], written }, [
        value.set(f32x4.load(values.get)),
        speed.set(
          f32x4.add(
            f32x4.add(f32x4.mul(f32x4.load(velocity.get), inertia), f32x4.load(gradient.get)),
            f32x4.mul(value.get, decline),
          ),
        ),
        value.set(f32x4.sub(value.get, f32x4.mul(speed.get, step))),
      ]),
    ];
  },
  ['momentum', 'decay', 'rate'],
);
