// A location in (http, https or file URL, or a local path), its bytes out as one stream: broken connections are resumed with Range,
// bounded in retries, time and size. What goes wrong is a TransferError with a failure code.
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import type { Config } from '../config.ts';
import { readHttp } from './http-resume.ts';
import { publicAddress } from './public-address.ts';
import type { TransferProgress } from './source.ts';
import { TransferError } from './transfer-error.ts';

export interface ByteStreamOptions {
  readonly limits: Config['transfer'];
  readonly abortSignal?: AbortSignal;
  /** A body that is or grows larger ends with `too-large`. */
  readonly maxBytes?: number;
  /** `http://[user:password@]host:port`; for http and https locations. */
  readonly proxy?: string | undefined;
  readonly onProgress?: (progress: TransferProgress) => void;
}

export interface ByteStream {
  /** Ends with a TransferError, or with the abort signal's reason. Destroying it closes the connection. */
  readonly body: Readable;
  readonly totalBytes: number | undefined;
}

/** Bytes read ahead of the consumer: enough to keep inflating busy while the next ones come. */
const READ_AHEAD_BYTES = 512 * 1024;

/** @throws TransferError when it cannot be opened. */
export async function openByteStream(location: string, options: ByteStreamOptions): Promise<ByteStream> {
  options.abortSignal?.throwIfAborted();
  const closing = new AbortController();
  const close = (): void => closing.abort(options.abortSignal?.reason);
  options.abortSignal?.addEventListener('abort', close, { signal: closing.signal });
  try {
    const { chunks, totalBytes } = isHttp(location)
      ? await readHttp(location, { limits: options.limits, proxy: options.proxy, abortSignal: closing.signal })
      : await readLocalFile(location, closing.signal);
    const shown = publicAddress(location);
    if ((totalBytes ?? 0) > (options.maxBytes ?? Infinity)) throw tooLarge(shown, options.maxBytes);
    return { body: readableOf(withinLimits(chunks, totalBytes, shown, options), close), totalBytes };
  } catch (error) {
    close();
    throw error;
  }
}

export function isHttp(location: string): boolean {
  return /^https?:/i.test(location);
}

/** The path that a local location means. @throws TransferError for a file URL of another machine or with `%2F` in a name. */
export function localPath(location: string): string {
  if (!/^file:/i.test(location)) return location;
  try {
    return fileURLToPath(location);
  } catch (cause) {
    throw new TransferError('unknown', `expected a file URL of this machine, file:///..., got ${location}`, { cause });
  }
}

async function readLocalFile(location: string, abortSignal: AbortSignal) {
  const path = localPath(location);
  const stats = await stat(path).catch((cause: NodeJS.ErrnoException) => {
    throw new TransferError(cause.code === 'EACCES' ? 'forbidden' : 'not-found', `cannot read ${path}: ${cause.code}`, {
      cause,
    });
  });
  if (stats.isDirectory()) throw new TransferError('not-found', `expected a file, got a folder: ${path}`);
  return { chunks: fileChunks(path, abortSignal), totalBytes: stats.isFile() ? stats.size : undefined };
}

async function* fileChunks(path: string, abortSignal: AbortSignal): AsyncGenerator<Buffer, void> {
  yield* createReadStream(path, { highWaterMark: READ_AHEAD_BYTES, signal: abortSignal });
}

async function* withinLimits(
  chunks: AsyncIterable<Buffer>,
  totalBytes: number | undefined,
  shown: string,
  { maxBytes = Infinity, onProgress, abortSignal }: ByteStreamOptions,
): AsyncGenerator<Buffer, void> {
  let receivedBytes = 0;
  try {
    for await (const chunk of chunks) {
      receivedBytes += chunk.length;
      if (receivedBytes > maxBytes) throw tooLarge(shown, maxBytes);
      onProgress?.({ receivedBytes, ...(totalBytes === undefined ? {} : { totalBytes }) });
      yield chunk;
    }
  } catch (error) {
    throw abortSignal?.aborted ? abortSignal.reason : error;
  }
}

function tooLarge(shown: string, maxBytes: number | undefined): TransferError {
  return new TransferError('too-large', `expected at most ${maxBytes} bytes, got more from ${shown}`);
}

/** Unlike Readable.from, destroying it ends a read in progress at once instead of waiting for its next chunk. */
function readableOf(chunks: AsyncGenerator<Buffer, void>, close: () => void): Readable {
  return new Readable({
    highWaterMark: READ_AHEAD_BYTES,
    read() {
      chunks.next().then(
        ({ done, value }) => this.push(done ? null : value),
        (error) => this.destroy(error),
      );
    },
    destroy(error, callback) {
      close();
      chunks.return().then(
        () => callback(error),
        () => callback(error),
      );
    },
  });
}
