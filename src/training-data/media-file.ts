// The cache file of one clip's training media: bytes from a film and samples, and its header back. Pure.
// Layout (little endian): magic 'KSTM', version u32, header length u32, CRC-32 of the header u32; header as JSON (shape, the clip's SHA-256,
// lengths, and a CRC-32 for each video frame and each block of samples and columns, so that a window is checked without reading the rest); video
// frames, RGB; samples, 16 bits; the log-mel columns of soundColumns, 16 bits: made here once and for all epochs.
import { crc32 } from 'node:zlib';
import { z } from 'zod';
import type { TrainingMedia } from '../tools/decode-training-media.ts';
import type { MediaShape } from './example-shape.ts';
import { soundColumns } from './sound-values.ts';

/** Raised whenever the layout, or the way that media are decoded, changes: older caches are then made anew. */
const MEDIA_FILE_VERSION = 2;
const MAGIC = Buffer.from('KSTM');
export const FIXED_BYTES = 16;
/** Samples that one checksum covers: 1 s. */
export const BLOCK_SAMPLES = 16_000;
/** Columns that one checksum covers. */
export const BLOCK_COLUMNS = 64;
/** Of a sample, and of a value of a column. */
const SAMPLE_BYTES = 2;

const Count = z.number().int().nonnegative();
const Header = z.object({
  clipSha256: z.string(),
  shape: z.object({
    shortSidePx: Count,
    videoFps: z.number(),
    sampleRateHz: Count,
    spanSeconds: z.number(),
    melSide: Count,
  }),
  /** Of the film that came out. */
  videoFps: z.number().positive(),
  widthPx: Count,
  heightPx: Count,
  frameCrcs: z.array(Count),
  samples: Count,
  blockCrcs: z.array(Count),
  /** Of all phases together. */
  columns: Count,
  columnCrcs: z.array(Count),
});
type Header = z.infer<typeof Header>;

/** What is known of a clip's media before any of it is read. */
export interface MediaHeader extends Header {
  readonly frameBytes: number;
  readonly columnBytes: number;
  /** Where video frames, samples and columns begin in the file, and where it ends. */
  readonly filmBegin: number;
  readonly soundBegin: number;
  readonly columnsBegin: number;
  readonly fileBytes: number;
}

function bytesOf(array: Uint8Array | Int16Array): Uint8Array {
  return new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
}

function crcsOf(bytes: Uint8Array, pieceBytes: number): number[] {
  const count = Math.ceil(bytes.length / pieceBytes);
  return Array.from({ length: count }, (_, at) => crc32(bytes.subarray(at * pieceBytes, (at + 1) * pieceBytes)));
}

/** The parts of the file in their order. */
export function encodeMediaFile({ film, mono }: TrainingMedia, shape: MediaShape, clipSha256: string): Uint8Array[] {
  const sound = bytesOf(mono);
  const { widthPx, heightPx, videoFps } = film;
  const columns = bytesOf(soundColumns(mono, shape));
  const columnBytes = shape.melSide * SAMPLE_BYTES;
  const header = {
    clipSha256,
    shape,
    videoFps,
    widthPx,
    heightPx,
    frameCrcs: crcsOf(film.rgb, widthPx * heightPx * 3),
    samples: mono.length,
    blockCrcs: crcsOf(sound, BLOCK_SAMPLES * SAMPLE_BYTES),
    columns: columns.length / columnBytes,
    columnCrcs: crcsOf(columns, BLOCK_COLUMNS * columnBytes),
  } satisfies Header;
  const headerBytes = Buffer.from(JSON.stringify(header));
  const fixed = Buffer.alloc(FIXED_BYTES);
  MAGIC.copy(fixed);
  fixed.writeUInt32LE(MEDIA_FILE_VERSION, 4);
  fixed.writeUInt32LE(headerBytes.length, 8);
  fixed.writeUInt32LE(crc32(headerBytes), 12);
  return [fixed, headerBytes, film.rgb, sound, columns];
}

/** Bytes of the header behind the fixed part; undefined when this is no file of ours and of this version. */
export function headerLength(fixed: Buffer): number | undefined {
  if (fixed.length < FIXED_BYTES || !fixed.subarray(0, MAGIC.length).equals(MAGIC)) return undefined;
  return fixed.readUInt32LE(4) === MEDIA_FILE_VERSION ? fixed.readUInt32LE(8) : undefined;
}

/** undefined when the header is damaged, or of another clip or shape. @param start of the file, its header whole */
export function decodeMediaHeader(start: Buffer, shape: MediaShape, clipSha256: string): MediaHeader | undefined {
  const length = headerLength(start);
  if (length === undefined || start.length < FIXED_BYTES + length) return undefined;
  const headerBytes = start.subarray(FIXED_BYTES, FIXED_BYTES + length);
  if (crc32(headerBytes) !== start.readUInt32LE(12)) return undefined;
  const header = Header.parse(JSON.parse(headerBytes.toString()));
  if (header.clipSha256 !== clipSha256 || !isSameShape(header.shape, shape)) return undefined;
  const frameBytes = header.widthPx * header.heightPx * 3;
  const filmBegin = FIXED_BYTES + length;
  const soundBegin = filmBegin + header.frameCrcs.length * frameBytes;
  const columnsBegin = soundBegin + header.samples * SAMPLE_BYTES;
  const columnBytes = shape.melSide * SAMPLE_BYTES;
  const fileBytes = columnsBegin + header.columns * columnBytes;
  return { ...header, frameBytes, columnBytes, filmBegin, soundBegin, columnsBegin, fileBytes };
}

const SHAPE_FIELDS = ['shortSidePx', 'videoFps', 'sampleRateHz', 'spanSeconds', 'melSide'] as const;

function isSameShape(one: MediaShape, other: MediaShape): boolean {
  return SHAPE_FIELDS.every((field) => one[field] === other[field]);
}
