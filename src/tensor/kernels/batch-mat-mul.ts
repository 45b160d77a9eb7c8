// Matrix product on wasm: its fast path takes one untransposed pair only, everything else falls to a scalar loop (69 times slower).
import {
  concat,
  type KernelFunc,
  matMul,
  reshape,
  slice,
  type Tensor,
  type Tensor3D,
  tidy,
  transpose,
} from '@tensorflow/tfjs-core';

interface MatMulAttributes {
  readonly transposeA: boolean;
  readonly transposeB: boolean;
}

/** Transposes explicitly, then comes back with one pair of matrices at a time, which goes to the original kernel. */
export function batchMatMul(original: KernelFunc): KernelFunc {
  return (call) => {
    const { transposeA, transposeB } = call.attrs as unknown as MatMulAttributes;
    const a = call.inputs.a as Tensor;
    const b = call.inputs.b as Tensor;
    const lead = sizeOf(leadingShape(a)) > sizeOf(leadingShape(b)) ? leadingShape(a) : leadingShape(b);
    const pairs = Math.max(sizeOf(leadingShape(a)), sizeOf(leadingShape(b)));
    if (!transposeA && !transposeB && pairs === 1) return original(call);
    return tidy(() => {
      const left = transposeA ? transpose(asStack(a), [0, 2, 1]) : asStack(a);
      const right = transposeB ? transpose(asStack(b), [0, 2, 1]) : asStack(b);
      const products = Array.from({ length: pairs }, (_, pair) => matMul(matrixAt(left, pair), matrixAt(right, pair)));
      const stacked = products.length === 1 ? products[0]! : concat(products, 0);
      return reshape(stacked, [...lead, stacked.shape[1]!, stacked.shape[2]!]);
    });
  };
}

/** Everything before the two axes of the matrix. */
function leadingShape(tensor: Tensor): number[] {
  return tensor.shape.slice(0, -2);
}

function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, length) => product * length, 1);
}

/** `[..., rows, columns] -> [matrices, rows, columns]` */
function asStack(tensor: Tensor): Tensor3D {
  const [rows, columns] = tensor.shape.slice(-2) as [number, number];
  return reshape(tensor, [sizeOf(leadingShape(tensor)), rows, columns]);
}

/** One matrix of a stack, `[1, rows, columns]`; a stack of one serves every pair. */
function matrixAt(stack: Tensor3D, pair: number): Tensor3D {
  const [matrices, rows, columns] = stack.shape;
  return matrices === 1 ? stack : slice(stack, [pair, 0, 0], [1, rows, columns]);
}
