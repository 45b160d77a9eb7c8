// Installs one npm package with all that it needs into a folder of its own: the folder is there when it works, and not at all when it does not.
import { mkdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { findOnPath, type ToolSearch } from './find-program.ts';
import { describeError, type InstallOutcome, passedOver } from './install-outcome.ts';
import { run } from './process.ts';

/** A library of hundreds of MB over a slow line; longer than this is a hang. */
const INSTALL_LIMIT_MS = 30 * 60_000;
const LOAD_LIMIT_MS = 120_000;
/** Of what npm said, where no script of a package had an error: npm begins with the reason. */
const SHOWN_LINES = 3;

export interface NpmPackage {
  readonly folder: string;
  readonly name: string;
  /** Exact. */
  readonly version: string;
  /** Whether its install scripts run: some fetch or build their machine code so. */
  readonly runsScripts: boolean;
  /** Packages that are not to be copies: name -> the folder that takes their place. */
  readonly links: ReadonlyMap<string, string>;
}

/** The version that lies there; undefined: none. */
export async function installedVersion({
  folder,
  name,
}: Pick<NpmPackage, 'folder' | 'name'>): Promise<string | undefined> {
  try {
    const text = await readFile(path.join(folder, 'node_modules', name, 'package.json'), 'utf8');
    return (JSON.parse(text) as { readonly version: string }).version;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    return undefined;
  }
}

export async function installNpmPackage(wanted: NpmPackage, search: ToolSearch): Promise<InstallOutcome> {
  const npm = findOnPath('npm', search.searchPath);
  if (npm === undefined) return passedOver('expected npm on PATH, found none');
  const spec = `${wanted.name}@${wanted.version}`;
  const part = `${wanted.folder}.part-${process.pid}`;
  try {
    await mkdir(part, { recursive: true });
    const problem = (await fetchInto(part, npm, spec, wanted)) ?? (await loadFrom(part, wanted));
    if (problem !== undefined) return passedOver(problem);
    await rm(wanted.folder, { recursive: true, force: true });
    await rename(part, wanted.folder);
    return { state: 'installed', path: wanted.folder, from: `npm package ${spec}` };
  } catch (error) {
    return passedOver(`npm could not install ${spec}: ${describeError(error)}`);
  } finally {
    await rm(part, { recursive: true, force: true });
  }
}

/** @returns what went wrong */
async function fetchInto(part: string, npm: string, spec: string, wanted: NpmPackage): Promise<string | undefined> {
  await writeFile(path.join(part, 'package.json'), '{ "private": true }\n');
  const argv = ['install', '--prefix', part, '--save-exact', `--ignore-scripts=${!wanted.runsScripts}`];
  const quiet = ['--no-audit', '--no-fund', '--loglevel=error'];
  const result = await run(npm, [...argv, ...quiet, spec], { timeLimitMs: INSTALL_LIMIT_MS, cwd: part });
  if (result.exitCode !== 0) {
    const end = result.timedOut ? 'took more than half an hour' : `ended with exit code ${result.exitCode}`;
    return `npm install ${spec} ${end}: ${reasonIn(result.stderrTail)}`;
  }
  for (const [name, target] of wanted.links) {
    const place = path.join(part, 'node_modules', name);
    await rm(place, { recursive: true, force: true });
    await symlink(target, place, 'junction');
  }
  return undefined;
}

/** In a process of its own: machine code of the wrong kind may end the one that loads it. @returns what went wrong */
async function loadFrom(part: string, { name, version }: NpmPackage): Promise<string | undefined> {
  const script =
    "const own = require('node:module').createRequire(process.argv[1]);" +
    "import(require('node:url').pathToFileURL(own.resolve(process.argv[2])).href).then(() => process.exit(0)," +
    'error => { console.error(error.message); process.exit(1); });';
  const argv = ['-e', script, path.join(part, 'package.json'), name];
  const result = await run(process.execPath, argv, { timeLimitMs: LOAD_LIMIT_MS, cwd: part });
  if (result.exitCode === 0) return undefined;
  const end = result.exitSignal ?? reasonIn(result.stderrTail);
  return `${name}@${version} was fetched, but Node ${process.versions.node} cannot load it: ${end}`;
}

/** The reason in what npm and the scripts that it ran have said. Pure. */
function reasonIn(stderr: string): string {
  const lines = stderr
    .split('\n')
    .map((line) => line.replace(/^npm (error|ERR!) ?/, '').trim())
    .filter((line) => line !== '');
  return lines.find((line) => /^\w*Error: ./.test(line)) ?? lines.slice(0, SHOWN_LINES).join(' / ');
}
