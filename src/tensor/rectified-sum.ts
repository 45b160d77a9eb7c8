// relu(a + b) that remembers its result only: what goes round a residual block meets what goes through it here, in large tensors, and of
// both operands nothing is needed for the gradient. Tensors in, a tensor out, which the caller owns.
import { add, clone, customGrad, type GradSaveFunc, mul, relu, step, type Tensor } from '@tensorflow/tfjs-core';

/** dy goes to both where y > 0. */
export function rectifiedSum<T extends Tensor>(a: T, b: T): T {
  const sum = customGrad((...inputs) => {
    const [a, b, save] = inputs as [Tensor, Tensor, GradSaveFunc];
    const y = relu(add(a, b));
    save([y]);
    const gradFunc = (dy: Tensor, saved: Tensor[]) => {
      const slope = mul(dy, step(saved[0]!));
      return [slope, clone(slope)];
    };
    return { value: y, gradFunc };
  });
  return sum(a, b) as T;
}
