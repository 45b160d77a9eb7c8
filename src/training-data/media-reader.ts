// Opens the cache file of a clip's training media and reads what is asked for, each piece checked. Blocks: for worker threads.
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { crc32 } from 'node:zlib';
import type { MediaShape } from './example-shape.ts';
import { BLOCK_SAMPLES, decodeMediaHeader, FIXED_BYTES, headerLength, type MediaHeader } from './media-file.ts';
import { type TrainingClip, UnreadableMedia } from './training-clip.ts';

export interface OpenMedia {
  readonly header: MediaHeader;
  /** `[heightPx, widthPx, 3]`. @throws UnreadableMedia */
  videoFrame(position: number): Uint8Array;
  /** Silence before the first sample and behind the last. @throws UnreadableMedia */
  samples(from: number, count: number): Int16Array;
  /** Of the span that begins at a step of the film's grid, see sound-values.ts. @throws UnreadableMedia */
  soundImage(step: number): Int16Array;
  close(): void;
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
  return {
    header,
    videoFrame: (position) =>
      readPiece(header.filmBegin + position * header.frameBytes, header.frameBytes, header.frameCrcs[position]),
    samples: (from, count) => {
      const result = new Int16Array(count);
      const end = Math.min(from + count, header.samples);
      for (let block = Math.floor(Math.max(0, from) / BLOCK_SAMPLES); block * BLOCK_SAMPLES < end; block += 1) {
        const first = block * BLOCK_SAMPLES;
        const length = Math.min(BLOCK_SAMPLES, header.samples - first);
        const piece = numbersOf(readPiece(header.soundBegin + 2 * first, 2 * length, header.blockCrcs[block]));
        const begin = Math.max(from, first);
        result.set(piece.subarray(begin - first, Math.min(end, first + length) - first), begin - from);
      }
      return result;
    },
    soundImage: (step) => {
      const begin = header.imagesBegin + step * header.imageBytes;
      return numbersOf(readPiece(begin, header.imageBytes, header.imageCrcs[step]));
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

/** As encodeMediaFile wrote them. */
function numbersOf(bytes: Buffer): Int16Array {
  return new Int16Array(bytes.buffer, bytes.byteOffset, bytes.length / 2);
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
