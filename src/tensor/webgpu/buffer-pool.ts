// Keeps TensorFlow.js' pool of free GPU buffers small: it gives none back by itself, and takes one only for a tensor of the very same size.
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';

/** Chosen: room for two of the largest tensors of the preset `paper`; making a buffer anew takes about a millisecond. */
const LARGEST_POOL_BYTES = 2 * 2 ** 30;

/** The part of the buffer manager that is used here; its types keep it private, and its version is pinned. */
interface Pool {
  /** By size and usage. */
  readonly freeBuffers: ReadonlyMap<string, GPUBuffer[]>;
  numFreeBuffers: number;
  numBytesAllocated: number;
  readonly numBytesUsed: number;
  acquireBuffer(size: number, usage: number, mappedAtCreation?: boolean, reuse?: boolean): GPUBuffer;
}

export function limitPool({ bufferManager }: WebGPUBackend): void {
  const pool = bufferManager as unknown as Pool;
  const acquire = pool.acquireBuffer.bind(pool);
  pool.acquireBuffer = (...wanted) => {
    const buffer = acquire(...wanted);
    if (pool.numBytesAllocated - pool.numBytesUsed > LARGEST_POOL_BYTES) giveBack(pool);
    return buffer;
  };
}

/** The largest first: few of them are most of it. What the GPU still works on it keeps until it has done. */
function giveBack(pool: Pool): void {
  const largestFirst = [...pool.freeBuffers.values()].filter((buffers) => buffers.length > 0);
  largestFirst.sort((a, b) => b[0]!.size - a[0]!.size);
  for (const buffers of largestFirst) {
    while (buffers.length > 0 && pool.numBytesAllocated - pool.numBytesUsed > LARGEST_POOL_BYTES / 2) {
      const buffer = buffers.pop()!;
      pool.numFreeBuffers -= 1;
      pool.numBytesAllocated -= buffer.size;
      buffer.destroy();
    }
  }
}
