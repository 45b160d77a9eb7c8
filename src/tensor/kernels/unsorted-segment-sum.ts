// Sum of rows by segment, the gradient of gather, which wasm lacks: oneHot(ids)^T x.
import {
  cast,
  type KernelFunc,
  matMul,
  oneHot,
  reshape,
  type Tensor,
  type Tensor1D,
  tidy,
} from '@tensorflow/tfjs-core';

export const unsortedSegmentSum: KernelFunc = ({ inputs, attrs }) => {
  const x = inputs.x as Tensor;
  const segmentIds = inputs.segmentIds as Tensor1D;
  const { numSegments } = attrs as unknown as { numSegments: number };
  return tidy(() => {
    const rest = x.shape.slice(segmentIds.rank);
    const rows = reshape(x, [segmentIds.size, x.size / segmentIds.size]);
    const membership = cast(oneHot(reshape(segmentIds, [segmentIds.size]), numSegments), 'float32');
    return reshape(matMul(membership, rows, true, false), [numSegments, ...rest]);
  });
};
