// The memory of TensorFlow.js' wasm backend with our own WebAssembly functions on it: tensors in and out without a copy.
import { engine, type Tensor, type TensorInfo } from '@tensorflow/tfjs-core';
import { assembleModule } from './assemble-module.ts';
import { gradientOfChannels, scaleChannels, sumChannels, sumGradients, sumSquares } from './channel-passes.ts';
import { adamStep, sgdStep } from './optimiser-passes.ts';
import { copyRows, multiplyColumns, multiplyRows, packColumns } from './row-products.ts';

/** Node's; its types come with a browser's only. */
declare const WebAssembly: {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object, imports: object) => { readonly exports: unknown };
};

/** The parts of @tensorflow/tfjs-backend-wasm 4.22.0 that we stand on. */
interface WasmBackend {
  readonly wasm: {
    readonly asm: { readonly memory: object };
    /** Another one whenever the memory has grown. */
    readonly HEAPU8: Uint8Array;
    _malloc(bytes: number): number;
    _free(address: number): void;
  };
  readonly dataIdMap: { get(dataId: object): { readonly memoryOffset: number } };
  makeOutput(shape: readonly number[], dtype: 'float32'): TensorInfo;
}

const FUNCTIONS = [
  multiplyRows,
  multiplyColumns,
  packColumns,
  copyRows,
  sumChannels,
  sumSquares,
  sumGradients,
  scaleChannels,
  gradientOfChannels,
  adamStep,
  sgdStep,
];

export interface Heap {
  /** By name; parameters as they are declared there, addresses and counts. */
  readonly run: Readonly<Record<string, (...numbers: number[]) => void>>;
  addressOf(tensor: TensorInfo): number;
  /** A new tensor that holds whatever was in its memory. */
  makeTensor(shape: readonly number[]): TensorInfo;
  allocate(bytes: number): number;
  free(address: number): void;
  zero(address: number, bytes: number): void;
  write(address: number, values: Int32Array | Float32Array): void;
  /** What is in memory itself, until something is allocated. */
  floats(address: number, count: number): Float32Array;
}

const heaps = new WeakMap<object, Heap>();

/** @param backend as kernels get it */
export function heapOf(backend: unknown): Heap {
  const known = heaps.get(backend as object);
  if (known !== undefined) return known;
  const made = createHeap(backend as WasmBackend);
  heaps.set(backend as object, made);
  return made;
}

/** The numbers of a tensor on wasm themselves, not a copy; they stand until something is allocated. */
export function numbersInPlace(tensor: Tensor): Float32Array {
  const heap = heapOf(engine().backend);
  return heap.floats(heap.addressOf(tensor), tensor.size);
}

function createHeap(backend: WasmBackend): Heap {
  const { wasm, dataIdMap } = backend;
  const module = new WebAssembly.Module(assembleModule(FUNCTIONS));
  const instance = new WebAssembly.Instance(module, { env: { memory: wasm.asm.memory } });
  return {
    run: instance.exports as Heap['run'],
    addressOf: ({ dataId }) => dataIdMap.get(dataId).memoryOffset,
    makeTensor: (shape) => backend.makeOutput(shape, 'float32'),
    // Addresses from 2 GB on come as negative numbers.
    allocate: (bytes) => wasm._malloc(bytes) >>> 0,
    free: (address) => wasm._free(address),
    zero: (address, bytes) => {
      wasm.HEAPU8.fill(0, address, address + bytes);
    },
    write: (address, values) =>
      wasm.HEAPU8.set(new Uint8Array(values.buffer, values.byteOffset, values.byteLength), address),
    floats: (address, count) => new Float32Array(wasm.HEAPU8.buffer, address, count),
  };
}
