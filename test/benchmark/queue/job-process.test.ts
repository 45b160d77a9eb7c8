import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { TRAIN_SETTINGS } from '../../../src/avcl/train-settings.ts';
import type { TrainJob } from '../../../src/benchmark/job.ts';
import type { JobSetup } from '../../../src/benchmark/queue/job-messages.ts';
import { chooseBackend, startJobProcess } from '../../../src/benchmark/queue/job-process.ts';
import { InterruptedError } from '../../../src/errors.ts';
import { temporaryFolder } from '../../helpers/programs.ts';

const DIES = fileURLToPath(new URL('../../fixtures/die-at-seed-1.cjs', import.meta.url));

function setupIn(folder: string): JobSetup {
  return {
    ...{ folder, root: folder, lockPath: `${folder}/none.lock.json`, unusableClips: [], coreNames: [] },
    ...{ preset: 'smoke', settings: TRAIN_SETTINGS.smoke, backend: 'cpu' },
  };
}

function jobOf(seed: number): TrainJob {
  return { kind: 'train', method: 'infonce', part: 'kept', budget: 'epochs', seed };
}

test('a process that dies is the failure of the job that it had, and the next job gets another', async (t) => {
  const { NODE_OPTIONS } = process.env;
  process.env.NODE_OPTIONS = `${NODE_OPTIONS ?? ''} --require ${DIES}`;
  t.after(() => {
    process.env.NODE_OPTIONS = NODE_OPTIONS ?? '';
  });
  const runner = startJobProcess(setupIn(temporaryFolder(t)));
  t.after(() => runner.close());
  assert.deepEqual(await runner.run(jobOf(1), () => {}), {
    kind: 'failed',
    failure: { code: 'crashed', message: 'the process that worked on it ended (signal SIGKILL)' },
  });
  const outcome = await runner.run(jobOf(2), () => {});
  assert.ok(outcome.kind === 'failed' && outcome.failure.code === 'usage');
  assert.match(outcome.failure.message, /expected a corpus lock, found none/);

  runner.stop();
  await assert.rejects(
    runner.run(jobOf(3), () => {}),
    InterruptedError,
  );
});

test('which backend a choice comes to is found out in a process of its own', async () => {
  assert.equal((await chooseBackend('cpu')).name, 'cpu');
});
