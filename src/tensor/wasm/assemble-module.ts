// A small assembler for WebAssembly: functions as nested lists of bytes in, the bytes of a module out that works on another module's memory.
// Pure. Only what our kernels use (https://webassembly.github.io/spec/core/binary/).

/** Bytes of instructions, nested as it is convenient to write them. */
export type Code = readonly (number | Code)[];

export type ValueType = 'i32' | 'f32' | 'v128';

export interface WasmFunction {
  readonly name: string;
  readonly parameters: readonly ValueType[];
  readonly locals: readonly ValueType[];
  /** Returns nothing. */
  readonly body: Code;
}

const TYPE_CODES: Readonly<Record<ValueType, number>> = { i32: 0x7f, f32: 0x7d, v128: 0x7b };
const MAGIC_AND_VERSION: Code = [0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0];
const SECTION = { type: 1, import: 2, function: 3, export: 7, code: 10 } as const;
const FUNCTION_TYPE = 0x60;
const KIND = { function: 0, memory: 2 } as const;
const END = 0x0b;

/** Imports the memory `env.memory`; exports every function by its name. */
export function assembleModule(functions: readonly WasmFunction[]): Uint8Array<ArrayBuffer> {
  const types = functions.map(({ parameters }) => [FUNCTION_TYPE, list(parameters.map(typeCode)), list([])]);
  const memory = [name('env'), name('memory'), KIND.memory, 0, unsigned(0)];
  const exports = functions.map((one, index) => [name(one.name), KIND.function, unsigned(index)]);
  const bodies = functions.map(({ locals, body }) =>
    sized([list(locals.map((type) => [1, typeCode(type)])), body, END]),
  );
  return Uint8Array.from(
    flatten([
      MAGIC_AND_VERSION,
      [SECTION.type, sized(list(types))],
      [SECTION.import, sized(list([memory]))],
      [SECTION.function, sized(list(functions.map((_, index) => unsigned(index))))],
      [SECTION.export, sized(list(exports))],
      [SECTION.code, sized(list(bodies))],
    ]),
  );
}

function typeCode(type: ValueType): number {
  return TYPE_CODES[type];
}

function sized(content: Code): Code {
  const bytes = flatten(content);
  return [unsigned(bytes.length), bytes];
}

function list(items: Code): Code {
  return [unsigned(items.length), items];
}

function name(text: string): Code {
  return list([...Buffer.from(text, 'ascii')]);
}

function flatten(code: Code): number[] {
  return (code as (number | number[])[]).flat(Number.POSITIVE_INFINITY as 1) as number[];
}

/** LEB128. */
export function unsigned(value: number): Code {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, unsigned(value >>> 7)];
}

export function signed(value: number): Code {
  const isLast = value >= -0x40 && value < 0x40;
  return isLast ? [value & 0x7f] : [(value & 0x7f) | 0x80, signed(value >> 7)];
}
