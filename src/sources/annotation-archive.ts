// The official annotation archive (tar, tar.gz, or a plain CSV) in, the bytes of its train.csv out. Read to its end, so that a
// truncated archive is refused.
import { createHash, type Hash } from 'node:crypto';
import path from 'node:path';
import { PassThrough } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { type Extract, extract } from 'tar-stream';
import { ManifestError } from '../errors.ts';
import { type ByteStreamOptions, openByteStream } from './http-stream.ts';
import { publicAddress } from './public-address.ts';
import { TransferError } from './transfer-error.ts';

export interface TrainCsv {
  /** Address and member, for messages. */
  readonly name: string;
  readonly content: Uint8Array;
  /** Hex SHA-256 of the archive as it came. */
  readonly archiveSha256: string;
}

export interface AnnotationArchiveOptions extends ByteStreamOptions {
  /** Bound of the archive, both as it comes and unpacked. */
  readonly maxBytes: number;
}

const MEMBER = 'train.csv';

/**
 * @throws TransferError when the address cannot be read to its end.
 * @throws ManifestError when what comes is no such archive, is cut short or grows beyond the bound.
 */
export async function readTrainCsv(address: string, options: AnnotationArchiveOptions): Promise<TrainCsv> {
  const shown = publicAddress(address);
  const fileName = shown.replace(/\?.*$/, '').toLowerCase();
  const isCsv = fileName.endsWith('.csv');
  const { body } = await openByteStream(address, options);
  const hash = createHash('sha256');
  const unpack = /\.(gz|tgz)$/.test(fileName) ? createGunzip() : new PassThrough();
  const sink = isCsv ? wholeContent() : memberContent();
  try {
    const [content] = await Promise.all([
      sink.content,
      pipeline(body, hashedBytes(hash), unpack, boundedBytes(options.maxBytes), sink.writable),
    ]);
    return { name: isCsv ? shown : `${shown} (${MEMBER})`, content, archiveSha256: hash.digest('hex') };
  } catch (cause) {
    if (cause instanceof TransferError || options.abortSignal?.aborted) throw cause;
    const got = cause instanceof Error ? cause.message : String(cause);
    const problem = `expected the whole Kinetics-400 annotation archive (.tar, .tar.gz, .tgz or .csv), got "${got}" on reading it`;
    throw new ManifestError({ file: shown }, `${problem}; check the address, then run again`, { cause });
  }
}

type ByteStage = (chunks: AsyncIterable<Buffer>) => AsyncGenerator<Buffer, void>;

function hashedBytes(hash: Hash): ByteStage {
  return async function* (chunks) {
    for await (const chunk of chunks) {
      hash.update(chunk);
      yield chunk;
    }
  };
}

/** A small archive can unpack to any size. */
function boundedBytes(maxBytes: number): ByteStage {
  return async function* (chunks) {
    let bytes = 0;
    for await (const chunk of chunks) {
      bytes += chunk.length;
      if (bytes > maxBytes) throw new Error(`more than ${maxBytes} bytes`);
      yield chunk;
    }
  };
}

interface Sink {
  readonly writable: NodeJS.WritableStream;
  readonly content: Promise<Buffer>;
}

function wholeContent(): Sink {
  const writable = new PassThrough();
  return { writable, content: buffer(writable) };
}

function memberContent(): Sink {
  const writable = extract();
  return { writable, content: findMember(writable) };
}

/** Reads on to the archive's end after the member, since only the end shows that nothing is missing. */
async function findMember(archive: Extract): Promise<Buffer> {
  let content: Buffer | undefined;
  for await (const entry of archive) {
    const isWanted = entry.header.type === 'file' && path.posix.basename(entry.header.name) === MEMBER;
    if (isWanted && content === undefined) content = await buffer(entry);
    else entry.resume();
  }
  if (content === undefined) throw new Error(`no ${MEMBER} inside`);
  return content;
}
