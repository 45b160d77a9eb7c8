// Opens the cache file of a clip's training media and reads what is asked for, each piece checked. Blocks: for worker threads.
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { crc32 } from 'node:zlib';
import type { MediaShape } from './example-shape.ts';
import {
  BLOCK_COLUMNS,
  BLOCK_SAMPLES,
  decodeMediaHeader,
  FIXED_BYTES,
  headerLength,
  type MediaHeader,
} from './media-file.ts';
import { firstColumnOf } from './sound-values.ts';
import { type TrainingClip, UnreadableMedia } from './training-clip.ts';

export interface OpenMedia {
  readonly header: MediaHeader;
  /** `[heightPx, widthPx, 3]`. @throws UnreadableMedia */
  videoFrame(position: number): Uint8Array;
  /** Silence before the first sample and behind the last. @throws UnreadableMedia */
  samples(from: number, count: number): Int16Array;
  /** `[melSide, melSide]` of the span that begins at an instant, as sound-values.ts has it. @throws UnreadableMedia */
  soundImage(startSeconds: number): Int16Array;
  close(): void;
}

/** Numbers of 16 bits in the file. */
interface KeptNumbers {
  readonly begin: number;
  readonly count: number;
  /** Of each block. */
  readonly crcs: readonly number[];
}

/** A header of 10 s fits. */
const FIRST_READ_BYTES = 4096;

/** undefined: there is none, or none that is whole, of this version, this clip and this shape. */
export function openMedia(clip: TrainingClip, shape: MediaShape): OpenMedia | undefined {
  const file = openIfThere(clip.cachePath);
  if (file === undefined) return undefined;
  const header = readHeader(file, shape, clip.sha256);
  if (header === undefined || fstatSync(file).size !== header.fileBytes) {
    closeSync(file);
    return undefined;
  }
  const readPiece = (begin: number, length: number, crc: number | undefined): Buffer => {
    const bytes = readAt(file, begin, length);
    if (crc32(bytes) !== crc) throw new UnreadableMedia(clip, `bytes ${begin} to ${begin + length} are damaged`);
    return bytes;
  };
  /** Zeros before the first and behind the last. Blocks that are touched are read whole, as each has one checksum. */
  const readNumbers = (kept: KeptNumbers, blockLength: number, from: number, count: number): Int16Array => {
    const result = new Int16Array(count);
    const end = Math.min(from + count, kept.count);
    for (let block = Math.floor(Math.max(0, from) / blockLength); block * blockLength < end; block += 1) {
      const first = block * blockLength;
      const length = Math.min(blockLength, kept.count - first);
      const bytes = readPiece(kept.begin + 2 * first, 2 * length, kept.crcs[block]);
      const numbers = new Int16Array(bytes.buffer, bytes.byteOffset, length);
      const begin = Math.max(from, first);
      result.set(numbers.subarray(begin - first, Math.min(end, first + length) - first), begin - from);
    }
    return result;
  };
  return {
    header,
    videoFrame: (position) =>
      readPiece(header.filmBegin + position * header.frameBytes, header.frameBytes, header.frameCrcs[position]),
    samples: (from, count) =>
      readNumbers(
        { begin: header.soundBegin, count: header.samples, crcs: header.blockCrcs },
        BLOCK_SAMPLES,
        from,
        count,
      ),
    soundImage: (startSeconds) => {
      const { melSide } = shape;
      const columns = { begin: header.columnsBegin, count: header.columns * melSide, crcs: header.columnCrcs };
      const from = firstColumnOf(shape, header.columns, startSeconds) * melSide;
      return readNumbers(columns, BLOCK_COLUMNS * melSide, from, melSide ** 2);
    },
    close: () => closeSync(file),
  };
}

function openIfThere(path: string): number | undefined {
  try {
    return openSync(path, 'r');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

function readHeader(file: number, shape: MediaShape, sha256: string): MediaHeader | undefined {
  let start = readAt(file, 0, FIRST_READ_BYTES);
  const length = headerLength(start);
  if (length === undefined) return undefined;
  if (FIXED_BYTES + length > start.length)
    start = readAt(file, 0, Math.min(FIXED_BYTES + length, fstatSync(file).size));
  return decodeMediaHeader(start, shape, sha256);
}

/** Fewer bytes where the file ends. Memory of its own, which begins where numbers of any size may. */
function readAt(file: number, begin: number, length: number): Buffer {
  const bytes = Buffer.allocUnsafeSlow(length);
  let filled = 0;
  while (filled < length) {
    const read = readSync(file, bytes, filled, length - filled, begin + filled);
    if (read === 0) break;
    filled += read;
  }
  return bytes.subarray(0, filled);
}
