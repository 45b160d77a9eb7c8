// Our manifest format, to text and back. Pure. Compact: 15 bytes a row. Layout, version 1, UTF-8, lines end in \n:
//
//   ks-build manifest 1
//   sha256 <hex>                SHA-256 of everything after this line: an edited or cut file is refused
//   name ks31                   then title, source, licence: one line each
//   note <sentence>             any number
//   class <class name>          one line each, in the corpus' own order
//   official train              train also holds the rows of the official Kinetics-400 train list with these classes
//   rows train 14799            rows below, per split that has some
//                               an empty line ends the header
//   @train playing drums        the rows below have this split and class, until the next such line
//   -3Esu7rw6DM 103             video id, start in seconds; the end is start + 10, the length of Kinetics' segments
//   0wR5jVB-WPk 7 12.5          start and end
//   zzk3PpnmmQg                 times not published: to be found in the official list
import { createHash } from 'node:crypto';
import { ManifestError } from '../errors.ts';
import { countBySplit, isTimed, type Manifest, type ManifestRow } from './manifest.ts';
import { labelProblem, parseSeconds, quoted } from './row-check.ts';
import { isSafeVideoId, isSplit, SPLITS, type Split } from './segment.ts';

const FIRST_LINE = 'ks-build manifest 1';
const OFFICIAL_TRAIN = 'official train';

/** Length of a segment whose end is not written, seconds: every row of Kinetics-400 val and test has it. */
export const KINETICS_SEGMENT_SECONDS = 10;

export const MANIFEST_NAME = /^[a-z0-9][a-z0-9-]*$/;

export interface ParsedManifest {
  readonly manifest: Manifest;
  readonly sha256: string;
}

/** Rows keep their order; those that follow each other with one split and class share a heading. */
export function serialiseManifest(manifest: Manifest): string {
  const counts = countBySplit(manifest.rows);
  const lines = [
    `name ${manifest.name}`,
    `title ${manifest.title}`,
    `source ${manifest.source}`,
    `licence ${manifest.licence}`,
    ...manifest.notes.map((note) => `note ${note}`),
    ...manifest.classes.map((label) => `class ${label}`),
    ...(manifest.hasOfficialTrain ? [OFFICIAL_TRAIN] : []),
    ...SPLITS.filter((split) => counts[split] > 0).map((split) => `rows ${split} ${counts[split]}`),
    '',
  ];
  let heading = '';
  for (const row of manifest.rows) {
    const next = `@${row.split} ${row.label}`;
    if (next !== heading) lines.push(next);
    heading = next;
    lines.push(rowText(row));
  }
  const content = `${lines.join('\n')}\n`;
  return `${FIRST_LINE}\nsha256 ${sha256Of(content)}\n${content}`;
}

function rowText(row: ManifestRow): string {
  if (!isTimed(row)) return row.videoId;
  const { videoId, startSeconds, endSeconds } = row;
  return endSeconds === startSeconds + KINETICS_SEGMENT_SECONDS
    ? `${videoId} ${startSeconds}`
    : `${videoId} ${startSeconds} ${endSeconds}`;
}

function sha256Of(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** @throws ManifestError when the text is not a whole, unedited manifest of this version. */
export function parseManifest(file: string, text: string): ParsedManifest {
  const lines = text.split('\n');
  const sha256 = checkEnvelope(file, text, lines);
  const headerEnd = lines.indexOf('', 2);
  const refuse = (lineIndex: number, problem: string): never => {
    throw new ManifestError({ file, line: lineIndex + 1 }, problem);
  };
  const { counts, header } = parseHeader(lines.slice(0, headerEnd), refuse);
  const rows = parseRows(lines, headerEnd + 1, new Set(header.classes), refuse);
  const found = countBySplit(rows);
  for (const split of SPLITS) {
    const stated = counts.get(split) ?? 0;
    if (found[split] !== stated)
      refuse(headerEnd, `expected ${stated} rows of ${split} as the header says, got ${found[split]}`);
  }
  return { manifest: { ...header, rows }, sha256 };
}

/** First line, hash and the empty line between header and rows; returns the hash. */
function checkEnvelope(file: string, text: string, lines: readonly string[]): string {
  if (lines[0] !== FIRST_LINE) {
    const problem = `expected "${FIRST_LINE}", got ${quoted(lines[0] ?? '')}; is the file from another version of ks-build?`;
    throw new ManifestError({ file, line: 1 }, problem);
  }
  const content = text.slice(FIRST_LINE.length + 1 + (lines[1]?.length ?? 0) + 1);
  const expected = `sha256 ${sha256Of(content)}`;
  if (lines[1] !== expected) {
    const problem = `expected "${expected}", got ${quoted(lines[1] ?? '')}; the file was edited or cut short: take it anew from its release`;
    throw new ManifestError({ file, line: 2 }, problem);
  }
  if (!lines.includes('', 2) || !text.endsWith('\n')) {
    throw new ManifestError({ file }, 'expected an empty line after the header and a line end at the end, got neither');
  }
  return expected.slice('sha256 '.length);
}

type Refuse = (lineIndex: number, problem: string) => never;

/** Keys of the header that stand there exactly once. */
const SINGLE_KEYS: readonly string[] = ['name', 'title', 'source', 'licence'];

function parseHeader(lines: readonly string[], refuse: Refuse) {
  const single = new Map<string, string>();
  const notes: string[] = [];
  const classes: string[] = [];
  const counts = new Map<string, number>();
  let hasOfficialTrain = false;
  for (let index = 2; index < lines.length; index += 1) {
    const line = lines[index]!;
    const [key, value] = atFirstSpace(line);
    if (value === '') refuse(index, `expected "key value", got ${quoted(line)}`);
    if (key === 'note') notes.push(value);
    else if (key === 'class') classes.push(checkedLabel(value, index, refuse));
    else if (line === OFFICIAL_TRAIN) hasOfficialTrain = true;
    else if (key === 'rows')
      counts.set(value.slice(0, value.lastIndexOf(' ')), Number(value.slice(value.lastIndexOf(' '))));
    else if (SINGLE_KEYS.includes(key) && !single.has(key)) single.set(key, value);
    else refuse(index, `expected a header line of this version (once: ${SINGLE_KEYS.join(', ')}), got ${quoted(line)}`);
  }
  const one = (key: string) => single.get(key) ?? refuse(0, `expected a line "${key} ..." in the header, got none`);
  const name = one('name');
  if (!MANIFEST_NAME.test(name)) {
    refuse(2, `expected a name of lower-case letters, digits and "-", got ${quoted(name)}`);
  }
  const header = { name, title: one('title'), source: one('source'), licence: one('licence') };
  return { counts, header: { ...header, notes, classes, hasOfficialTrain } };
}

function checkedLabel(label: string, lineIndex: number, refuse: Refuse): string {
  const problem = labelProblem(label);
  return problem === undefined ? label : refuse(lineIndex, problem);
}

function parseRows(
  lines: readonly string[],
  from: number,
  classes: ReadonlySet<string>,
  refuse: Refuse,
): ManifestRow[] {
  const rows: ManifestRow[] = [];
  let heading: { readonly split: Split; readonly label: string } | undefined;
  for (let index = from; index < lines.length - 1; index += 1) {
    const line = lines[index]!;
    if (line.startsWith('@')) {
      const [split, label] = atFirstSpace(line.slice(1));
      if (!isSplit(split)) return refuse(index, splitProblem(split));
      if (!classes.has(label)) return refuse(index, `expected a class of the header, got ${quoted(label)}`);
      heading = { split, label };
    } else {
      if (heading === undefined)
        return refuse(index, `expected "@split class" before the first row, got ${quoted(line)}`);
      rows.push(parseRow(line, heading.split, heading.label) ?? refuse(index, rowProblem(line)));
    }
  }
  return rows;
}

/** Undefined when the line is not a row. */
function parseRow(line: string, split: Split, label: string): ManifestRow | undefined {
  const [videoId = '', start, end, ...more] = line.split(' ');
  if (!isSafeVideoId(videoId) || more.length > 0) return undefined;
  if (start === undefined) return { videoId, label, split };
  const startSeconds = parseSeconds(start);
  if (startSeconds === undefined) return undefined;
  const endSeconds = end === undefined ? startSeconds + KINETICS_SEGMENT_SECONDS : parseSeconds(end);
  if (endSeconds === undefined || endSeconds <= startSeconds) return undefined;
  return { videoId, startSeconds, endSeconds, label, split };
}

function rowProblem(line: string): string {
  return `expected "id", "id start" or "id start end" with end above start, got ${quoted(line)}`;
}

function splitProblem(text: string): string {
  return `expected train, val or test, got ${quoted(text)}`;
}

function atFirstSpace(text: string): readonly [string, string] {
  const space = text.indexOf(' ');
  return space < 0 ? [text, ''] : [text.slice(0, space), text.slice(space + 1)];
}
