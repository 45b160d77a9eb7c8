// How an address of the synthetic site behaves, and the bytes that it sends for it. Reads files; knows nothing of HTTP connections.
import { createReadStream } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';

/** `times`: only for the first so many requests; from then on the file is served as it should be. */
export type Behaviour = { readonly times?: number } & (
  | { readonly kind: 'serve' }
  /** Whole file always, as servers without Range do. */
  | { readonly kind: 'no-range' }
  | { readonly kind: 'status'; readonly status: number; readonly retryAfterSeconds?: number }
  /** A web page where a video should be. */
  | { readonly kind: 'html' }
  | { readonly kind: 'redirect'; readonly location: string }
  /** Promises the whole file and closes the connection at this share of it, 0..1. */
  | { readonly kind: 'cut-short'; readonly atRatio: number }
  /** As cut-short, but the connection stays open and silent. */
  | { readonly kind: 'stall'; readonly atRatio: number }
  /** Well-formed HTTP with flipped bits in the last three quarters of the file. */
  | { readonly kind: 'broken' }
  | { readonly kind: 'slow'; readonly bytesPerSecond: number }
  /** The file, and after it zeros for ever, without a length. */
  | { readonly kind: 'endless' }
);

/** A byte range of a file, both ends inclusive as HTTP writes them. */
export interface ByteRange {
  readonly first: number;
  readonly last: number;
}

const SLOW_STEPS_PER_SECOND = 10;
const BROKEN_EVERY_BYTES = 61;
const ENDLESS_BLOCK = Buffer.alloc(64 * 1024);

/** The range that a `Range` header asks for; undefined: the whole file; `unsatisfiable`: beyond its end. */
export function parseRange(header: string | undefined, sizeBytes: number): ByteRange | undefined | 'unsatisfiable' {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header ?? '');
  if (match === null || (match[1] === '' && match[2] === '')) return undefined;
  const [, first = '', last = ''] = match;
  if (first === '') return { first: Math.max(0, sizeBytes - Number(last)), last: sizeBytes - 1 };
  const range = { first: Number(first), last: last === '' ? sizeBytes - 1 : Math.min(Number(last), sizeBytes - 1) };
  return range.first > range.last ? 'unsatisfiable' : range;
}

/** The bytes of a range as this behaviour sends them; ends early where the behaviour does. */
export async function* bodyOf(
  behaviour: Behaviour,
  file: { readonly path: string; readonly sizeBytes: number },
  range: ByteRange,
  abortSignal: AbortSignal,
): AsyncGenerator<Buffer> {
  const endsAt = 'atRatio' in behaviour ? Math.floor(file.sizeBytes * behaviour.atRatio) : file.sizeBytes;
  const highWaterMark =
    behaviour.kind === 'slow' ? Math.ceil(behaviour.bytesPerSecond / SLOW_STEPS_PER_SECOND) : 64 * 1024;
  let position = range.first;
  if (position < endsAt) {
    const end = Math.min(range.last, endsAt - 1);
    for await (const chunk of createReadStream(file.path, { start: range.first, end, highWaterMark })) {
      if (behaviour.kind === 'slow') await delay(1000 / SLOW_STEPS_PER_SECOND, undefined, { signal: abortSignal });
      if (behaviour.kind === 'broken') breakBytes(chunk as Buffer, position, file.sizeBytes);
      yield chunk as Buffer;
      position += (chunk as Buffer).length;
    }
  }
  while (behaviour.kind === 'endless') yield ENDLESS_BLOCK;
}

/** Which bytes are flipped depends on their place in the file alone, so that ranges agree with each other. */
function breakBytes(chunk: Buffer, position: number, sizeBytes: number): void {
  const from = Math.ceil(sizeBytes / 4);
  for (let offset = 0; offset < chunk.length; offset += 1) {
    const place = position + offset;
    if (place >= from && place % BROKEN_EVERY_BYTES === 0) chunk[offset] = (chunk[offset] as number) ^ 0xff;
  }
}
