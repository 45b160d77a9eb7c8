// The cache file of one clip's arrays: bytes from arrays and back. Pure. What does not check out is not read: the caller makes it anew.
// Layout (little endian): magic 'KSAR', version u32, header length u32, CRC-32 u32 of all that follows; header as JSON (the numbers of
// ClipArrays and the clip's SHA-256); motionCells f32, onsetBands f32, logMel u8 (see below), frames u8, lengths as the header says.
import { crc32 } from 'node:zlib';
import { z } from 'zod';
import { CLIP_ARRAYS_VERSION, type ClipArrays } from '../signal/clip-arrays.ts';
import { LOG_MEL_FLOOR } from '../signal/log-mel.ts';

const MAGIC = Buffer.from('KSAR');
const FIXED_BYTES = 16;

/** Log-mel is kept as one byte: 0 is its floor, a level is 0.1 nats (0.43 dB), 255 is above what full scale reaches. */
const NATS_PER_LEVEL = 0.1;
const NATS_OF_LEVEL = Float32Array.from({ length: 256 }, (_, level) => LOG_MEL_FLOOR + level * NATS_PER_LEVEL);

const Count = z.number().int().nonnegative();
const Header = z.object({
  clipSha256: z.string(),
  videoFps: z.number(),
  steps: Count,
  cells: Count,
  bands: Count,
  melFrames: Count,
  melBins: Count,
  frameCount: Count,
  frameHeightPx: Count,
  frameWidthPx: Count,
});
type Header = z.infer<typeof Header>;

function bytesOf(array: Float32Array | Uint8Array): Uint8Array {
  return new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
}

function natsToLevels(logMel: Float32Array): Uint8Array {
  // The type rounds to the nearest level and holds it within 0 ... 255.
  const levels = new Uint8ClampedArray(logMel.length);
  for (let at = 0; at < levels.length; at += 1) levels[at] = (logMel[at]! - LOG_MEL_FLOOR) / NATS_PER_LEVEL;
  return new Uint8Array(levels.buffer);
}

/** A view where the address allows it, which it does in a buffer of its own. */
function floatsOf(bytes: Uint8Array): Float32Array {
  const { buffer, byteOffset, length } = bytes.byteOffset % 4 === 0 ? bytes : bytes.slice();
  return new Float32Array(buffer, byteOffset, length / 4);
}

/** A loop over a table: a corpus is read clip by clip, and this is most of what it costs. */
function levelsToNats(levels: Uint8Array): Float32Array {
  const result = new Float32Array(levels.length);
  for (let at = 0; at < levels.length; at += 1) result[at] = NATS_OF_LEVEL[levels[at]!]!;
  return result;
}

/** Sizes in bytes of the four arrays, in the order of the file. */
function sizesOf(header: Header): readonly [number, number, number, number] {
  return [
    header.cells * header.steps * 4,
    header.bands * header.steps * 4,
    header.melFrames * header.melBins,
    header.frameCount * header.frameHeightPx * header.frameWidthPx * 3,
  ];
}

export function encodeClipArrays(arrays: ClipArrays, clipSha256: string): Buffer {
  const { version, motionCells, onsetBands, logMel, frames, ...numbers } = arrays;
  const text = JSON.stringify({ clipSha256, ...numbers });
  // Spaces behind the JSON put the arrays on addresses that a Float32Array accepts.
  const header = Buffer.from(text.padEnd(Math.ceil(text.length / 4) * 4));
  const body = Buffer.concat([header, bytesOf(motionCells), bytesOf(onsetBands), natsToLevels(logMel), frames]);
  const fixed = Buffer.alloc(FIXED_BYTES);
  MAGIC.copy(fixed);
  fixed.writeUInt32LE(version, 4);
  fixed.writeUInt32LE(header.length, 8);
  fixed.writeUInt32LE(crc32(body), 12);
  return Buffer.concat([fixed, body]);
}

/** undefined when the bytes are damaged, of another version, or belong to another clip. */
export function decodeClipArrays(bytes: Buffer, clipSha256: string): ClipArrays | undefined {
  if (bytes.length < FIXED_BYTES || !bytes.subarray(0, MAGIC.length).equals(MAGIC)) return undefined;
  if (bytes.readUInt32LE(4) !== CLIP_ARRAYS_VERSION) return undefined;
  const body = bytes.subarray(FIXED_BYTES);
  if (crc32(body) !== bytes.readUInt32LE(12)) return undefined;
  const headerBytes = bytes.readUInt32LE(8);
  const header = Header.parse(JSON.parse(body.toString('utf8', 0, headerBytes)));
  const sizes = sizesOf(header);
  if (header.clipSha256 !== clipSha256 || body.length !== headerBytes + sizes.reduce((sum, size) => sum + size, 0))
    return undefined;
  let begin = headerBytes;
  const [motionCells, onsetBands, logMelLevels, frames] = sizes.map((size) => {
    const part = new Uint8Array(body.buffer, body.byteOffset + begin, size);
    begin += size;
    return part;
  }) as [Uint8Array, Uint8Array, Uint8Array, Uint8Array];
  const { clipSha256: _, ...numbers } = header;
  return {
    ...numbers,
    version: CLIP_ARRAYS_VERSION,
    motionCells: floatsOf(motionCells),
    onsetBands: floatsOf(onsetBands),
    logMel: levelsToNats(logMelLevels),
    frames,
  };
}
