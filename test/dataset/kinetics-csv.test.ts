import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { readCsvRecords } from '../../src/dataset/csv-records.ts';
import { parseKineticsCsv } from '../../src/dataset/kinetics-csv.ts';
import { ManifestError } from '../../src/errors.ts';

const HEADER = 'label,youtube_id,time_start,time_end,split';
const bytes = (text: string) => new TextEncoder().encode(text);
const read = (...lines: string[]) => parseKineticsCsv('mine.csv', bytes(`${lines.join('\n')}\n`));

function refusal(content: string): ManifestError {
  try {
    parseKineticsCsv('mine.csv', bytes(content));
  } catch (error) {
    assert.ok(error instanceof ManifestError, String(error));
    return error;
  }
  assert.fail('expected the file to be refused');
}

const refusalOf = (row: string) => refusal(`${HEADER}\nsinging,aaaaaaaaaaa,0,10,train\n${row}\n`);

test('rows become segments; zero is a time, ids may start with a dash, fractions of a second count', () => {
  const { segments, classes } = read(HEADER, 'tap dancing,-5eShLzyb8k,0,10,val', 'singing,abc,7.25,12.5,test');
  assert.deepEqual(segments, [
    { videoId: '-5eShLzyb8k', startSeconds: 0, endSeconds: 10, label: 'tap dancing', split: 'val' },
    { videoId: 'abc', startSeconds: 7.25, endSeconds: 12.5, label: 'singing', split: 'test' },
  ]);
  assert.deepEqual(classes, ['singing', 'tap dancing']);
});

test('columns come in any order, further ones are ignored, and without a split column every row is train', () => {
  const { segments } = read('is_cc,Time_End,youtube_id,label,time_start', '1,10,aaaaaaaaaaa,singing,0');
  assert.deepEqual(segments, [
    { videoId: 'aaaaaaaaaaa', startSeconds: 0, endSeconds: 10, label: 'singing', split: 'train' },
  ]);
});

test('a byte order mark, CRLF, blank lines, spaces around cells and quoted labels are read', () => {
  const text = `\uFEFF${HEADER}\r\n"using segway", aaaaaaaaaaa ,0,10,validate\r\n\r\n"a ""b"", c",bbbbbbbbbbb,1,11,val\r\n`;
  const { segments } = parseKineticsCsv('mine.csv', bytes(text));
  assert.deepEqual(
    segments.map((segment) => [segment.label, segment.videoId, segment.split]),
    [
      ['using segway', 'aaaaaaaaaaa', 'val'],
      ['a "b", c', 'bbbbbbbbbbb', 'val'],
    ],
  );
});

test('lines that end in a carriage return alone are read', () => {
  const { segments } = parseKineticsCsv('mine.csv', bytes(`${HEADER}\rsinging,aaaaaaaaaaa,0,10,train\r`));
  assert.equal(segments.length, 1);
});

test('a row that repeats another counts once, and repeats are counted', () => {
  const row = 'singing,aaaaaaaaaaa,0,10,train';
  const { segments, repeatedRows } = read(HEADER, row, row, 'singing,aaaaaaaaaaa,20,30,train', row);
  assert.deepEqual([segments.length, repeatedRows], [2, 2]);
});

const BAD_ROWS = [
  ['a start that is no number', 'singing,bbbbbbbbbbb,one,10,train', 'time_start', /got "one"/],
  ['a start of NaN', 'singing,bbbbbbbbbbb,NaN,10,train', 'time_start', /got "NaN"/],
  ['an empty end', 'singing,bbbbbbbbbbb,1,,train', 'time_end', /got ""/],
  ['a negative start', 'singing,bbbbbbbbbbb,-1,10,train', 'time_start', /from 0 to 999999.*got "-1"/],
  ['an end beyond any video', 'singing,bbbbbbbbbbb,1,1e9,train', 'time_end', /got "1e9"/],
  ['an end before the start', 'singing,bbbbbbbbbbb,10,3,train', 'time_end', /above time_start \(10\), got 3/],
  ['an end at the start', 'singing,bbbbbbbbbbb,10,10,train', 'time_end', /above time_start \(10\), got 10/],
  ['an id with a path', 'singing,../../../etc,0,10,train', 'youtube_id', /got "..\/..\/..\/etc"/],
  ['an empty id', 'singing,,0,10,train', 'youtube_id', /got ""/],
  ['an empty label', ',bbbbbbbbbbb,0,10,train', 'label', /expected a class name, got nothing/],
  [
    'a label of 201 characters',
    `${'x'.repeat(201)},bbbbbbbbbbb,0,10,train`,
    'label',
    /at most 200 characters, got 201/,
  ],
  ['a label with NUL', 'sing\0ing,bbbbbbbbbbb,0,10,train', 'label', /control characters, got "sing\\u\{0\}ing"/],
  ['a label with a line end', '"sing\ning",bbbbbbbbbbb,0,10,train', 'label', /control characters/],
  ['an unknown split', 'singing,bbbbbbbbbbb,0,10,dev', 'split', /train, val \(or validate\) or test, got "dev"/],
  ['the split constructor', 'singing,bbbbbbbbbbb,0,10,constructor', 'split', /got "constructor"/],
  ['a row that is too short', 'singing,bbbbbbbbbbb,0', undefined, /expected 5 columns as in the header, got 3/],
  ['two classes for a segment', 'yawning,aaaaaaaaaaa,0,10,train', 'label', /"singing" on line 2 and "yawning" here/],
  ['a video in two splits', 'singing,aaaaaaaaaaa,50,60,test', 'split', /train on line 2 and test here/],
  ['a quote that opens inside', 'sing"ing",bbbbbbbbbbb,0,10,train', undefined, /quotes/],
  ['a quote that is never closed', '"singing,bbbbbbbbbbb,0,10,train', undefined, /quotes/],
] as const;

for (const [what, row, column, problem] of BAD_ROWS) {
  test(`${what} is refused with file, line and column`, () => {
    const error = refusalOf(row);
    assert.equal(error.position.file, 'mine.csv');
    assert.equal(error.position.column, column);
    assert.ok([3, 4].includes(error.position.line!), `line ${error.position.line}`);
    if (!row.includes('\n') && !row.startsWith('"')) assert.equal(error.position.line, 3);
    assert.match(error.message, problem);
    assert.match(error.message, /rows read without a fault before it: 1\)$/);
  });
}

test('the line named is right after blank lines and after a cell that csv-parse had to read', () => {
  const rows = '"a ""b""",aaaaaaaaaaa,0,10,train\n\nsinging,bbbbbbbbbbb,x,10,train\n';
  assert.equal(refusal(`${HEADER}\n\n${rows}`).position.line, 5);
});

test('text that is not UTF-8 is refused', () => {
  const latin1 = Buffer.from(`${HEADER}\nf\xeate,aaaaaaaaaaa,0,10,train\n`, 'latin1');
  assert.throws(() => parseKineticsCsv('mine.csv', latin1), /mine\.csv:2 label: expected text in UTF-8/);
});

test('an empty file, a file of blanks, a header without rows and a missing column are refused', () => {
  assert.match(refusal('').message, /got an empty file/);
  assert.match(refusal('\n\n').message, /got an empty file/);
  assert.match(refusal(`${HEADER}\n`).message, /at least one row/);
  const missing = refusal('label,youtube_id,time_start,split\nsinging,aaaaaaaaaaa,0,train\n');
  assert.deepEqual([missing.position.line, missing.position.column], [1, 'time_end']);
  assert.match(refusal(`${HEADER},label\n`).message, /once in the header/);
});

test('a file of 10 MB in one line is refused at once, quoted or not', () => {
  const long = 'x'.repeat(10_000_000);
  for (const line of [long, `"${long}`, `"${long}"`]) {
    const error = refusal(`${HEADER}\n${line}`);
    assert.match(error.message, /expected a row of at most 65536 bytes/);
    assert.ok(error.message.length < 500);
  }
});

test('published lists that contradict themselves are read with the first row kept and the others counted', () => {
  const text = `${HEADER}\nsinging,aaaaaaaaaaa,0,10,train\nyawning,aaaaaaaaaaa,0,10,train\nsinging,aaaaaaaaaaa,1,11,val\n`;
  const { segments, conflictingRows } = parseKineticsCsv('list', bytes(text), { conflicts: 'keep-first' });
  assert.deepEqual([segments.length, conflictingRows], [1, 2]);
});

test('splitting plain lines gives the records of csv-parse, whatever stands in the cells', () => {
  const cell = fc.oneof(
    fc.string({ unit: fc.constantFrom('a', 'é', ' ', '-'), maxLength: 4 }),
    fc.string({ unit: fc.constantFrom('a', ',', '\n', '"'), maxLength: 4 }),
  );
  const quoted = fc.tuple(cell, fc.boolean()).map(([text, isQuoted]) => {
    return isQuoted || /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  });
  const line = fc.array(quoted, { minLength: 1, maxLength: 4 }).map((cells) => cells.join(','));
  const file = fc.tuple(fc.array(line), fc.constantFrom('\n', '\r\n')).map(([lines, end]) => lines.join(end));
  fc.assert(
    fc.property(file, (text) => {
      const records: (readonly string[])[] = [];
      readCsvRecords(bytes(text), {
        take: (cells) => records.push(cells),
        refuse: (_line, problem) => assert.fail(problem),
      });
      const options = { record_delimiter: ['\r\n', '\n'], skip_empty_lines: true, relax_column_count: true };
      assert.deepEqual(records, parse(text, options));
    }),
  );
});
