// A Vulkan driver that computes on the processor (Mesa's lavapipe), for trying the backend webgpu where there is no GPU: fetched as a Debian
// package, its one library kept in our own folder. Nothing of the system changes.
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { type AptMachine, unpackDebianPackage } from './debian-package.ts';
import { type InstallOutcome, passedOver } from './install-outcome.ts';
import { run } from './process.ts';

const LIBRARY = 'libvulkan_lvp.so';
const DESCRIPTION = 'icd.json';

/** What the variable VK_ICD_FILENAMES has to name. */
export function softwareVulkanFile(home: string): string {
  return path.join(home, 'backends', 'software-vulkan', DESCRIPTION);
}

/** Debian 12's own Mesa (22.3) lacks what Dawn demands; 25.0 has it. */
function suiteOf(codename: string): string {
  return codename === 'bookworm' ? 'bookworm-backports' : codename;
}

/** @param home our own folder */
export async function installSoftwareVulkan(home: string, machine: AptMachine): Promise<InstallOutcome> {
  const folder = path.dirname(softwareVulkanFile(home));
  return unpackDebianPackage({ name: 'mesa-vulkan-drivers', home, suiteOf }, machine, async (unpacked) => {
    const multiarch = process.arch === 'arm64' ? 'aarch64-linux-gnu' : 'x86_64-linux-gnu';
    const library = path.join(unpacked, 'usr', 'lib', multiarch, LIBRARY);
    const missing = await missingLibraries(library);
    if (missing.length > 0) return passedOver(`Mesa's software driver needs ${missing.join(', ')}, not installed here`);
    await rm(folder, { recursive: true, force: true });
    await mkdir(folder, { recursive: true });
    await rename(library, path.join(folder, LIBRARY));
    const description = await describe(path.join(unpacked, 'usr', 'share', 'vulkan', 'icd.d'), folder);
    await writeFile(path.join(folder, DESCRIPTION), description);
    return { state: 'installed', path: path.join(folder, DESCRIPTION), from: "Debian's package mesa-vulkan-drivers" };
  });
}

/** The package's own description, with the place where the library is now. */
async function describe(folder: string, libraryFolder: string): Promise<string> {
  for (const name of ['lvp_icd.json', 'lvp_icd.x86_64.json', 'lvp_icd.aarch64.json']) {
    try {
      const told = JSON.parse(await readFile(path.join(folder, name), 'utf8')) as { ICD: { api_version: string } };
      const ICD = { api_version: told.ICD.api_version, library_path: path.join(libraryFolder, LIBRARY) };
      return `${JSON.stringify({ file_format_version: '1.0.0', ICD }, undefined, 2)}\n`;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    }
  }
  throw new Error(`expected the description of ${LIBRARY} among the files of mesa-vulkan-drivers, found none`);
}

async function missingLibraries(library: string): Promise<string[]> {
  const lines: string[] = [];
  await run('ldd', [library], { timeLimitMs: 10_000, onStdoutLine: (line) => lines.push(line) });
  return lines.flatMap((line) => /^\s*(\S+) => not found/.exec(line)?.[1] ?? []);
}
