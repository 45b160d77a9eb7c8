// The power of two that brings the largest number of a gradient near the top of what f16 holds, and back: small gradients would vanish in
// f16 (below 6e-8), and large ones are not to overflow (above 65504). Text out; pure.
import type { Shader } from './run-shader.ts';

const THREADS = 256;
const PARTS = 256;

/** `[2]`: the factor and its inverse. */
export const SCALE_SIZE = 2;

interface ScalePlan {
  /** largest of each part <- numbers */
  readonly partial: Shader;
  readonly parts: number;
  /** factor and inverse <- the parts' largest */
  readonly total: Shader;
}

export function planSlopeScale(size: number): ScalePlan {
  const parts = Math.min(PARTS, Math.ceil(size / THREADS));
  return {
    partial: shader('LargestSlopes', parts, {
      from: size,
      first: 'workgroup.x * 256u + thread',
      step: parts * THREADS,
      finish: 'result[workgroup.x] = largest[0];',
    }),
    parts,
    // frexp: largest = f 2^e with 1/2 <= f < 1, so largest * 2^(14 - e) < 2^14, a quarter of f16's range.
    total: shader('SlopeScale', 1, {
      from: parts,
      first: 'thread',
      step: THREADS,
      finish: `
    let power = f32(clamp(14 - frexp(largest[0]).exp, -60, 60));
    result[0] = select(exp2(power), 1.0, largest[0] == 0.0);
    result[1] = select(exp2(-power), 1.0, largest[0] == 0.0);`,
    }),
  };
}

interface LargestOf {
  readonly from: number;
  readonly first: string;
  readonly step: number;
  readonly finish: string;
}

function shader(name: string, workgroups: number, { from, first, step, finish }: LargestOf): Shader {
  const code = `
@group(0) @binding(0) var<storage, read_write> result: array<f32>;
@group(0) @binding(1) var<storage, read> numbers: array<f32>;
var<workgroup> largest: array<f32, ${THREADS}>;
@compute @workgroup_size(${THREADS})
fn main(@builtin(workgroup_id) workgroup: vec3<u32>, @builtin(local_invocation_index) thread: u32) {
  var most = 0.0;
  for (var at = ${first}; at < ${from}u; at += ${step}u) { most = max(most, abs(numbers[at])); }
  largest[thread] = most;
  for (var half = ${THREADS / 2}u; half > 0u; half /= 2u) {
    workgroupBarrier();
    if (thread < half) { largest[thread] = max(largest[thread], largest[thread + half]); }
  }
  if (thread == 0u) { ${finish} }
}`;
  return { name, code, workgroups: [workgroups, 1, 1] };
}
