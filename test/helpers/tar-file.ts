// Tar archives for tests, made in memory: honest ones, and ones with members that no honest program writes.
import { buffer } from 'node:stream/consumers';
import { type Header, pack } from 'tar-stream';

export interface TestMember extends Partial<Omit<Header, 'pax'>> {
  readonly name: string;
  readonly content?: string | Buffer;
  readonly pax?: Readonly<Record<string, string>>;
}

export async function tarOf(members: readonly TestMember[]): Promise<Buffer> {
  const archive = pack();
  for (const { content = '', ...header } of members) archive.entry(header, content);
  archive.finalize();
  return buffer(archive as AsyncIterable<Buffer>);
}

/** The archive with the first member's header changed; its checksum made right again. */
export function patchFirstHeader(tar: Buffer, change: (header: Buffer) => void): Buffer {
  const patched = Buffer.from(tar);
  const header = patched.subarray(0, 512);
  change(header);
  header.fill(' ', 148, 156);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return patched;
}

/** Declares a size that the archive does not hold. */
export function declareSize(tar: Buffer, sizeBytes: number): Buffer {
  return patchFirstHeader(tar, (header) => header.write(`${sizeBytes.toString(8).padStart(11, '0')}\0`, 124));
}
