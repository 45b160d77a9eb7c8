// Puts our kernels in the place of those that a backend lacks or has wrong; what is known about each stands in its file.
import { getKernel, type KernelFunc, registerKernel, unregisterKernel } from '@tensorflow/tfjs-core';
import { conv2dFilterGradient } from './conv2d-filter-gradient.ts';
import { maxPoolGradient } from './max-pool-gradient.ts';
import { unsortedSegmentSum } from './unsorted-segment-sum.ts';
import {
  wasmChannelGradient,
  wasmChannelGradientSums,
  wasmChannelMoments,
  wasmScaleChannels,
} from './wasm-batch-norm.ts';
import { wasmConvolution, wasmFilterGradient, wasmInputGradient } from './wasm-convolution.ts';
import { wasmMatMul } from './wasm-mat-mul.ts';
import { wasmAdamStep, wasmSgdStep } from './wasm-optimisers.ts';

type Mend = (original: KernelFunc | undefined) => KernelFunc;

const MENDS: Readonly<Record<'cpu' | 'wasm', Readonly<Record<string, Mend>>>> = {
  cpu: { Conv2DBackpropFilter: () => conv2dFilterGradient },
  wasm: {
    Conv2D: (original) => wasmConvolution(original!),
    Conv2DBackpropFilter: () => wasmFilterGradient,
    Conv2DBackpropInput: () => wasmInputGradient,
    BatchMatMul: () => wasmMatMul,
    UnsortedSegmentSum: () => unsortedSegmentSum,
    MaxPoolGrad: () => maxPoolGradient,
    ChannelMoments: () => wasmChannelMoments,
    ScaleChannels: () => wasmScaleChannels,
    ChannelGradientSums: () => wasmChannelGradientSums,
    ChannelGradient: () => wasmChannelGradient,
    AdamStep: () => wasmAdamStep,
    SgdStep: () => wasmSgdStep,
  },
};

const mended = new Set<string>();

/** Once per backend and thread. */
export function mendKernels(backendName: 'cpu' | 'wasm'): void {
  if (mended.has(backendName)) return;
  for (const [kernelName, mend] of Object.entries(MENDS[backendName])) {
    const original = getKernel(kernelName, backendName);
    if (original !== undefined) unregisterKernel(kernelName, backendName);
    registerKernel({ kernelName, backendName, kernelFunc: mend(original?.kernelFunc) });
  }
  mended.add(backendName);
}
