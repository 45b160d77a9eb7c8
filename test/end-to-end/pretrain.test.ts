import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { parquetReadObjects } from 'hyparquet';
import { type Ending, ksBuild, startKsBuild } from '../helpers/ks-build.ts';
import { temporaryFolder } from '../helpers/programs.ts';

const CLIPS = 12;

/** The numbers of a matrix of floats of four bytes. */
function readNpy(file: string): { shape: string; values: Float32Array } {
  const bytes = readFileSync(file);
  const begin = 10 + bytes.readUInt16LE(8);
  const shape = /'shape': \(([^)]*)\)/.exec(bytes.toString('latin1', 10, begin))![1]!;
  return { shape, values: new Float32Array(Uint8Array.from(bytes.subarray(begin)).buffer) };
}

test('a fetched corpus is pre-trained on, interrupted, resumed to the same bytes and embedded; bad wishes are refused', async (t) => {
  const cwd = temporaryFolder(t);
  const run = (...argv: string[]): Promise<Ending> => ksBuild(argv, { cwd });
  const succeed = async (...argv: string[]): Promise<Ending> => {
    const ending = await run(...argv);
    assert.equal(ending.exitCode, 0, ending.stderr);
    return ending;
  };
  const refused = async (argv: readonly string[], exitCode: number, message: RegExp): Promise<void> => {
    const ending = await run(...argv);
    assert.match(ending.stderr, message);
    assert.equal(ending.exitCode, exitCode, ending.stderr);
  };
  await succeed('generate', 'made', '--clips', `${CLIPS}`, '--classes', '2', '--seconds', '2', '--share', '0', '-q');
  await succeed(
    ...['fetch', 'made/manifest.csv', '--source', 'folder:made/clips', '-w', 'ws', '--no-measure', '--no-tui', '-q'],
  );
  const pretrain = ['pretrain', '-w', 'ws', '--batch', '4', '--jobs', '1', '--backend', 'wasm'];

  await refused([...pretrain, '--batch', '400'], 2, /expected at least 400 clips, one batch, got \d+/);
  await refused([...pretrain, '--batch', '1'], 2, /--batch: expected 2 or more clips/);
  await refused([...pretrain, '--resume', '--out', 'none'], 7, /expected a checkpoint, found none/);

  const whole = await succeed(...pretrain, '--epochs', '6', '--out', 'whole', '--json');
  assert.match(whole.stderr, /a batch takes .*: an epoch of \d batches about .*, 6 epochs about/);
  const report = JSON.parse(whole.stdout) as { clips: number; epochs: { total: number }[]; checkpoint: string };
  assert.equal(report.epochs.length, 6);
  await refused([...pretrain, '--out', 'whole'], 2, /there is a checkpoint already; go on with --resume/);
  await refused(
    [...pretrain, '--epochs', '6', '--seed', '2', '--out', 'whole', '--resume'],
    2,
    /seed is 1 in it, 2 now/,
  );
  await refused(
    [...pretrain, '--epochs', '6', '--out', 'whole', '--resume', '--backend', 'cpu'],
    2,
    /backend is wasm in it, cpu now/,
  );

  const stopped = startKsBuild([...pretrain, '--epochs', '6', '--out', 'stopped'], { cwd });
  await stopped.untilPrinted('a batch takes');
  stopped.child.kill('SIGINT');
  assert.equal((await stopped.ended).exitCode, 130);
  await refused(['embed', 'stopped/checkpoint.safetensors', '-w', 'ws', '--out', 'e'], 7, /whose training has ended/);
  await succeed(...pretrain, '--epochs', '6', '--out', 'stopped', '--resume', '-q');
  const [first, second] = ['whole', 'stopped'].map((folder) =>
    readFileSync(path.join(cwd, folder, 'checkpoint.safetensors')),
  );
  assert.ok(first!.equals(second!));

  await succeed('embed', report.checkpoint, '-w', 'ws', '--out', 'vectors', '--jobs', '1', '-q');
  const csv = readFileSync(path.join(cwd, 'vectors', 'clips.csv'), 'utf8')
    .trim()
    .split('\n');
  assert.equal(csv.length, CLIPS + 1);
  for (const name of ['video', 'sound', 'fused-video', 'fused-sound']) {
    const { shape, values } = readNpy(path.join(cwd, 'vectors', `${name}.npy`));
    assert.equal(shape, `${CLIPS}, 48`);
    assert.ok(values.every(Number.isFinite) && values.some((value) => value !== 0), name);
  }

  const embed = ['embed', report.checkpoint, '-w', 'ws', '--out', 'vectors', '--jobs', '1', '--format'];
  await refused([...embed, 'csv'], 2, /--format: expected one of npy, parquet, got "csv"/);
  await succeed(...embed, 'parquet', '-q');
  const table = readFileSync(path.join(cwd, 'vectors', 'embeddings.parquet'));
  const rows = await parquetReadObjects({
    file: Uint8Array.from(table).buffer,
    columns: ['youtube_id', 'fused_sound'],
  });
  assert.deepEqual(
    rows.map(({ youtube_id: id }) => id),
    csv.slice(1).map((line) => line.split(',')[1]),
  );
  const { values } = readNpy(path.join(cwd, 'vectors', 'fused-sound.npy'));
  assert.deepEqual(Float32Array.from(rows.flatMap((row) => row.fused_sound as number[])), values);
});
