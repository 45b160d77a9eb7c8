// The kernels of adam.ts and sgd.ts on wasm: values and moments change where they lie.
import { type KernelFunc, util } from '@tensorflow/tfjs-core';
import type { AdamNumbers } from '../adam.ts';
import type { SgdNumbers } from '../sgd.ts';
import { heapOf } from '../wasm/heap.ts';

export const wasmAdamStep: KernelFunc = ({ inputs, attrs, backend }) => {
  const { beta1, beta2, rest1, rest2, keep, rate, epsilon } = attrs as unknown as AdamNumbers;
  const heap = heapOf(backend);
  const places = [inputs.values!, inputs.gradient!, inputs.moment0!, inputs.moment1!].map(heap.addressOf);
  heap.run.adamStep!(
    ...places,
    util.sizeFromShape(inputs.values!.shape),
    beta1,
    rest1,
    beta2,
    rest2,
    keep,
    rate,
    epsilon,
  );
  return [];
};

export const wasmSgdStep: KernelFunc = ({ inputs, attrs, backend }) => {
  const { momentum, decay, rate } = attrs as unknown as SgdNumbers;
  const heap = heapOf(backend);
  const places = [inputs.values!, inputs.gradient!, inputs.moment0!].map(heap.addressOf);
  heap.run.sgdStep!(...places, util.sizeFromShape(inputs.values!.shape), momentum, decay, rate);
  return [];
};
