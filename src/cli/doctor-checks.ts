// What `doctor` looks at: each check asks one thing of the machine and gives one row.
import { statfs } from 'node:fs/promises';
import { KsBuildError } from '../errors.ts';
import type { ToolSearch } from '../tools/find-program.ts';
import { findGpus } from '../tools/gpu.ts';
import { findJsRuntime } from '../tools/js-runtime.ts';
import { type Finding, findFfmpeg, findFfprobe, findYtDlp, NEEDED_ENCODERS } from '../tools/locate.ts';
import { ytDlpAgeDays } from '../tools/versions.ts';
import { findGraphics } from '../ui/graphics/find-graphics.ts';
import { canDrawScreen, terminalTraits } from '../ui/theme.ts';

export interface Check {
  readonly name: string;
  /** `missing`: the program cannot work without it. */
  readonly state: 'ok' | 'warning' | 'missing';
  readonly version?: string;
  readonly path?: string;
  readonly ageDays?: number;
  readonly note?: string;
  readonly remedy?: string;
}

export interface DoctorLimits {
  readonly ytDlpMaxAgeDays: number;
  readonly minFreeBytes: number;
}

export async function checkMachine(search: ToolSearch, limits: DoctorLimits, folder: string): Promise<Check[]> {
  const checks = await Promise.all([
    { name: 'node', state: 'ok', version: process.versions.node, path: process.execPath } as const,
    findFfmpeg(search).then((finding) => fromFinding('ffmpeg', finding, `encoders ${NEEDED_ENCODERS.join(', ')}`)),
    findFfprobe(search).then((finding) => fromFinding('ffprobe', finding)),
    findYtDlp(search).then((finding) => withAge(fromFinding('yt-dlp', finding), limits.ytDlpMaxAgeDays, Date.now())),
    checkJsRuntime(search),
    checkSqlite(),
    checkDisk(folder, limits.minFreeBytes),
    checkGpus(search),
    checkBackends(),
    checkGraphics(),
  ]);
  return checks.flat();
}

export function fromFinding(name: string, finding: Finding, note?: string): Check {
  if (finding.state !== 'found') return { name, state: 'missing', note: finding.problem, remedy: finding.remedy };
  const { version, path } = finding.tool;
  return { name, state: 'ok', version, path, ...(note === undefined ? {} : { note }) };
}

export function withAge(check: Check, maxAgeDays: number, nowMs: number): Check {
  if (check.version === undefined) return check;
  const ageDays = ytDlpAgeDays(check.version, nowMs);
  if (ageDays <= maxAgeDays) return { ...check, ageDays };
  const note = `older than ${maxAgeDays} days: sites change faster`;
  return { ...check, ageDays, state: 'warning', note, remedy: 'run "ks-build setup" or "ks-build update-ytdlp"' };
}

async function checkJsRuntime(search: ToolSearch): Promise<Check> {
  const name = 'JavaScript for yt-dlp';
  const runtime = await findJsRuntime(search);
  if (runtime !== undefined)
    return { name, state: 'ok', version: `${runtime.kind} ${runtime.version}`, path: runtime.path };
  const remedy = 'run "ks-build setup", or use Node 22 or newer, or install Deno 2.3 or newer';
  return { name, state: 'warning', note: 'none that yt-dlp accepts: YouTube needs one', remedy };
}

/** Loaded here and not at the top: a binary built for another Node must be reported, not end the report. */
async function checkSqlite(): Promise<Check> {
  const name = 'SQLite';
  try {
    const { default: Database } = await import('better-sqlite3');
    const database = new Database(':memory:');
    const version = database.prepare('SELECT sqlite_version()').pluck().get() as string;
    database.close();
    return { name, state: 'ok', version, note: 'in better-sqlite3' };
  } catch (error) {
    const note = `better-sqlite3 does not load: ${error instanceof Error ? error.message.split('\n')[0] : String(error)}`;
    return {
      name,
      state: 'missing',
      note,
      remedy: 'run bin/setup, or "npm rebuild better-sqlite3 --ignore-scripts=false"',
    };
  }
}

async function checkDisk(folder: string, minFreeBytes: number): Promise<Check> {
  const { bavail, bsize } = await statfs(folder);
  const freeBytes = bavail * bsize;
  const check = { name: 'free disk', path: folder, note: `${(freeBytes / 1024 ** 3).toFixed(1)} GiB` } as const;
  if (freeBytes >= minFreeBytes) return { ...check, state: 'ok' };
  return {
    ...check,
    state: 'warning',
    remedy: `fetch stops below ${minFreeBytes / 1024 ** 2} MiB: make room or use -w on another disk`,
  };
}

/** How curate and audit would draw pictures on this terminal, and why so. */
async function checkGraphics(): Promise<Check> {
  const name = 'pictures';
  const terminal = { stdin: process.stdin, stdout: process.stdout };
  if (!canDrawScreen(process.env, terminal.stdin, terminal.stdout))
    return { name, state: 'ok', note: 'not asked: this is no terminal' };
  const graphics = await findGraphics(terminal, terminalTraits(process.env), process.env, undefined);
  return { name, state: 'ok', note: `${graphics.ladder.join(', then ')} (${graphics.because})` };
}

/** Which backend `--backend auto` would take for tensors, and why none of those before it. */
async function checkBackends(): Promise<Check[]> {
  const { openBackend } = await import('../tensor/backend.ts');
  const name = 'tensors';
  try {
    const { name: taken, device, passedOver } = await openBackend('auto');
    return [
      { name, state: 'ok', version: taken, note: device },
      ...passedOver.map(
        ({ name: version, reason }): Check => ({ name, state: 'ok', version, note: `passed over: ${reason}` }),
      ),
    ];
  } catch (error) {
    if (!(error instanceof KsBuildError)) throw error;
    const remedy = 'run bin/setup; filter, pretrain, embed and benchmark need one';
    return [{ name, state: 'warning', note: error.message, remedy }];
  }
}

async function checkGpus(search: ToolSearch): Promise<Check[]> {
  const reports = await findGpus(search.searchPath);
  if (reports.length === 0)
    return [{ name: 'GPU', state: 'ok', note: 'none reported (no nvidia-smi, no vulkaninfo); fetch needs none' }];
  return reports.map(({ program, devices }) => ({
    name: 'GPU',
    state: 'ok',
    note: `${program}: ${devices.length === 0 ? 'no device' : devices.join('; ')}`,
  }));
}
