import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { type Checkpoint, decodeCheckpoint, encodeCheckpoint } from '../../src/avcl/checkpoint.ts';
import { readCheckpoint, writeCheckpoint } from '../../src/avcl/checkpoint-file.ts';
import { DiskFullError, KsBuildError } from '../../src/errors.ts';
import { openBackend } from '../../src/tensor/backend.ts';
import { decodeSafetensors, encodeSafetensors, type StoredArray } from '../../src/tensor/safetensors.ts';
import { temporaryFolder } from '../helpers/programs.ts';
import { tinyRun, trainTiny } from '../helpers/tiny-training.ts';

async function trained(epochs = 1): Promise<Checkpoint> {
  await openBackend('wasm');
  return (await trainTiny({ run: tinyRun({ epochs }) })).saved!;
}

/** The same file but for what `change` does to it. */
function changed(
  checkpoint: Checkpoint,
  change: (file: { arrays: Map<string, StoredArray>; texts: Map<string, string> }) => void,
): Buffer {
  const file = decodeSafetensors(encodeCheckpoint(checkpoint));
  assert.ok(typeof file !== 'string');
  const copy = { arrays: new Map(file.arrays), texts: new Map(file.texts) };
  change(copy);
  return encodeSafetensors(copy);
}

test('a checkpoint comes back as it was', async () => {
  const checkpoint = await trained();
  assert.deepEqual(decodeCheckpoint(encodeCheckpoint(checkpoint)), checkpoint);
});

test('a checkpoint of another architecture, format or version is refused in words', async () => {
  const checkpoint = await trained();
  const problem = (change: Parameters<typeof changed>[1]) => String(decodeCheckpoint(changed(checkpoint, change)));
  assert.match(
    problem(({ arrays }) => arrays.set('weights.amfm.bias', { shape: [2], values: Float32Array.of(1, 2) })),
    /another architecture: amfm.bias: expected shape \[6\], got \[2\]/,
  );
  assert.match(
    problem(({ arrays }) => arrays.delete('weights.amfm.bias')),
    /another architecture: amfm.bias: expected shape \[6\], got none/,
  );
  assert.match(
    problem(({ arrays }) => arrays.set('weights.more', { shape: [1], values: Float32Array.of(1) })),
    /another architecture: it has more/,
  );
  assert.match(
    problem(({ texts }) => texts.set('version', '99')),
    /expected format version 2, got 99; use the version of ks-build that wrote it/,
  );
  for (const text of ['{', '{}', 'null', '']) {
    assert.match(
      problem(({ texts }) => texts.set('run', text)),
      /got a run that cannot be read: the file was changed or is damaged/,
    );
    assert.match(
      problem(({ texts }) => texts.set('progress', text)),
      /got a progress that cannot be read/,
    );
  }
  assert.match(
    problem(({ texts }) => texts.clear()),
    /expected a checkpoint of ks-build, got safetensors of another program/,
  );
});

test('a file that is missing or no checkpoint is an error that names it', async (t) => {
  const folder = temporaryFolder(t);
  const file = path.join(folder, 'checkpoint.safetensors');
  const refused = (message: RegExp) =>
    assert.rejects(readCheckpoint(file), (error) => {
      assert.ok(error instanceof KsBuildError);
      assert.equal(error.exitCode, 7);
      assert.match(error.message, message);
      return error.message.startsWith(file);
    });
  await refused(/expected a checkpoint, found none/);
  writeFileSync(file, 'hello');
  await refused(/expected a header, got 5 bytes/);
});

test('a disk that is full leaves the checkpoint of before, whole and alone', async (t) => {
  const folder = temporaryFolder(t);
  const disk = path.join(folder, 'small-disk');
  mkdirSync(disk);
  const checkpoint = await trained();
  const bytes = encodeCheckpoint(checkpoint).length;
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${Math.ceil((bytes * 1.5) / 4096) * 4096}`, 'tmpfs', disk], {
      stdio: 'ignore',
    });
  } catch {
    t.skip('a small disk can be mounted by root only');
    return;
  }
  try {
    const file = path.join(disk, 'checkpoint.safetensors');
    await writeCheckpoint(file, checkpoint);
    const later = { ...checkpoint, progress: { ...checkpoint.progress, step: 99 } };
    await assert.rejects(writeCheckpoint(file, later), (error) => {
      assert.ok(error instanceof DiskFullError);
      assert.match(error.message, /no space left for the checkpoint of step 99; the one before is whole/);
      return true;
    });
    assert.deepEqual(readdirSync(disk), ['checkpoint.safetensors']);
    assert.ok(readFileSync(file).equals(encodeCheckpoint(checkpoint)));
  } finally {
    execFileSync('umount', ['-l', disk]);
  }
});
