import assert from 'node:assert/strict';
import { test } from 'node:test';
import { policyChanges } from '../../src/pipeline/policy-changes.ts';

test('moves are counted by class, direction and reason; a person is never overruled', () => {
  const clip = (label: string, state: 'kept' | 'dropped', code = '', isHuman = false) => ({
    label,
    state,
    code,
    isHuman,
  });
  const drop = { decision: 'drop', reasons: [{ code: 'music-bed' }] } as const;
  const keep = { decision: 'keep', reasons: [] } as const;
  const changes = policyChanges(
    [
      clip('drums', 'kept'),
      clip('drums', 'kept'),
      clip('drums', 'dropped', 'out-of-sync'),
      clip('drums', 'dropped', 'voice-over'),
      clip('bowling', 'kept'),
      clip('bowling', 'kept', '', true),
    ],
    [drop, drop, keep, drop, drop, drop],
  );
  assert.deepEqual(changes, [
    { label: 'bowling', from: 'kept', to: 'dropped', code: 'music-bed', clips: 1 },
    { label: 'drums', from: 'kept', to: 'dropped', code: 'music-bed', clips: 2 },
    { label: 'drums', from: 'dropped', to: 'kept', code: 'out-of-sync', clips: 1 },
  ]);
});
