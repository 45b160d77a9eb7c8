// `ks-build setup --backend`: the machine code of one tensor backend, in a folder that `npm ci` leaves alone. Safe to repeat.
import { existsSync } from 'node:fs';
import { MissingToolError } from '../errors.ts';
import type { AddedBackend } from '../tensor/backend-names.ts';
import { backendFolder, NATIVE_PACKAGES, ownPackageFolder } from '../tensor/backends/native-package.ts';
import { readAptMachine } from '../tools/debian-package.ts';
import type { ToolSearch } from '../tools/find-program.ts';
import { installedVersion, installNpmPackage } from '../tools/install-npm-package.ts';
import { installSoftwareVulkan, softwareVulkanFile } from '../tools/install-software-vulkan.ts';
import { print } from './output.ts';

interface Advice {
  readonly size: string;
  /** What to look at when it cannot be had. */
  readonly remedy: string;
}

const TENSORFLOW_REMEDY =
  'its install script fetches TensorFlow 2.9.1 from storage.googleapis.com: use a network that reaches it, or set TFJS_NODE_CDN_STORAGE to a mirror';

const ADVICE: Readonly<Record<AddedBackend, Advice>> = {
  cuda: { size: "300 MB and TensorFlow's library", remedy: TENSORFLOW_REMEDY },
  webgpu: { size: '130 MB', remedy: 'it needs a network that reaches npm packages, and on Linux glibc 2.34 or newer' },
  node: { size: "300 MB and TensorFlow's library", remedy: TENSORFLOW_REMEDY },
};

/** @throws MissingToolError (exit 4) when it cannot be installed; then nothing of it is left behind, and one that was there stays. */
export async function setUpBackend(backend: AddedBackend, search: ToolSearch): Promise<void> {
  const { packageName: name, version, shared } = NATIVE_PACKAGES[backend];
  refuseWhereItCannotRun(backend);
  const folder = backendFolder(backend, search.home);
  if ((await installedVersion({ folder, name })) !== version) {
    print(`installing ${name}@${version}, ${ADVICE[backend].size} ...`);
    const links = new Map(shared.map((packageName) => [packageName, ownPackageFolder(packageName)]));
    const outcome = await installNpmPackage(
      { folder, name, version, runsScripts: backend !== 'webgpu', links },
      search,
    );
    if (outcome.state === 'passed-over')
      throw new MissingToolError(
        name,
        `expected to install ${name}@${version}, but ${outcome.reason}. Nothing of it is left behind; ${ADVICE[backend].remedy}`,
      );
  }
  print(`${backend}  ${name}@${version}  ${folder}`);
}

/** @returns what VK_ICD_FILENAMES has to be for webgpu to use it */
export async function setUpSoftwareDriver(search: ToolSearch): Promise<string> {
  const file = softwareVulkanFile(search.home);
  if (!existsSync(file)) {
    const outcome = await installSoftwareVulkan(search.home, await readAptMachine(search.searchPath));
    if (outcome.state === 'passed-over')
      throw new MissingToolError('vulkan', `expected a Vulkan driver for the processor, but ${outcome.reason}`);
  }
  print(`a Vulkan driver that computes on the processor: VK_ICD_FILENAMES=${file}`);
  return file;
}

function refuseWhereItCannotRun(backend: AddedBackend): void {
  const { platform, arch } = process;
  if (backend === 'cuda' && (platform === 'darwin' || arch !== 'x64'))
    throw new MissingToolError(
      'cuda',
      `cuda: expected Linux or Windows on x64, got ${platform} on ${arch}, for which there is no TensorFlow with CUDA; use --backend webgpu`,
    );
}
