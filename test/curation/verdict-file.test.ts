import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type CarriedJudgement, formatVerdicts, parseVerdicts } from '../../src/curation/verdict-file.ts';
import { ManifestError } from '../../src/errors.ts';

const HEADER = { corpus: 'ks32', manifestSha256: 'abc' };
const FULL: CarriedJudgement = {
  clip: 'vid_000001_000011',
  videoId: 'vid',
  startSeconds: 1,
  endSeconds: 11,
  decision: 'drop',
  reason: 'voice-over',
  label: 'playing drums',
  trim: { startSeconds: 0.5, endSeconds: 8 },
  note: 'a "radio"\tfar away\nand near',
  rater: 'mk',
  atMs: Date.UTC(2026, 0, 2, 3, 4, 5, 678),
  seconds: 4.5,
  wasHeard: true,
  seen: ['strip', 'mel'],
  clipSha256: 'sha',
};
const PLAIN: CarriedJudgement = {
  ...FULL,
  clip: 'abc_000000_000010',
  videoId: 'abc',
  startSeconds: 0,
  endSeconds: 10,
  decision: 'keep',
  reason: undefined,
  label: undefined,
  trim: undefined,
  note: '',
  seconds: undefined,
  wasHeard: false,
  seen: [],
  clipSha256: '',
};

const parse = (text: string) => parseVerdicts(text, 'mine.jsonl', () => undefined);

test('one line a judgement, by clip, time and rater, with nothing in it that was not said', () => {
  const text = formatVerdicts(HEADER, [FULL, { ...PLAIN, rater: 'zoe' }, { ...PLAIN, atMs: 0 }, PLAIN]);
  assert.deepEqual(text.split('\n'), [
    '{"format":"ks-build judgements","version":1,"corpus":"ks32","manifestSha256":"abc"}',
    '{"clip":"abc_000000_000010","decision":"keep","rater":"mk","at":"1970-01-01T00:00:00.000Z","heard":false,"seen":[]}',
    '{"clip":"abc_000000_000010","decision":"keep","rater":"mk","at":"2026-01-02T03:04:05.678Z","heard":false,"seen":[]}',
    '{"clip":"abc_000000_000010","decision":"keep","rater":"zoe","at":"2026-01-02T03:04:05.678Z","heard":false,"seen":[]}',
    '{"clip":"vid_000001_000011","decision":"drop","reason":"voice-over","label":"playing drums","trim":[0.5,8],' +
      '"note":"a \\"radio\\"\\tfar away\\nand near","rater":"mk","at":"2026-01-02T03:04:05.678Z","seconds":4.5,"heard":true,' +
      '"seen":["strip","mel"],"clipSha256":"sha"}',
    '',
  ]);
});

test('what was written is read back', () => {
  const { header, lines } = parse(formatVerdicts(HEADER, [PLAIN, FULL]));
  assert.deepEqual(header, HEADER);
  assert.deepEqual(lines, [
    { line: 2, judgement: PLAIN },
    { line: 3, judgement: FULL },
  ]);
});

test('line ends of other systems, a byte order mark and empty lines do not matter', () => {
  const text = `\uFEFF${formatVerdicts(HEADER, [PLAIN]).replaceAll('\n', '\r\n\r\n')}`;
  assert.equal(parse(text).lines.length, 1);
});

const [HEAD, LINE] = formatVerdicts(HEADER, [FULL]).split('\n') as [string, string];
const REFUSED: readonly (readonly [title: string, text: string, message: RegExp])[] = [
  ['an empty file', '', /^mine\.jsonl:1: expected a line of exported verdicts, got ""/],
  ['another kind of file', 'clip,decision\n', /^mine\.jsonl:1: expected a line of exported verdicts/],
  [
    'a later version',
    HEAD.replace('"version":1', '"version":2'),
    /^mine\.jsonl:1: version: this program reads version 1/,
  ],
  [
    'a clip that is none',
    `${HEAD}\n${LINE.replace('vid_000001_000011', '../x')}`,
    /^mine\.jsonl:2: clip: expected a name such as/,
  ],
  ['a decision that is none', `${HEAD}\n${LINE.replace('"drop"', '"perhaps"')}`, /^mine\.jsonl:2: decision: /],
  ['a reason that is none', `${HEAD}\n${LINE.replace('voice-over', 'noise')}`, /^mine\.jsonl:2: reason: /],
  [
    'a reason to keep',
    `${HEAD}\n${LINE.replace('"drop"', '"keep"')}`,
    /^mine\.jsonl:2: reason: expected with drop only/,
  ],
  [
    'a trim that ends before it starts',
    `${HEAD}\n${LINE.replace('[0.5,8]', '[8,0.5]')}`,
    /^mine\.jsonl:2: trim: expected an end/,
  ],
  ['a day that is none', `${HEAD}\n${LINE.replace('2026-01-02', '2026-13-02')}`, /^mine\.jsonl:2: at: /],
  ['a field that is not known', `${HEAD}\n${LINE.replace('"heard"', '"herd":1,"heard"')}`, /^mine\.jsonl:2: .*herd/],
  [
    'half a line',
    `${HEAD}\n${LINE}\n${LINE.slice(0, 60)}`,
    /^mine\.jsonl:3: expected a line of exported verdicts, got "\{/,
  ],
];

for (const [title, text, message] of REFUSED) {
  test(`${title} is refused, with file and line`, () => {
    assert.throws(
      () => parse(text),
      (error) => error instanceof ManifestError && message.test(error.message),
    );
  });
}

test('all that is wrong is told at once, up to ten lines', () => {
  const wrong = Array.from({ length: 14 }, () => '{}').join('\n');
  assert.throws(
    () => parse(`${HEAD}\n${wrong}`),
    (error) => {
      assert.ok(error instanceof ManifestError);
      const told = error.message.split('\n');
      assert.equal(told.filter((line) => line.startsWith('mine.jsonl:')).length, 10);
      assert.deepEqual(told.slice(-2), ['and 4 more lines', 'nothing was taken']);
      return true;
    },
  );
});

test('what the caller finds wrong is told with its line', () => {
  const text = formatVerdicts(HEADER, [PLAIN, FULL]);
  assert.throws(
    () => parseVerdicts(text, 'mine.jsonl', ({ clip }) => (clip === FULL.clip ? `${clip} is not listed` : undefined)),
    /^ManifestError: mine\.jsonl:3: vid_000001_000011 is not listed\nnothing was taken$/,
  );
});
