import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nearestName } from '../../src/dataset/nearest-name.ts';

test('the nearest known name is found, whatever its case, and nothing when all are far', () => {
  assert.equal(nearestName('KS23', ['ks32', 'ks100']), 'ks32');
  assert.equal(nearestName('tapdancing', ['tap dancing', 'playing drums']), 'tap dancing');
  assert.equal(nearestName('zzzzzz', ['ks32', 'ks100']), undefined);
  assert.equal(nearestName('ks32', []), undefined);
});
