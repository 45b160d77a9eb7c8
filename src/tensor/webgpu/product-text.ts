// Pieces of WGSL that both kinds of product are made of: how threads share the loads of a tile, how four numbers come and go. Text out; pure.
import type { ProductCore } from './product-core.ts';

/** Text that brings gradients into the range of f16, and products back. */
export function scaling(isSlope: boolean, { operand }: ProductCore, binding: number) {
  if (!isSlope || operand === 'f32')
    return { binding: '', in: (value: string) => value, out: (value: string) => value };
  return {
    binding: `@group(0) @binding(${binding}) var<storage, read> scale: array<f32>;`,
    in: (value: string) => `(${value} * scale[0])`,
    out: (value: string) => `(${value} * scale[1])`,
  };
}

interface LoadSlot {
  readonly slot: number;
  /** Which of the tile's vec4s this thread brings in this slot. */
  readonly index: string;
  /** Undefined: every thread has one in this slot. */
  readonly guard: string | undefined;
}

/** How the threads of a workgroup share the loads of a tile. */
export function slots(quads: number, threads: number): LoadSlot[] {
  return Array.from({ length: Math.ceil(quads / threads) }, (_, slot) => ({
    slot,
    index: `thread + ${slot * threads}u`,
    guard: (slot + 1) * threads <= quads ? undefined : `thread + ${slot * threads}u < ${quads}u`,
  }));
}

export function guarded(guard: string | undefined, statement: string): string {
  return guard === undefined ? statement : `if (${guard}) { ${statement} }`;
}

/** Four columns to `result`, or as many of them as there are. */
export function writeQuad(place: string, column: string, columns: number, value: string): string {
  if (columns % 4 === 0) return `result[(${place}) / 4u] = ${value};`;
  return [0, 1, 2, 3]
    .map((at) => `if (${column} + ${at}u < ${columns}u) { result[${place} + ${at}u] = ${value}.${'xyzw'[at]}; }`)
    .join('\n      ');
}

interface QuadRead {
  /** A vec4 of zeros. */
  readonly into: string;
  /** An array of vec4s where it is aligned, else of numbers. */
  readonly from: string;
  readonly place: string;
  /** Four numbers never begin inside a vec4, and end where a line does. */
  readonly isAligned: boolean;
  /** Whether the number behind `place` belongs to it. */
  readonly inside: (at: number) => string;
}

/** Four numbers that lie side by side, or those of them that are inside. */
export function readQuad({ into, from, place, isAligned, inside }: QuadRead): string {
  if (isAligned) return `if (${inside(0)}) { ${into} = ${from}[(${place}) >> 2u]; }`;
  return [0, 1, 2, 3]
    .map((at) => `if (${inside(at)}) { ${into}.${'xyzw'[at]} = ${from}[${place} + ${at}]; }`)
    .join('\n      ');
}
