import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DEFAULT_POLICY, policyHash, readPolicy } from '../../src/dataset/policy.ts';
import { UsageError } from '../../src/errors.ts';

function refusal(settings: unknown): string {
  let message = '';
  assert.throws(
    () => readPolicy(settings, 'strict.yaml'),
    (error) => {
      message = (error as Error).message;
      return error instanceof UsageError;
    },
  );
  return message;
}

test('what a policy file leaves out stays at its default', () => {
  const policy = readPolicy({ drop: { swapAbove: 0.9 } }, 'strict.yaml');
  assert.equal(policy.drop.swapAbove, 0.9);
  assert.deepEqual({ ...policy, drop: { ...policy.drop, swapAbove: 0.8 } }, DEFAULT_POLICY);
  assert.deepEqual(readPolicy({}, 'empty.yaml'), DEFAULT_POLICY);
});

test('zero is a threshold', () => {
  assert.equal(readPolicy({ floor: { minKeptRatio: 0 } }, 'strict.yaml').floor.minKeptRatio, 0);
});

test('an unknown threshold is refused with the nearest name', () => {
  assert.match(
    refusal({ drop: { swapabove: 0.9 } }),
    /strict\.yaml: unknown threshold drop\.swapabove; did you mean "swapAbove"/,
  );
  assert.match(refusal({ colour: 1 }), /unknown threshold colour; known are drop, ask, duplicates, floor/);
});

test('a value of the wrong sort is refused with what was expected', () => {
  assert.match(refusal({ ask: { aboveSpread: 3 } }), /ask\.aboveSpread: expected a share from 0 to 1, got 3/);
  assert.match(refusal({ ask: { aboveSpread: 'low' } }), /expected a share from 0 to 1, got "low"/);
  assert.match(
    refusal({ duplicates: { leak: 'delete' } }),
    /duplicates\.leak: expected one of drop, ask, keep, got "delete"/,
  );
  assert.match(refusal({ drop: 0.5 }), /drop: expected a group of thresholds, got 0\.5/);
  assert.match(refusal(['drop']), /the file: expected a group of thresholds/);
});

test('two policies have the same hash only when they are the same', () => {
  assert.equal(policyHash(readPolicy({}, 'a.yaml')), policyHash(DEFAULT_POLICY));
  assert.notEqual(policyHash(readPolicy({ drop: { shiftAbove: 0.6 } }, 'a.yaml')), policyHash(DEFAULT_POLICY));
});
