import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { installSoftwareVulkan, softwareVulkanFile } from '../../src/tools/install-software-vulkan.ts';
import { temporaryFolder, writeProgram } from '../helpers/programs.ts';

const DRIVER =
  '{ "ICD": { "api_version": "1.4.305", "library_path": "libvulkan_lvp.so" }, "file_format_version": "1.0.0" }';

/** apt-get and dpkg-deb stand-ins: the package "contains" a library that is none, and its description. */
function debian(folder: string, codename = 'bookworm') {
  const searchPath = path.join(folder, 'path');
  writeProgram(
    searchPath,
    'apt-get',
    `case "$*" in *download*) cp ks-build.sources "${folder}/used.sources"; : > mesa_25_all.deb;; esac`,
  );
  const libraries = process.arch === 'arm64' ? 'aarch64-linux-gnu' : 'x86_64-linux-gnu';
  writeProgram(
    searchPath,
    'dpkg-deb',
    `mkdir -p "$3/usr/lib/${libraries}" "$3/usr/share/vulkan/icd.d"; echo library > "$3/usr/lib/${libraries}/libvulkan_lvp.so"; echo '${DRIVER}' > "$3/usr/share/vulkan/icd.d/lvp_icd.json"`,
  );
  return {
    osRelease: `ID=debian\nVERSION_CODENAME=${codename}\n`,
    aptFiles: [{ name: 'sources.list', text: `deb http://mirror.example/debian ${codename} main` }],
    keyring: '/keys/debian.gpg',
    searchPath,
    isRoot: false,
  };
}

for (const [codename, suite] of [
  ['bookworm', 'bookworm-backports'],
  ['trixie', 'trixie'],
] as const) {
  test(`on ${codename} the driver comes out of ${suite}; nothing but its library and a description of it stays`, async (t) => {
    const folder = temporaryFolder(t);
    const home = path.join(folder, '.ks');
    const outcome = await installSoftwareVulkan(home, debian(folder, codename));
    assert.deepEqual(outcome.state === 'installed' && outcome.path, softwareVulkanFile(home));
    assert.match(readFileSync(path.join(folder, 'used.sources'), 'utf8'), new RegExp(`^Suites: ${suite}$`, 'm'));
    const { ICD } = JSON.parse(readFileSync(softwareVulkanFile(home), 'utf8'));
    assert.equal(ICD.api_version, '1.4.305');
    assert.ok(existsSync(ICD.library_path));
    assert.deepEqual(readdirSync(home), ['backends']);
    assert.deepEqual(readdirSync(path.dirname(ICD.library_path)).sort(), ['icd.json', 'libvulkan_lvp.so']);
  });
}

test('where there is no Debian it is passed over, and nothing is left', async (t) => {
  const folder = temporaryFolder(t);
  const outcome = await installSoftwareVulkan(path.join(folder, '.ks'), {
    ...debian(folder),
    osRelease: 'ID=fedora\n',
  });
  assert.match(outcome.state === 'passed-over' ? outcome.reason : '', /this system is fedora/);
  assert.equal(existsSync(path.join(folder, '.ks')), false);
});
