// The bytes of a tar or tar.gz in, its members out one by one, with constant memory. Errors of reading are TransferErrors.
import { once } from 'node:events';
import { PassThrough, type Readable, type Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { extract, type Header } from 'tar-stream';
import { TransferError } from './transfer-error.ts';

/** tar-stream's types leave out that a kind of member it does not know is null, and what pax records are. */
export type MemberHeader = Pick<Header, 'name' | 'size'> & {
  readonly type: Header['type'] | null;
  readonly pax?: Readonly<Record<string, string>> | null;
};

export interface TarMember {
  readonly header: MemberHeader;
  /** To be read or passed over before the next member is asked for. */
  readonly content: AsyncIterable<Buffer>;
  passOver(): void;
}

/** Bytes that one inflating step gives: larger steps mean fewer trips to the thread pool (the default of 16 KiB costs about 1.5 times the CPU). */
const INFLATED_CHUNK_BYTES = 256 * 1024;

const BLOCK_BYTES = 512;

/** tar-stream's words for an archive that ends inside a member; ours for one that ends between two. */
const CUT_SHORT = 'Unexpected end of data';

/** Ends at the end of the archive; leaving the loop early closes `body`. `shown` names the archive in errors. */
export async function* readTar(body: Readable, shown: string): AsyncGenerator<TarMember, void> {
  const members = extract();
  try {
    const unpack = (await startsAsGzip(body)) ? createGunzip({ chunkSize: INFLATED_CHUNK_BYTES }) : new PassThrough();
    const flow = pipeline(body, unpack, requireEndMarker, members as unknown as Writable);
    // The loop below meets the same error; without this it would also count as one that nobody handles.
    flow.catch(() => {});
    for await (const entry of members) {
      yield {
        header: entry.header as MemberHeader,
        content: contentOf(entry as AsyncIterable<Buffer>, shown),
        passOver: () => void entry.resume(),
      };
    }
    await flow;
  } catch (error) {
    throw readingError(error, shown);
  } finally {
    body.destroy();
  }
}

async function* contentOf(entry: AsyncIterable<Buffer>, shown: string): AsyncGenerator<Buffer, void> {
  try {
    yield* entry;
  } catch (error) {
    throw readingError(error, shown);
  }
}

async function startsAsGzip(body: Readable): Promise<boolean> {
  while (!body.readableEnded) {
    const start: Buffer | null = body.read(2);
    if (start !== null) {
      body.unshift(start);
      return start[0] === 0x1f && start[1] === 0x8b;
    }
    await Promise.race([once(body, 'readable'), once(body, 'end')]);
  }
  return false;
}

/** A tar ends with blocks of zeros. One that was cut between two members has none, and nothing else would tell. */
async function* requireEndMarker(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer, void> {
  let lastBlock: Buffer = Buffer.alloc(0);
  for await (const chunk of chunks) {
    lastBlock = (chunk.length < BLOCK_BYTES ? Buffer.concat([lastBlock, chunk]) : chunk).subarray(-BLOCK_BYTES);
    yield chunk;
  }
  if (lastBlock.length < BLOCK_BYTES || lastBlock.some((byte) => byte !== 0)) throw new Error(CUT_SHORT);
}

function readingError(error: unknown, shown: string): TransferError {
  if (error instanceof TransferError) return error;
  const { code, message } = error as NodeJS.ErrnoException;
  const isCutShort = code === 'Z_BUF_ERROR' || message === CUT_SHORT;
  const problem = isCutShort ? 'it ends in the middle' : message;
  return new TransferError(
    isCutShort ? 'stalled' : 'unknown',
    `expected a whole tar or tar.gz, got ${shown}: ${problem}`,
    {
      cause: error,
    },
  );
}
