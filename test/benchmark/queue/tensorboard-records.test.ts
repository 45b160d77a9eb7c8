import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import type { TrainJob } from '../../../src/benchmark/job.ts';
import { openCurveFiles } from '../../../src/benchmark/queue/curve-files.ts';
import { fileBeginning, scalarRecord } from '../../../src/benchmark/queue/tensorboard-records.ts';

test('records are those that TensorBoard 2.21.0 reads back to these numbers', () => {
  const bytes = Buffer.concat([
    fileBeginning(1700000000.5),
    scalarRecord({
      wallSeconds: 1700000001.25,
      step: 1,
      values: { 'loss/total': 2.5, 'training/gradient-norm': 0.125 },
    }),
    scalarRecord({ wallSeconds: 1700000002, step: 300, values: { 'loss/total': 1.75 } }),
  ]);
  // Read once with tensorboard.backend.event_processing: LegacyEventFileLoader(path).Load(), which checks every check sum, gave the file version,
  // times, steps, names and values above; EventAccumulator listed both curves as scalars.
  assert.equal(
    bytes.toString('hex'),
    '1800000000000000a37f4b220900002040fc54d9411a0d627261696e2e4576656e743a322b3531103f00000000000000516576610900005040fc54d941' +
      '10012a320a110a0a6c6f73732f746f74616c15000020400a1d0a16747261696e696e672f6772616469656e742d6e6f726d150000003efa75050621000000' +
      '00000000017becf60900008040fc54d94110ac022a130a110a0a6c6f73732f746f74616c150000e03f42ce5966',
  );
});

test('each training has a folder, and each start a file of its own in it', (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'curves-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const job: TrainJob = { kind: 'train', method: 'cgra', part: 'kept', budget: 'epochs', seed: 1 };
  const step = { epoch: 1, steps: 9, losses: { total: 2.5 }, learningRate: 0.5, gradientNorm: 1, remainingSeconds: 1 };
  for (const [startMs, name] of [
    [1_700_000_000_000, '1700000000'],
    [1_700_000_100_000, '1700000100'],
  ] as const) {
    const listen = openCurveFiles(folder, () => startMs);
    listen({ kind: 'started', job });
    listen({ kind: 'step', job, step: 1, ...step });
    listen({ kind: 'step', job, step: 2, ...step });
    const file = readdirSync(join(folder, 'cgra.kept.epochs.seed-1')).find((path) => path.includes(name))!;
    const values = { 'loss/total': 2.5, 'training/learning-rate': 0.5, 'training/gradient-norm': 1 };
    const wallSeconds = startMs / 1000;
    assert.deepEqual(
      readFileSync(join(folder, 'cgra.kept.epochs.seed-1', file)),
      Buffer.concat([
        fileBeginning(wallSeconds),
        scalarRecord({ wallSeconds, step: 1, values }),
        scalarRecord({ wallSeconds, step: 2, values }),
      ]),
    );
  }
});
