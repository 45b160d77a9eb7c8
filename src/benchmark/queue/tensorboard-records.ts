// Scalars as the bytes of a TensorBoard event file: TFRecords (tensorflow/tsl lib/io/record_writer.h) that hold Event messages
// (tensorflow/core/util/event.proto). Pure.

/** In front of all others: without it TensorBoard reads an old format. */
const FILE_VERSION = 'brain.Event:2';

interface ScalarRow {
  readonly wallSeconds: number;
  readonly step: number;
  /** Name of a curve -> value. */
  readonly values: Readonly<Record<string, number>>;
}

/** The first record of a file. */
export function fileBeginning(wallSeconds: number): Buffer {
  return record(Buffer.concat([field64(1, doubleBytes(wallSeconds)), fieldBytes(3, Buffer.from(FILE_VERSION))]));
}

export function scalarRecord({ wallSeconds, step, values }: ScalarRow): Buffer {
  const summary = Object.entries(values).map(([tag, value]) =>
    fieldBytes(1, Buffer.concat([fieldBytes(1, Buffer.from(tag)), field32(2, value)])),
  );
  return record(
    Buffer.concat([
      field64(1, doubleBytes(wallSeconds)),
      tagOf(2, 0),
      varint(step),
      fieldBytes(5, Buffer.concat(summary)),
    ]),
  );
}

/** Length, its check sum, the bytes, their check sum; little-endian. */
function record(bytes: Buffer): Buffer {
  const head = Buffer.alloc(12);
  head.writeBigUInt64LE(BigInt(bytes.length), 0);
  head.writeUInt32LE(maskedCrc(head.subarray(0, 8)), 8);
  const tail = Buffer.alloc(4);
  tail.writeUInt32LE(maskedCrc(bytes), 0);
  return Buffer.concat([head, bytes, tail]);
}

function doubleBytes(value: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeDoubleLE(value);
  return bytes;
}

/** Protocol buffers: number of the field, and how its value is written (0 varint, 1 eight bytes, 2 length and bytes, 5 four bytes). */
function tagOf(field: number, wire: 0 | 1 | 2 | 5): Buffer {
  return varint((field << 3) | wire);
}

function field64(field: number, bytes: Buffer): Buffer {
  return Buffer.concat([tagOf(field, 1), bytes]);
}

function field32(field: number, value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeFloatLE(value);
  return Buffer.concat([tagOf(field, 5), bytes]);
}

function fieldBytes(field: number, bytes: Buffer): Buffer {
  return Buffer.concat([tagOf(field, 2), varint(bytes.length), bytes]);
}

/** Seven bits a byte, the lowest first. */
function varint(value: number): Buffer {
  const bytes: number[] = [];
  let rest = value;
  for (; rest > 127; rest = Math.floor(rest / 128)) bytes.push((rest % 128) | 128);
  return Buffer.from([...bytes, rest]);
}

/** CRC-32C (Castagnoli, RFC 3720 B.4), reflected: the polynomial's bits from the lowest on. */
const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte;
  for (let bit = 0; bit < 8; bit += 1) crc = (crc & 1) === 1 ? (crc >>> 1) ^ 0x82f63b78 : crc >>> 1;
  return crc;
});

/** As TFRecords mask it (tensorflow/tsl lib/hash/crc32c.h), since the check sum of check sums would be a weak one. */
function maskedCrc(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) crc = (crc >>> 8) ^ CRC_TABLE[(crc ^ byte) & 255]!;
  crc = ~crc >>> 0;
  return (((crc >>> 15) | (crc << 17)) + 0xa282ead8) >>> 0;
}
