import assert from 'node:assert/strict';
import { test } from 'node:test';
import { columnLines } from '../../src/cli/column-lines.ts';

test('every name of a query is shown with an example, its meaning, and its values where they are few', () => {
  const lines = columnLines();
  assert.equal(lines[0], 'such as');
  assert.ok(lines.some((line) => /^split:train +split of the corpus: train, val, test$/.test(line)));
  assert.ok(
    lines.some((line) => /^score:<0\.3 +probability that the sound belongs to the picture, 0\.\.1$/.test(line)),
  );
  assert.ok(lines.some((line) => /^reason:corrupt +any reason of the verdict or state$/.test(line)));
});
