// How fast an archive streams beside `gzip -dc | tar -x` of the same members. Prints one Markdown table; the ways alternate in one run.
// Start: node --import tsx test/bench/archive.bench.ts   (real clips of ../shared/clips fill the archive, random bytes where they are missing)
import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { createReadStream, createWriteStream, existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import { createGzip } from 'node:zlib';
import { pack } from 'tar-stream';
import { memberName, streamInOwnProcess } from '../helpers/stream-figures.ts';

const ARCHIVE_BYTES = 400e6;
const ROUNDS = 5;
const CLIPS = new URL('../../../shared/clips', import.meta.url).pathname;

interface Round {
  readonly wallSeconds: number;
  readonly cpuSeconds: number;
  readonly peakRssBytes: number | undefined;
}

type Way = (output: string) => Promise<Round>;

function clipContents(): readonly Buffer[] {
  if (!existsSync(CLIPS)) return [randomBytes(1_000_000)];
  const names = readdirSync(CLIPS).filter((name) => /\.(mp4|mkv)$/.test(name));
  return names.map((name) => readFileSync(join(CLIPS, name)));
}

/** Returns the number of members. */
async function makeArchive(path: string): Promise<number> {
  const contents = clipContents();
  const archive = pack();
  const writing = pipeline(archive as AsyncIterable<Buffer>, createGzip(), createWriteStream(path));
  let members = 0;
  for (let bytes = 0; bytes < ARCHIVE_BYTES; members += 1) {
    const content = contents[members % contents.length]!;
    await new Promise<void>((resolve) => archive.entry({ name: memberName(members) }, content, () => resolve()));
    bytes += content.length;
  }
  archive.finalize();
  await writing;
  return members;
}

/** The pipe of the two programs; `times` of the shell tells the CPU seconds of its children on its second line. */
async function gzipAndTar(archive: string, list: string, output: string): Promise<Round> {
  const startedAtMs = performance.now();
  const script = 'gzip -dc "$1" | tar -x -C "$3" -T "$2"; times';
  const { stdout } = await promisify(execFile)('bash', ['-c', script, 'bench', archive, list, output]);
  const wallSeconds = (performance.now() - startedAtMs) / 1000;
  const cpu = [...(stdout.trim().split('\n')[1] ?? '').matchAll(/(\d+)m([\d.]+)s/g)];
  const cpuSeconds = cpu.reduce((sum, [, minutes, seconds]) => sum + Number(minutes) * 60 + Number(seconds), 0);
  return { wallSeconds, cpuSeconds, peakRssBytes: undefined };
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]!;
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

async function compare(
  directory: string,
  title: string,
  megabytes: number,
  ways: Readonly<Record<string, Way>>,
): Promise<void> {
  const rounds = new Map<string, Round[]>(Object.keys(ways).map((name) => [name, []]));
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const [name, way] of Object.entries(ways)) {
      const output = join(directory, 'out');
      await mkdir(output);
      rounds.get(name)?.push(await way(output));
      await rm(output, { recursive: true });
    }
  }
  let base: { wall: number; cpu: number } | undefined;
  for (const [name, all] of rounds) {
    const wall = median(all.map(({ wallSeconds }) => wallSeconds));
    const cpu = median(all.map(({ cpuSeconds }) => cpuSeconds));
    base ??= { wall, cpu };
    const peaks = all.flatMap(({ peakRssBytes }) => peakRssBytes ?? []);
    const peak = peaks.length === 0 ? '' : String(Math.round(Math.max(...peaks) / 1e6));
    const figures = [wall.toFixed(2), cpu.toFixed(2), (megabytes / wall).toFixed(0), (base.wall / wall).toFixed(2)];
    print(`| ${[title, name, ...figures, (cpu / base.cpu).toFixed(2), peak].join(' | ')} |`);
  }
}

const directory = await mkdtemp(join(tmpdir(), 'ks-build-bench-'));
const archive = join(directory, 'part.tar.gz');
const server = http.createServer((_, response) => void pipeline(createReadStream(archive), response));
try {
  const members = await makeArchive(archive);
  const megabytes = (await stat(archive)).size / 1e6;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/part.tar.gz`;
  print(
    `${megabytes.toFixed(0)} MB tar.gz, ${members} members; medians of ${ROUNDS} rounds; the start of Node is not counted\n`,
  );
  print('| wanted | way | wall s | CPU s | MB/s | speed ratio | CPU ratio | peak RSS MB |');
  print('|---|---|---|---|---|---|---|---|');
  for (const every of [10, 1]) {
    const list = join(directory, `every-${every}.txt`);
    const names = Array.from({ length: Math.ceil(members / every) }, (_, position) => memberName(position * every));
    await writeFile(list, names.join('\n'));
    await compare(directory, every === 1 ? 'all members' : `1 member in ${every}`, megabytes, {
      'gzip -dc \\| tar -x': (output) => gzipAndTar(archive, list, output),
      'ks-build, local file': (output) => streamInOwnProcess(archive, output, members, every),
      'ks-build, loopback HTTP': (output) => streamInOwnProcess(url, output, members, every),
    });
  }
} finally {
  server.close();
  await rm(directory, { recursive: true, force: true });
}
