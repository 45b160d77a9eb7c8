import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { readCard, writeCard } from '../../../src/benchmark/card/card-file.ts';
import { makeCard } from '../../../src/benchmark/card/make-card.ts';
import { readAnswers, readResults } from '../../../src/benchmark/card/read-results.ts';
import { jobName } from '../../../src/benchmark/job.ts';
import { noteFailure, resultPath } from '../../../src/benchmark/queue/job-files.ts';
import { madeBenchmark, madeFacts, writeMadeBenchmark } from '../../helpers/made-benchmark.ts';

const made = madeBenchmark({ seeds: 1, testClipsPerClass: 3, methods: ['random-features'], ablatedMethods: [] });

async function inFolder(work: (folder: string) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'ks-card-'));
  try {
    await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

test('what jobs wrote is read back as it was; what is not there is missing, what failed has its reason', async () => {
  await inFolder(async (folder) => {
    await writeMadeBenchmark(folder, made);
    assert.deepEqual(readResults(folder, made.jobs), made.results);
    const [gone, failed] = made.results.evaluations.map(({ job }) => job);
    rmSync(resultPath(folder, gone!));
    rmSync(resultPath(folder, failed!));
    await noteFailure(folder, failed!, { code: 'collapse', message: 'all vectors are alike' });
    const { missing, failures, evaluations } = readResults(folder, made.jobs);
    assert.deepEqual(missing, [jobName(gone!)]);
    assert.deepEqual(failures, [{ job: jobName(failed!), message: 'all vectors are alike' }]);
    assert.equal(evaluations.length, made.results.evaluations.length - 2);
  });
});

test('a result that was tampered with is refused by its file and field', async () => {
  await inFolder(async (folder) => {
    await writeMadeBenchmark(folder, made);
    const path = resultPath(folder, made.results.evaluations[0]!.job);
    const text = readFileSync(path, 'utf8');
    writeFileSync(path, text.replace('"linear-probe"', '"linear-guess"'));
    assert.throws(
      () => readResults(folder, made.jobs),
      (error: Error) => error.message.startsWith(`${path}: expected`) && error.message.includes('finding.protocol'),
    );
  });
});

test('a card is read from its file or its folder, with the answers beside it', async () => {
  await inFolder(async (folder) => {
    await writeMadeBenchmark(folder, made);
    const card = makeCard(madeFacts(made.lock), made.results);
    const path = await writeCard(folder, card);
    assert.deepEqual(readCard(folder).card, card);
    assert.deepEqual(readCard(path).card, card);
    const answers = [...readAnswers(folder, card.rows).values()].flat();
    assert.equal(answers.length, card.rows.length);
  });
});

test('a card of another schema, an edited one and something else are refused, each in its words', async () => {
  await inFolder(async (folder) => {
    const path = await writeCard(folder, makeCard(madeFacts(made.lock), made.results));
    const text = readFileSync(path, 'utf8');
    const refused = (content: string, words: RegExp): void => {
      writeFileSync(path, content);
      assert.throws(() => readCard(path), words);
    };
    refused(text.replace('"schema": 1', '"schema": 2'), /expected a card of schema 1, got schema 2/);
    refused(text.replace('"backend": "wasm"', '"backend": "cuda"'), /it was changed after it was made/);
    refused(text.replace('"backend": "wasm"', '"backend": 7'), /backend: /);
    refused('{}', /expected a result card of `ks-build benchmark`, got something else/);
    refused('not JSON', /expected a result card/);
    assert.throws(() => readCard(join(folder, 'nowhere')), /got nothing there/);
  });
});
