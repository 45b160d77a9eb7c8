// Stands at the boundary of a model: a tensor of another shape than expected is an error that names both.
import type { Tensor } from '@tensorflow/tfjs-core';
import { KsBuildError } from '../errors.ts';

/** @param shape an axis that may have any length is given by its name. */
export function expectShape(what: string, { shape: got }: Tensor, shape: readonly (number | string)[]): void {
  const fits =
    got.length === shape.length && shape.every((length, axis) => length === got[axis] || typeof length === 'string');
  if (!fits)
    throw new KsBuildError('tensor-shape', 7, `${what}: expected shape [${shape.join(', ')}], got [${got.join(', ')}]`);
}
