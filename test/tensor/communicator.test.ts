import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ALONE, createSharedExchange, joinExchange, ReplicaLost } from '../../src/tensor/communicator.ts';

test('a replica that is alone hears itself', () => {
  const values = Float32Array.of(1, 2);
  assert.deepEqual(ALONE.exchange(values), [values]);
});

test('nobody waits for a replica that has left', () => {
  const shared = createSharedExchange(2, 4);
  joinExchange(shared, 0).leave();
  assert.throws(() => joinExchange(shared, 1).exchange(Float32Array.of(1)), ReplicaLost);
});

test('more numbers than there is room for are refused', () => {
  const shared = createSharedExchange(2, 4);
  assert.throws(() => joinExchange(shared, 0).exchange(new Float32Array(5)), /5 numbers, there is room for 4/);
});
