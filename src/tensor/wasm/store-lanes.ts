// Vectors of four 32-bit floats to memory where the last ones may have no place any more: code of WebAssembly. Pure.
import type { Code } from './assemble-module.ts';
import { f32x4, i32, type Local, when } from './instructions.ts';

const LANES = 4;
const FLOAT_BYTES = 4;

/** @param left how many numbers there are to be stored, more than 0; may be more than `values` holds */
export function storeLanes(address: Code, values: readonly Local[], left: Local): Code {
  const width = values.length * LANES;
  const one = (lane: number): Code =>
    f32x4.storeLane(address, values[Math.floor(lane / LANES)]!.get, lane % LANES, lane * FLOAT_BYTES);
  return [
    when(
      i32.moreThan(left.get, i32.const(width - 1)),
      values.map((value, index) => f32x4.store(address, value.get, index * LANES * FLOAT_BYTES)),
    ),
    when(
      i32.lessThan(left.get, i32.const(width)),
      Array.from({ length: width - 1 }, (_, lane) => when(i32.moreThan(left.get, i32.const(lane)), one(lane))),
    ),
  ];
}
