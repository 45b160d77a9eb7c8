import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { isTimed, type Manifest, type ManifestRow, splitsNeedingArchive } from '../../src/dataset/manifest.ts';
import { parseManifest, serialiseManifest } from '../../src/dataset/manifest-text.ts';
import { isSafeVideoId, SPLITS } from '../../src/dataset/segment.ts';

const SMALL: Manifest = {
  name: 'small',
  title: 'A small one',
  source: 'made up',
  licence: 'none',
  notes: ['first', 'second'],
  classes: ['singing', 'tap dancing'],
  hasOfficialTrain: true,
  rows: [
    { videoId: '-3Esu7rw6DM', startSeconds: 0, endSeconds: 10, label: 'singing', split: 'val' },
    { videoId: 'zzk3PpnmmQg', startSeconds: 7, endSeconds: 12.5, label: 'singing', split: 'val' },
    { videoId: 'aaaaaaaaaaa', label: 'tap dancing', split: 'test' },
  ],
};

test('the text is what the layout says', () => {
  const [first, hash, ...rest] = serialiseManifest(SMALL).split('\n');
  assert.equal(first, 'ks-build manifest 1');
  assert.match(hash!, /^sha256 [0-9a-f]{64}$/);
  assert.deepEqual(rest, [
    'name small',
    'title A small one',
    'source made up',
    'licence none',
    'note first',
    'note second',
    'class singing',
    'class tap dancing',
    'official train',
    'rows val 2',
    'rows test 1',
    '',
    '@val singing',
    '-3Esu7rw6DM 0',
    'zzk3PpnmmQg 7 12.5',
    '@test tap dancing',
    'aaaaaaaaaaa',
    '',
  ]);
});

test('splits that need the archive are those with official rows or with rows that have no times', () => {
  assert.deepEqual(splitsNeedingArchive(SMALL), ['train', 'test']);
  assert.deepEqual(splitsNeedingArchive({ ...SMALL, hasOfficialTrain: false, rows: SMALL.rows.filter(isTimed) }), []);
});

const milliseconds = fc.integer({ min: 0, max: 500_000_000 });
const anyLine = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 }).filter((text) => !/[\p{Cc}]/u.test(text));
const anyLabel = anyLine.filter((text) => text === text.trim() && !/[\p{Zl}\p{Zp}\uFFFD]/u.test(text));
const anyId = fc.stringMatching(/^[A-Za-z0-9_-][A-Za-z0-9_.-]{0,20}$/).filter(isSafeVideoId);
const anyTimes = fc.option(
  fc.tuple(milliseconds, fc.oneof(fc.constant(10_000), fc.integer({ min: 1, max: 90_000 }))).map(([start, length]) => ({
    startSeconds: start / 1000,
    endSeconds: (start + length) / 1000,
  })),
);
const anyManifest: fc.Arbitrary<Manifest> = fc
  .uniqueArray(anyLabel, { minLength: 1, maxLength: 5 })
  .chain((classes) => {
    const row: fc.Arbitrary<ManifestRow> = fc
      .tuple(anyId, anyTimes, fc.constantFrom(...classes), fc.constantFrom(...SPLITS))
      .map(([videoId, times, label, split]) => ({ videoId, ...times, label, split }));
    return fc.record(
      {
        name: fc.stringMatching(/^[a-z0-9][a-z0-9-]{0,9}$/),
        title: anyLine,
        source: anyLine,
        licence: anyLine,
        notes: fc.array(anyLine, { maxLength: 3 }),
        classes: fc.constant(classes),
        hasOfficialTrain: fc.boolean(),
        rows: fc.array(row, { maxLength: 30 }),
      },
      { noNullPrototype: true },
    );
  });

test('a manifest that was written is read as it was, rows in their order', () => {
  fc.assert(
    fc.property(anyManifest, (manifest) => {
      assert.deepEqual(parseManifest('x', serialiseManifest(manifest)).manifest, manifest);
    }),
  );
});

test('the hash is that of the content: any change of one character is refused', () => {
  const text = serialiseManifest(SMALL);
  const { sha256 } = parseManifest('small.txt', text);
  assert.equal(text.split('\n')[1], `sha256 ${sha256}`);
  fc.assert(
    fc.property(fc.integer({ min: 0, max: text.length - 1 }), (position) => {
      const changed = `${text.slice(0, position)}${text[position] === '0' ? '1' : '0'}${text.slice(position + 1)}`;
      assert.throws(() => parseManifest('small.txt', changed), /small\.txt/);
    }),
  );
});

test('a manifest that was cut short or comes from another version is refused with what to do', () => {
  const text = serialiseManifest(SMALL);
  assert.throws(() => parseManifest('m.txt', text.slice(0, -14)), /m\.txt:2: .*edited or cut short: take it anew/);
  assert.throws(() => parseManifest('m.txt', text.replace('manifest 1', 'manifest 2')), /m\.txt:1: .*another version/);
  assert.throws(() => parseManifest('m.txt', ''), /m\.txt:1: /);
});

const withBadRows = (rows: readonly ManifestRow[]) => serialiseManifest({ ...SMALL, rows });

test('rows that cannot be are refused with their line, even under a right hash', () => {
  const singing = { label: 'singing', split: 'val' } as const;
  const backwards = withBadRows([{ ...singing, videoId: 'aaaaaaaaaaa', startSeconds: 9, endSeconds: 3 }]);
  assert.throws(() => parseManifest('m.txt', backwards), /m\.txt:15: expected "id", .* got "aaaaaaaaaaa 9 3"/);
  const unsafe = withBadRows([{ ...singing, videoId: '../x', startSeconds: 0, endSeconds: 10 }]);
  assert.throws(() => parseManifest('m.txt', unsafe), /m\.txt:15: .* got "\.\.\/x 0"/);
  const strangers = withBadRows([{ ...singing, label: 'yawning', videoId: 'a', startSeconds: 0, endSeconds: 10 }]);
  assert.throws(() => parseManifest('m.txt', strangers), /m\.txt:14: expected a class of the header, got "yawning"/);
});
