// Instructions of WebAssembly as functions that take their operands first, and functions with named parameters made of them. Pure.
import { type Code, signed, unsigned, type ValueType, type WasmFunction } from './assemble-module.ts';

export interface Local {
  readonly get: Code;
  set(value: Code): Code;
}

/** Declares a local in the function that is being written. */
export type Declare = (type: ValueType) => Local;

/** Integers by name. */
export function declareAll<N extends string>(declare: Declare, names: readonly N[]): Readonly<Record<N, Local>> {
  return Object.fromEntries(names.map((name) => [name, declare('i32')])) as Record<N, Local>;
}

/** All parameters are i32, unless they are named among `floats`. */
export function wasmFunction<P extends string>(
  name: string,
  parameterNames: readonly P[],
  write: (parameters: Readonly<Record<P, Local>>, declare: Declare) => Code,
  floats: readonly P[] = [],
): WasmFunction {
  const locals: ValueType[] = [];
  const at = (index: number): Local => ({
    get: [0x20, unsigned(index)],
    set: (value) => [value, 0x21, unsigned(index)],
  });
  const parameters = Object.fromEntries(parameterNames.map((parameter, index) => [parameter, at(index)]));
  const declare: Declare = (type) => at(parameterNames.length + locals.push(type) - 1);
  const body = write(parameters as Record<P, Local>, declare);
  return { name, parameters: parameterNames.map((one) => (floats.includes(one) ? 'f32' : 'i32')), locals, body };
}

export const i32 = {
  const: (value: number): Code => [0x41, signed(value)],
  add: (a: Code, b: Code): Code => [a, b, 0x6a],
  sub: (a: Code, b: Code): Code => [a, b, 0x6b],
  mul: (a: Code, b: Code): Code => [a, b, 0x6c],
  equal: (a: Code, b: Code): Code => [a, b, 0x46],
  lessThan: (a: Code, b: Code): Code => [a, b, 0x48],
  moreThan: (a: Code, b: Code): Code => [a, b, 0x4a],
  load: (address: Code, offset = 0): Code => [address, 0x28, 2, unsigned(offset)],
} as const;

const simd = (opcode: number): Code => [0xfd, unsigned(opcode)];
/** Memory is taken as aligned to 4 bytes: rows of any number of channels lie anywhere. */
const at = (offset: number): Code => [2, unsigned(offset)];

export const f32x4 = {
  zero: [simd(0x0c), Array.from({ length: 16 }, () => 0)] as Code,
  load: (address: Code, offset = 0): Code => [address, simd(0x00), at(offset)],
  /** One number into all lanes. */
  loadSplat: (address: Code, offset = 0): Code => [address, simd(0x09), at(offset)],
  loadLane: (address: Code, into: Code, lane: number): Code => [address, into, simd(0x56), at(0), lane],
  store: (address: Code, value: Code, offset = 0): Code => [address, value, simd(0x0b), at(offset)],
  storeLane: (address: Code, value: Code, lane: number, offset = 0): Code => [
    address,
    value,
    simd(0x5a),
    at(offset),
    lane,
  ],
  splat: (value: Code): Code => [value, simd(0x13)],
  add: (a: Code, b: Code): Code => [a, b, simd(0xe4)],
  sub: (a: Code, b: Code): Code => [a, b, simd(0xe5)],
  mul: (a: Code, b: Code): Code => [a, b, simd(0xe6)],
  div: (a: Code, b: Code): Code => [a, b, simd(0xe7)],
  sqrt: (a: Code): Code => [a, simd(0xe3)],
  /** All bits of a lane where a > b, else none. */
  moreThan: (a: Code, b: Code): Code => [a, b, simd(0x44)],
  and: (a: Code, b: Code): Code => [a, b, simd(0x4e)],
  /** a, or b where a < b; what is not a number stays. */
  atLeast: (a: Code, b: Code): Code => [a, b, simd(0xeb)],
} as const;

export const memory = {
  copy: (to: Code, from: Code, bytes: Code): Code => [to, from, bytes, 0xfc, 0x0a, 0, 0],
  fill: (to: Code, byte: Code, bytes: Code): Code => [to, byte, bytes, 0xfc, 0x0b, 0],
} as const;

const NO_RESULT = 0x40;
const END = 0x0b;

/** At least once. */
export function repeatWhile(condition: Code, body: Code): Code {
  return [0x03, NO_RESULT, body, condition, 0x0d, 0, END];
}

export function when(condition: Code, body: Code): Code {
  return [condition, 0x04, NO_RESULT, body, END];
}

/** From 0 on while below `end`; `counter` may be changed in steps of its own inside a body that passes no `step`. */
export function countUp(counter: Local, end: Code, step: number, body: Code): Code {
  const isBelow = i32.lessThan(counter.get, end);
  const next = step === 0 ? [] : counter.set(i32.add(counter.get, i32.const(step)));
  return [counter.set(i32.const(0)), when(isBelow, repeatWhile(isBelow, [body, next]))];
}
