import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { NUMBER_COLUMNS, TEXT_COLUMNS } from '../../src/curation/clip-columns.ts';
import { parseQuery, type Test } from '../../src/curation/query.ts';
import { describeColumns, IS_WORDS } from '../../src/curation/query-names.ts';
import { QueryError } from '../../src/errors.ts';

const range = (column: string, low: number, high: number, open: { low?: true; high?: true } = {}) => ({
  kind: 'range',
  column,
  range: { low, high, isLowOpen: open.low ?? false, isHighOpen: open.high ?? false },
});

/** What a term of a single test says. */
const READ: readonly (readonly [text: string, test: unknown])[] = [
  ['is:ask', { kind: 'is', word: 'ask' }],
  ['is:ASK', { kind: 'is', word: 'ask' }],
  ['score:0.3', range('score', 0.3, 0.3)],
  ['score:=0.3', range('score', 0.3, 0.3)],
  ['score:<0.3', range('score', -Infinity, 0.3, { high: true })],
  ['score:<=0.3', range('score', -Infinity, 0.3)],
  ['score:>0.3', range('score', 0.3, Infinity, { low: true })],
  ['score:>=0.3', range('score', 0.3, Infinity)],
  ['score:0.1..0.5', range('score', 0.1, 0.5)],
  ['score:.1..', range('score', 0.1, Infinity)],
  ['score:..0.5', range('score', -Infinity, 0.5)],
  ['score:0', range('score', 0, 0)],
  ['lag:-0.2..0.2', range('pairLagSeconds', -0.2, 0.2)],
  ['loudness:<-20', range('loudnessLufs', -Infinity, -20, { high: true })],
  ['size:>1e6', range('sizeBytes', 1e6, Infinity, { low: true })],
  ['speech:>60%', range('speechRatio', 0.6, Infinity, { low: true })],
  ['score:none', { kind: 'none', column: 'score' }],
  ['note:none', { kind: 'none', column: 'note' }],
  ['note:"none"', { kind: 'text', column: 'note', text: 'none', isWhole: false }],
  ['class:tickling', { kind: 'text', column: 'label', text: 'tickling', isWhole: false }],
  ['class:=tickling', { kind: 'text', column: 'label', text: 'tickling', isWhole: true }],
  ['class:"playing drums"', { kind: 'text', column: 'label', text: 'playing drums', isWhole: false }],
  ['class:"=drums"', { kind: 'text', column: 'label', text: '=drums', isWhole: false }],
  ['CLASS:drums', { kind: 'text', column: 'label', text: 'drums', isWhole: false }],
  ['reason:music-bed', { kind: 'lists', column: 'reasons', code: 'music-bed' }],
  ['reason:video-private', { kind: 'lists', column: 'reasons', code: 'video-private' }],
  ['fact:silent', { kind: 'lists', column: 'facts', code: 'silent' }],
  ['split:val', { kind: 'text', column: 'split', text: 'val', isWhole: true }],
  ['id:-abc', { kind: 'text', column: 'id', text: '-abc', isWhole: false }],
  ['note:a:b', { kind: 'text', column: 'note', text: 'a:b', isWhole: false }],
  ['drums', { kind: 'anywhere', text: 'drums' }],
  ['"-drums"', { kind: 'anywhere', text: '-drums' }],
  ['"score:1"', { kind: 'anywhere', text: 'score:1' }],
];

for (const [text, wanted] of READ) {
  test(`${text} is read as what it says`, () => {
    const { terms, sort } = parseQuery(text);
    assert.deepEqual(terms, [{ isNegated: false, tests: [wanted] }]);
    assert.deepEqual(sort, []);
  });
}

test('terms are negated by a minus, alternatives have bars between, and blanks part terms', () => {
  const { terms } = parseQuery('  class:drums|"tap dancing"   -is:judged|heard -loud ');
  const wanted: Test[][] = [
    [
      { kind: 'text', column: 'label', text: 'drums', isWhole: false },
      { kind: 'text', column: 'label', text: 'tap dancing', isWhole: false },
    ],
    [
      { kind: 'is', word: 'judged' },
      { kind: 'is', word: 'heard' },
    ],
    [{ kind: 'anywhere', text: 'loud' }],
  ];
  assert.deepEqual(
    terms,
    wanted.map((tests, at) => ({ isNegated: at > 0, tests })),
  );
});

test('an order has several keys, in one word or in several', () => {
  const wanted = [
    { column: 'label', isDescending: false },
    { column: 'score', isDescending: true },
    { column: 'judgedAtMs', isDescending: true },
  ];
  assert.deepEqual(parseQuery('sort:class,-score is:ask sort:-judged-at').sort, wanted);
});

test('nothing asks for everything', () => {
  assert.deepEqual(parseQuery(' '), { text: ' ', terms: [], sort: [] });
});

test('a day is all its milliseconds, a minute all of its own', () => {
  const day = (number: number, hour = 0, minute = 0) => new Date(2026, 0, number, hour, minute).getTime();
  const rangeIn = (text: string) => {
    const [only] = parseQuery(text).terms[0]!.tests;
    assert.equal(only?.kind, 'range');
    return only.range;
  };
  const closed = { isLowOpen: false, isHighOpen: false };
  assert.deepEqual(rangeIn('judged-at:2026-01-30'), { low: day(30), high: day(31) - 1, ...closed });
  assert.deepEqual(rangeIn('judged-at:2026-01-01..2026-01-02'), { low: day(1), high: day(3) - 1, ...closed });
  assert.deepEqual(rangeIn('judged-at:>2026-01-30'), {
    low: day(31) - 1,
    high: Infinity,
    isLowOpen: true,
    isHighOpen: false,
  });
  assert.deepEqual(rangeIn('judged-at:<2026-01-30T14:05'), {
    low: -Infinity,
    high: day(30, 14, 5),
    isLowOpen: false,
    isHighOpen: true,
  });
});

const REFUSED: readonly (readonly [text: string, position: number, message: RegExp])[] = [
  ['scor:0.3', 0, /expected the name of a column, got "scor"; did you mean "score"/],
  ['is:ask -scor:0.3', 8, /character 9: expected the name of a column, got "scor"/],
  ['is:droped', 3, /expected a word of is:, got "droped"; did you mean "dropped"\?/],
  ['is:tagged', 3, /expected a word of is: \(ask, kept, dropped, .*\), got "tagged"/],
  ['reason:musicbed', 7, /did you mean "music-bed"\?/],
  ['split:vall', 6, /expected a value of split, got "vall"; did you mean "val"\?/],
  ['score:high', 6, /expected a number for score, such as 0\.3, <0\.3.*, got "high"/],
  ['score:0,3', 6, /expected a number for score/],
  ['score:..', 6, /expected a number for score/],
  ['score:1..x', 6, /expected a number for score/],
  ['score:<', 6, /expected a number for score/],
  ['score:"0.3 "', 6, /expected a number for score/],
  ['judged-at:2026-02-30', 10, /expected a date for judged-at/],
  ['judged-at:2026-01-01T24:00', 10, /expected a date for judged-at/],
  ['score:', 6, /expected a value, got "score:"/],
  ['score:0.1|', 10, /expected a value/],
  ['class:""', 6, /expected a value/],
  ['"playing drums', 0, /expected a closing quote/],
  ['class:"a"b', 9, /expected a blank before the next word, got "b"/],
  ['a"b"', 1, /expected a blank before the next word/],
  ['sort:loudest', 5, /expected the name of a column, got "loudest"/],
  ['sort:class,-scor', 12, /got "scor"; did you mean "score"/],
  ['-sort:score', 0, /expected sort:-column, got "-sort"/],
];

for (const [text, position, message] of REFUSED) {
  test(`${text} is refused with its place`, () => {
    assert.throws(
      () => parseQuery(text),
      (error) => {
        assert.ok(error instanceof QueryError);
        assert.match(error.message, message);
        assert.equal(error.problem.position, position);
        assert.equal(error.exitCode, 2);
        return true;
      },
    );
  });
}

test('whatever is typed is a query or a QueryError within it', () => {
  const piece = fc.constantFrom(
    '-',
    ':',
    '|',
    '"',
    ' ',
    '..',
    '<',
    '>=',
    'is',
    'score',
    'class',
    'sort',
    'ask',
    '0.3',
    'none',
    'é',
    ',',
    '=',
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
      const text = pieces.join('');
      try {
        parseQuery(text);
      } catch (error) {
        assert.ok(error instanceof QueryError, String(error));
        assert.ok(error.problem.position >= 0 && error.problem.position <= text.length);
      }
    }),
    { numRuns: 2000 },
  );
});

test('every column has a name of its own that can be asked and sorted by, and help that says what it means', () => {
  const described = describeColumns();
  const names = described.map(({ name }) => name);
  assert.equal(new Set(names).size, names.length);
  assert.equal(names.length, Object.keys(NUMBER_COLUMNS).length + Object.keys(TEXT_COLUMNS).length + 2);
  for (const { name, example, meaning, kind, values } of described) {
    assert.doesNotThrow(() => parseQuery(example), name);
    assert.ok(meaning.length > 0);
    if (kind !== 'sort' && kind !== 'is') parseQuery(`sort:-${name} ${name}:none`);
    if (kind !== 'sort') for (const value of values) parseQuery(`${name}:${value}`);
  }
  for (const word of Object.keys(IS_WORDS)) parseQuery(`is:${word}`);
});

test('a value of several words may be meant as a whole', () => {
  const [term] = parseQuery('class:="tap dancing"').terms;
  assert.deepEqual(term?.tests, [{ kind: 'text', column: 'label', text: 'tap dancing', isWhole: true }]);
});
