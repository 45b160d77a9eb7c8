import assert from 'node:assert/strict';
import { test } from 'node:test';
import { identityLine, meaningOf, statusTable } from '../../src/ui/status-table.ts';

const COUNTS = {
  listed: 100,
  kept: 70,
  pending: 4,
  dropped: { silent: 2, 'no-audio': 9 },
  ask: { uncertain: 1 },
  dead: { 'video-private': 5, 'video-removed': 5 },
  deferred: { 'bot-check': 3 },
  failed: { 'cut-failed': 1 },
};

test('the table opens with the identity, then has each state with its reasons, most frequent first', () => {
  assert.deepEqual(statusTable(COUNTS), [
    'listed 100 = kept 70 + dropped 11 + ask 1 + dead 10 + deferred 3 + failed 1 + pending 4',
    '',
    '  kept        70   70 %',
    '  dropped     11   11 %',
    '               9         no-audio       no sound stream',
    '               2         silent         nothing to hear',
    '  ask          1    1 %',
    '               1         uncertain      sound and picture may or may not belong together',
    '  dead        10   10 %',
    '               5         video-private  private video',
    '               5         video-removed  removed by the uploader or the site',
    '  deferred     3    3 %',
    '               3         bot-check      the site asks for a sign-in',
    '  failed       1    1 %',
    '               1         cut-failed     ffmpeg could not cut',
    '  pending      4    4 %',
  ]);
});

test('the identity line adds up as printed', () => {
  const [listed, ...parts] = identityLine(COUNTS).match(/\d+/g)?.map(Number) ?? [];
  assert.equal(
    parts.reduce((sum, part) => sum + part, 0),
    listed,
  );
});

test('a retry time, zero included, is the last line', () => {
  const expected = /^deferred clips can be tried again from \d{4}-\d\d-\d\d \d\d:\d\d$/;
  assert.match(statusTable(COUNTS, { atMs: 1, nowMs: 0 }).at(-1) ?? '', expected);
  assert.doesNotMatch(statusTable(COUNTS).at(-1) ?? '', expected);
  assert.match(
    statusTable(COUNTS, { atMs: 0, nowMs: 0 }).at(-1) ?? '',
    /^deferred clips can be tried again now: run the same fetch again$/,
  );
});

test('an empty corpus and an unknown code do not break the table', () => {
  const empty = { listed: 0, kept: 0, pending: 0, dropped: {}, ask: {}, dead: {}, deferred: {}, failed: {} };
  assert.equal(statusTable(empty)[2], '  kept         0      -');
  assert.equal(meaningOf('of-a-newer-version'), 'of-a-newer-version');
  assert.equal(meaningOf('toString'), 'toString');
});
