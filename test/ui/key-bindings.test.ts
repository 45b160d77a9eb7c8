import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DEFAULT_CONFIG } from '../../src/config.ts';
import { UsageError } from '../../src/errors.ts';
import { bindKeys, keyCaption } from '../../src/ui/key-bindings.ts';

test('keys lead to commands and commands to their keys', () => {
  const bindings = bindKeys({ keep: 'a', undo: 'u backspace', none: '' }, 'curate.keys');
  assert.equal(bindings.commandOf('a'), 'keep');
  assert.equal(bindings.commandOf('backspace'), 'undo');
  assert.equal(bindings.commandOf('b'), undefined);
  assert.deepEqual(bindings.keysOf('undo'), ['u', 'backspace']);
  assert.deepEqual(bindings.keysOf('none'), []);
});

test('the keys that ship are all valid and stand for one command each', () => {
  assert.doesNotThrow(() => bindKeys(DEFAULT_CONFIG.curate.keys, 'curate.keys'));
});

test('a key of two commands is refused with both named', () => {
  assert.throws(
    () => bindKeys({ keep: 'a', drop: 'x a' }, 'curate.keys'),
    new UsageError('curate.keys.drop: expected a key of its own, got "a", which keep has too'),
  );
});

test('a key that there is not is refused, and so is one that screens keep for themselves', () => {
  assert.throws(
    () => bindKeys({ keep: 'F1' }, 'curate.keys'),
    /curate\.keys\.keep: expected one character, .* got "F1"/,
  );
  assert.throws(() => bindKeys({ keep: 'escape' }, 'curate.keys'), /"escape", which every screen keeps for itself/);
  assert.doesNotThrow(() => bindKeys({ keep: 'é ctrl-k alt-j page-down' }, 'curate.keys'));
});

test('keys are shown as signs where the terminal has them', () => {
  assert.equal(keyCaption('space', true), '␣');
  assert.equal(keyCaption('space', false), 'space');
  assert.equal(keyCaption('x', true), 'x');
});
