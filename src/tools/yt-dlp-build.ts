// Which kind of yt-dlp a file is, told by its first bytes: some update themselves, some belong to a package manager.
import { open } from 'node:fs/promises';

/** `zipapp` and `standalone` are upstream's own files; `unpacked` is our wrapper around Debian's package; `package` is anything else. */
export type YtDlpBuild = 'zipapp' | 'standalone' | 'unpacked' | 'package';

/** Stands in the second line of the wrapper that we write. */
export const WRAPPER_MARK = '# ks-build: runs the unpacked package of yt-dlp beside this folder';

const HEAD_BYTES = 256;
/** ELF; Mach-O 64-bit and universal; PE. */
const EXECUTABLE_MAGICS = ['7f454c46', 'cffaedfe', 'cafebabe', '4d5a'];

export function classifyYtDlp(head: Buffer): YtDlpBuild {
  const hex = head.toString('hex');
  if (EXECUTABLE_MAGICS.some((magic) => hex.startsWith(magic))) return 'standalone';
  const text = head.toString('latin1');
  if (text.includes(WRAPPER_MARK)) return 'unpacked';
  return /^#!.*python.*\nPK/.test(text) ? 'zipapp' : 'package';
}

export async function ytDlpBuildOf(file: string): Promise<YtDlpBuild> {
  const handle = await open(file);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
    return classifyYtDlp(buffer.subarray(0, bytesRead));
  } finally {
    await handle.close();
  }
}
