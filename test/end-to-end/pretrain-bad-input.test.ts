import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { appendFileSync, mkdirSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { lockWorkspace, readLockHolder } from '../../src/store/workspace-lock.ts';
import { ffmpeg, movingPicture, temporaryDirectory, tone } from '../helpers/cutting.ts';
import { type Ending, ksBuild, startKsBuild } from '../helpers/ks-build.ts';

const EPOCHS = 6;
const ENCODE = ['-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p', '-c:a', 'aac'];

const cwd = temporaryDirectory({ after });
const whole = path.join(cwd, 'whole', 'checkpoint.safetensors');
const training = ['pretrain', '-w', 'ws', '--batch', '4', '--jobs', '1', '--epochs', `${EPOCHS}`, '--backend', 'wasm'];
const run = (...argv: string[]): Promise<Ending> => ksBuild(argv, { cwd });

/** Eleven train clips, one of them a single video frame and the only one of its class. */
before(async () => {
  await run('generate', 'made', '--clips', '12', '--classes', '2', '--seconds', '2', '--share', '0', '-q');
  const still = path.join(cwd, 'made', 'clips', 'oneframe001.mp4');
  await ffmpeg(...movingPicture('96x64', '25', 1), ...tone(44_100, 1), ...ENCODE, still);
  appendFileSync(path.join(cwd, 'made', 'manifest.csv'), 'a lone class,oneframe001,0,0.04,train\n');
  const source = ['--source', 'folder:made/clips', '--no-measure', '--no-tui', '-q'];
  await run('fetch', 'made/manifest.csv', '-w', 'ws', ...source);
  const { exitCode, stdout, stderr } = await run(...training, '--out', 'whole', '--json');
  assert.equal(exitCode, 0, stderr);
  assert.match(stderr, /11 clips are decoded once and for all: about [\d.]+ [kM]B under/);
  assert.equal((JSON.parse(stdout) as { clips: number }).clips, 11);
});

function arraysOf(): string[] {
  const folder = path.join(cwd, 'ws', 'arrays');
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return files
    .filter((file) => file.endsWith('.media'))
    .map((file) => path.join(folder, file))
    .sort();
}

/** All over the second half, whatever of it is read. Twice: as it was. */
function flipBytes(file: string): void {
  const bytes = readFileSync(file);
  for (let at = Math.floor(bytes.length / 2); at < bytes.length; at += 1000) bytes[at]! ^= 1;
  writeFileSync(file, bytes);
}

test('a run whose cached media are damaged, or lost, under its hands says so and goes on to the numbers of one that never was', async () => {
  const intact = arraysOf().map((file) => readFileSync(file));
  const stopAt = async (harm: (file: string) => void, argv: readonly string[], message: RegExp): Promise<void> => {
    const running = startKsBuild([...training, '--out', 'harmed', ...argv], { cwd });
    await running.untilPrinted('epoch ');
    await running.untilPrinted(': loss ');
    harm(arraysOf()[3]!);
    const { exitCode, stderr } = await running.ended;
    assert.equal(exitCode, 7, stderr);
    assert.match(stderr, message);
  };
  await stopAt(
    flipBytes,
    [],
    /clip .*\.media: bytes \d+ to \d+ are damaged; run the same command again \(with --resume where there is a checkpoint\) to make it anew/,
  );
  await stopAt((file) => rmSync(file), ['--resume'], /there are no media of this clip and shape in it/);
  const resumed = await run(...training, '--out', 'harmed', '--resume', '-q');
  assert.equal(resumed.exitCode, 0, resumed.stderr);
  const expected = readFileSync(whole);
  assert.ok(readFileSync(path.join(cwd, 'harmed', 'checkpoint.safetensors')).equals(expected));
  assert.ok(arraysOf().every((file, at) => readFileSync(file).equals(intact[at]!)));

  const folder = path.join(cwd, 'harmed');
  const held = lockWorkspace(folder, 'pretrain');
  const second = await run(...training, '--out', 'harmed', '--resume');
  held.release();
  assert.equal(second.exitCode, 6);
  assert.match(
    second.stderr,
    new RegExp(`harmed: expected to be the only writer, but .*pid ${process.pid}.*--out for a run`),
  );
  assert.equal(readLockHolder(folder), undefined);

  truncateSync(path.join(folder, 'checkpoint.safetensors'), expected.length - 1);
  for (const argv of [
    [...training, '--out', 'harmed', '--resume'],
    ['embed', 'harmed/checkpoint.safetensors', '-w', 'ws', '--out', 'e'],
  ]) {
    const { exitCode, stderr } = await run(...argv);
    assert.equal(exitCode, 7, stderr);
    assert.match(stderr, /harmed\/checkpoint\.safetensors: .*expected/);
  }
});

test('a lock is learned from to the same numbers as the index that it was made of, and not at all where a file changed', async () => {
  assert.equal((await run('lock', '-w', 'ws', '--out', 'a.lock.json')).exitCode, 0);
  const locked = [...training, '--lock', 'a.lock.json', '--out', 'locked'];
  const learned = await run(...locked, '-q');
  assert.equal(learned.exitCode, 0, learned.stderr);
  assert.ok(readFileSync(path.join(cwd, 'locked', 'checkpoint.safetensors')).equals(readFileSync(whole)));

  const clip = path.join(cwd, 'ws', 'clips', 'train', 'a_lone_class', 'oneframe001_000000_000000.040.mp4');
  flipBytes(clip);
  const changed = await run(...locked, '--resume');
  flipBytes(clip);
  assert.equal(changed.exitCode, 9, changed.stderr);
  assert.match(changed.stderr, /1 of 11 are not: clips\/train\/a_lone_class\/oneframe001.*: expected SHA-256/);
});

test('a disk that fills while a checkpoint is saved leaves the last one, from which the run goes on', async (t) => {
  const expected = readFileSync(whole);
  const disk = path.join(cwd, 'small-disk');
  mkdirSync(disk);
  try {
    // One checkpoint fits, not a second one beside it.
    const size = `size=${Math.round(expected.length * 1.5)}`;
    execFileSync('mount', ['-t', 'tmpfs', '-o', size, 'tmpfs', disk], { stdio: 'ignore' });
  } catch {
    t.skip('a small disk can be mounted by root only');
    return;
  }
  try {
    const full = await run(...training, '--out', 'small-disk');
    assert.equal(full.exitCode, 8, full.stderr);
    assert.match(
      full.stderr,
      /no space left for the checkpoint of step 4; the one before is whole: free some space and go on with --resume/,
    );
    assert.deepEqual(readdirSync(disk).sort(), ['checkpoint.safetensors', 'writer.lock']);
    execFileSync('mount', ['-o', 'remount,size=64m', disk]);
    const rest = await run(...training, '--out', 'small-disk', '--resume', '-q');
    assert.equal(rest.exitCode, 0, rest.stderr);
    assert.ok(readFileSync(path.join(disk, 'checkpoint.safetensors')).equals(expected));
  } finally {
    execFileSync('umount', ['-l', disk]);
  }
});
