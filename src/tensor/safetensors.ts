// The safetensors format: named arrays of 32-bit floats and a few texts in, the bytes of a file out, and back. Pure.
// Layout (little endian, https://huggingface.co/docs/safetensors): length of the header u64; header as JSON, filled up with spaces; data.
// The header holds for each name its dtype, shape and [begin, end) in the data, and under `__metadata__` texts by name. Beyond the
// format's rules, our writer adds a CRC-32 of the data to the texts, and our reader compares it where it is there.
import { crc32 } from 'node:zlib';
import { z } from 'zod';

export interface StoredArray {
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

export interface Safetensors {
  readonly arrays: ReadonlyMap<string, StoredArray>;
  readonly texts: ReadonlyMap<string, string>;
}

const LENGTH_BYTES = 8;
const FLOAT_BYTES = 4;
const METADATA = '__metadata__';
const CRC = 'crc32';
/** The format's own limit: a longer header is not one. */
const MAX_HEADER_BYTES = 100_000_000;

const Count = z.number().int().nonnegative();
const Entry = z.strictObject({ dtype: z.string(), shape: z.array(Count), data_offsets: z.tuple([Count, Count]) });
const Texts = z.record(z.string(), z.string());
const Header = z.record(z.string(), z.unknown());

export function encodeSafetensors({ arrays, texts }: Safetensors): Buffer {
  const data = Buffer.concat(
    [...arrays.values()].map(({ values }) => new Uint8Array(values.buffer, values.byteOffset, values.byteLength)),
  );
  const crc = crc32(data).toString(16).padStart(8, '0');
  const entries: Record<string, unknown> = { [METADATA]: { ...Object.fromEntries(texts), [CRC]: crc } };
  let begin = 0;
  for (const [name, { shape, values }] of arrays) {
    const end = begin + values.byteLength;
    entries[name] = { dtype: 'F32', shape, data_offsets: [begin, end] };
    begin = end;
  }
  const json = Buffer.from(JSON.stringify(entries));
  const fill = Buffer.alloc(-json.length & (LENGTH_BYTES - 1), ' ');
  const length = Buffer.alloc(LENGTH_BYTES);
  length.writeBigUInt64LE(BigInt(json.length + fill.length));
  return Buffer.concat([length, json, fill, data]);
}

/** @returns what is wrong with the bytes, where something is. */
export function decodeSafetensors(bytes: Buffer): Safetensors | string {
  const header = readHeader(bytes);
  if (typeof header === 'string') return header;
  const { entries, texts, data } = header;
  const arrays = new Map<string, StoredArray>();
  let expectedBegin = 0;
  for (const [name, { dtype, shape, data_offsets }] of entries) {
    const [begin, end] = data_offsets;
    if (dtype !== 'F32') return `${name}: expected 32-bit floats (F32), got ${dtype}`;
    if (begin !== expectedBegin || end > data.length) return `${name}: expected data from byte ${expectedBegin}`;
    if (end - begin !== FLOAT_BYTES * shape.reduce((product, length) => product * length, 1))
      return `${name}: expected as many bytes as its shape [${shape.join(', ')}] needs, got ${end - begin}`;
    // A copy stands on an address that a Float32Array accepts, and lets the file's bytes go.
    arrays.set(name, { shape, values: new Float32Array(Uint8Array.from(data.subarray(begin, end)).buffer) });
    expectedBegin = end;
  }
  if (expectedBegin !== data.length) return `expected ${expectedBegin} bytes of data, got ${data.length}`;
  const crc = texts.get(CRC);
  if (crc !== undefined && Number.parseInt(crc, 16) !== crc32(data)) return 'its data have changed (CRC-32 differs)';
  return { arrays, texts: new Map([...texts].filter(([name]) => name !== CRC)) };
}

interface ParsedHeader {
  /** In the order of their data. */
  readonly entries: readonly (readonly [string, z.infer<typeof Entry>])[];
  readonly texts: ReadonlyMap<string, string>;
  readonly data: Buffer;
}

function readHeader(bytes: Buffer): ParsedHeader | string {
  if (bytes.length < LENGTH_BYTES) return `expected a header, got ${bytes.length} bytes`;
  const headerBytes = Number(bytes.readBigUInt64LE());
  if (headerBytes > MAX_HEADER_BYTES || LENGTH_BYTES + headerBytes > bytes.length)
    return `expected a header of ${headerBytes} bytes, got a file of ${bytes.length}`;
  const parsed = parseHeader(bytes.toString('utf8', LENGTH_BYTES, LENGTH_BYTES + headerBytes));
  if (typeof parsed === 'string') return parsed;
  return { ...parsed, data: bytes.subarray(LENGTH_BYTES + headerBytes) };
}

function parseHeader(json: string): Omit<ParsedHeader, 'data'> | string {
  try {
    const { [METADATA]: metadata = {}, ...tensors } = Header.parse(JSON.parse(json));
    const entries = Object.entries(tensors).map(([name, entry]) => [name, Entry.parse(entry)] as const);
    entries.sort(([, a], [, b]) => a.data_offsets[0] - b.data_offsets[0] || a.data_offsets[1] - b.data_offsets[1]);
    return { entries, texts: new Map(Object.entries(Texts.parse(metadata))) };
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof z.ZodError) return 'expected a header of safetensors';
    throw error;
  }
}
