// Frees memory while gradients are worked out. TensorFlow.js holds on to all that the forward pass saved and to every gradient on the way
// until it has the last one: about twice as much as there has to be.
import { engine, type Tensor } from '@tensorflow/tfjs-core';

/** The part of TensorFlow.js' tape that is used here; its types keep it private, and its version is pinned. */
interface TapeNode {
  readonly saved?: readonly Tensor[];
  gradient?: (dys: readonly (Tensor | null)[]) => Record<string, () => Tensor>;
}

/**
 * To be called at the end of the function whose gradients are asked for. The way back visits the nodes of the tape one after the other: when
 * it comes to the next, the last one's saved tensors and the gradients of its outputs have done their work.
 */
export function freeDuringBackward(): void {
  const { activeTape } = engine().state as unknown as { readonly activeTape: readonly TapeNode[] };
  let freeLast = (): void => {};
  for (const node of activeTape) {
    const { gradient, saved = [] } = node;
    if (gradient === undefined) continue;
    node.gradient = (dys) => {
      freeLast();
      const passedOn = new Set<Tensor>();
      freeLast = () => {
        for (const tensor of [...saved, ...dys]) if (tensor !== null && !passedOn.has(tensor)) tensor.dispose();
      };
      const findEach = Object.entries(gradient(dys)).map(([name, find]) => {
        const findAndRemember = (): Tensor => {
          const dx = find();
          passedOn.add(dx);
          return dx;
        };
        return [name, findAndRemember] as const;
      });
      return Object.fromEntries(findEach);
    };
  }
}
