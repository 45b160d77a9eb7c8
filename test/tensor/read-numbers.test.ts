import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ones, pad, tensor1d } from '@tensorflow/tfjs-core';
import { KsBuildError, OutOfMemoryError } from '../../src/errors.ts';
import { openBackend } from '../../src/tensor/backend.ts';
import { namingMemory } from '../../src/tensor/out-of-memory.ts';
import { readNumbers, trustBackend } from '../../src/tensor/read-numbers.ts';
import { openWebgpuForTests } from '../helpers/webgpu.ts';

const { skip } = await openWebgpuForTests();

test('numbers are read, and the backend asked about them', async () => {
  await openBackend('cpu');
  const numbers = tensor1d([1, 2]);
  assert.deepEqual([...(await readNumbers(numbers))], [1, 2]);
  trustBackend(() => {
    throw new KsBuildError('gpu', 7, 'lost');
  });
  await assert.rejects(readNumbers(numbers), /lost/);
});

test('what a GPU answers after an error is not read', { skip }, async () => {
  await openBackend('webgpu');
  const right = await readNumbers(pad(ones([1, 1, 1, 2]), Array(4).fill([0, 1])));
  assert.equal(right.length, 2 * 2 * 2 * 3);
  // Stock, its shader for five dimensions does not compile, and what is read are the bytes that happen to lie there.
  const wrong = pad(ones([1, 1, 1, 1, 2]), Array(5).fill([0, 1]));
  await assert.rejects(readNumbers(wrong), (error) => error instanceof KsBuildError && /vec5/.test(error.message));
});

test('memory that ran out is told from other errors by its words', () => {
  for (const words of [
    'Aborted(). Build with -sASSERTIONS for more info.',
    'Array buffer allocation failed',
    'Invalid typed array length: 3221225472',
    'OOM when allocating tensor with shape[512,64,112,112]',
  ])
    assert.ok(namingMemory(new Error(words)) instanceof OutOfMemoryError, words);
  const other = new Error('Argument x passed to add must be a Tensor');
  assert.equal(namingMemory(other), other);
});
