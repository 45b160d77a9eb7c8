import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readViews, removeView, saveView } from '../../src/store/views.ts';
import { indexWithPlan } from '../helpers/index-with-plan.ts';

test('views are kept by name, replaced and removed', (t) => {
  const { index } = indexWithPlan(t, []);
  saveView(index, 'noisy', 'reason:music-bed');
  saveView(index, 'mine', 'rater:mk');
  saveView(index, 'noisy', 'reason:music-bed is:ask');
  assert.deepEqual(
    readViews(index).map(({ name, query }) => [name, query]),
    [
      ['mine', 'rater:mk'],
      ['noisy', 'reason:music-bed is:ask'],
    ],
  );
  removeView(index, 'mine');
  assert.deepEqual(
    readViews(index).map(({ name }) => name),
    ['noisy'],
  );
});
