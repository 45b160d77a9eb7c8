// An audit as a small text file, to carry its questions and everybody's answers between people: to text and back. Pure.
//
// Format 1, one JSON object a line: first the audit, then its strata, its questions and the answers by rater, each in its order; a question
// names its stratum and an answer its question by their places from 0.
import { z } from 'zod';
import { AUDIT_WORDS, type Audit, type AuditAnswer } from '../dataset/audit.ts';
import { parseClipName } from '../dataset/segment.ts';
import { ManifestError } from '../errors.ts';

const FORMAT = 1;

const count = z.int().min(0);
const decision = z.enum(['keep', 'drop', 'ask']);
const probability = z.number().min(0).max(1);

const HEADER = z.strictObject({
  format: z.literal('ks-build audit'),
  version: z.literal(FORMAT, { error: `this program reads version ${FORMAT}` }),
  name: z.string().min(1),
  corpus: z.string().min(1),
  seed: z.int(),
  policy: z.string(),
  drawnAtMs: count,
  population: z.strictObject({
    keep: count,
    drop: count,
    ask: count,
    leftOut: z.strictObject({ facts: count, otherReasons: count, unfiltered: count }),
  }),
});
const STRATUM = z.strictObject({ band: count, labels: z.array(z.string()), population: count });
const QUESTION = z.strictObject({
  clip: z.string().refine((name) => parseClipName(name) !== undefined, 'expected a name such as ID_000010_000020'),
  stratum: count,
  verdict: decision,
  withPeople: decision,
  probability: probability.optional(),
});
const ANSWER = z.strictObject({
  question: count,
  answer: z.enum(AUDIT_WORDS),
  rater: z.string().min(1),
  atMs: count,
  seconds: z.number().min(0).optional(),
  heard: z.boolean(),
});
export interface AuditFile {
  readonly audit: Audit;
  readonly answers: readonly AuditAnswer[];
}

export function formatAudit({ audit, answers }: AuditFile): string {
  const { strata, items, ...header } = audit;
  const sorted = answers.toSorted((a, b) => compare(a.rater, b.rater) || a.position - b.position);
  const lines: object[] = [
    { format: 'ks-build audit', version: FORMAT, ...header } satisfies z.input<typeof HEADER>,
    ...strata,
    ...items.map(
      ({ clipName, stratum, decision: verdict, decisionWithPeople: withPeople, probability: score }) =>
        ({ clip: clipName, stratum, verdict, withPeople, probability: score }) satisfies z.input<typeof QUESTION>,
    ),
    ...sorted.map(
      ({ position, word, rater, atMs, seconds, wasHeard }) =>
        ({ question: position, answer: word, rater, atMs, seconds, heard: wasHeard }) satisfies z.input<typeof ANSWER>,
    ),
  ];
  return lines.map((line) => `${JSON.stringify(line)}\n`).join('');
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** @throws ManifestError naming file and line: the file is taken whole or not at all */
export function parseAudit(text: string, file: string): AuditFile {
  const [first, ...others] = text.replace(/^\uFEFF/, '').split(/\r?\n/);
  const header = checked(HEADER, parsedJson(first ?? '', { file, line: 1 }), { file, line: 1 });
  const strata: Audit['strata'][number][] = [];
  const items: Audit['items'][number][] = [];
  const answers: AuditAnswer[] = [];
  const answered = new Set<string>();
  for (const [at, content] of others.entries()) {
    if (content.trim() === '') continue;
    const position = { file, line: at + 2 };
    const line = parsedJson(content, position);
    if ('band' in line) strata.push(checked(STRATUM, line, position));
    else if ('clip' in line) {
      const { clip: clipName, stratum, verdict, withPeople, probability: score } = checked(QUESTION, line, position);
      if (strata[stratum] === undefined) throw new ManifestError(position, `there is no stratum ${stratum}`);
      items.push({ clipName, stratum, decision: verdict, decisionWithPeople: withPeople, probability: score });
    } else if ('answer' in line) {
      const { question, answer, rater, atMs, seconds, heard } = checked(ANSWER, line, position);
      if (items[question] === undefined) throw new ManifestError(position, `there is no question ${question}`);
      const key = `${question} ${rater}`;
      if (answered.has(key)) throw new ManifestError(position, `a second answer of ${rater} to question ${question}`);
      answered.add(key);
      answers.push({ position: question, word: answer, rater, atMs, seconds, wasHeard: heard });
    } else throw new ManifestError(position, `expected a stratum, a question or an answer, got ${quoted(content)}`);
  }
  const { format: _format, version: _version, ...rest } = header;
  return { audit: { ...rest, strata, items }, answers };
}

interface Place {
  readonly file: string;
  readonly line: number;
}

function checked<T>(schema: z.ZodType<T>, line: object, position: Place): T {
  const result = schema.safeParse(line);
  if (result.success) return result.data;
  const problems = result.error.issues.map(({ path, message }) =>
    path.length === 0 ? message : `${path.join('.')}: ${message}`,
  );
  throw new ManifestError(position, problems.join('; '));
}

function parsedJson(text: string, position: Place): object {
  const wrong = (cause?: unknown): ManifestError =>
    new ManifestError(position, `expected a line of an exported audit, got ${quoted(text)}`, { cause });
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null) return value;
  } catch (error) {
    throw wrong(error);
  }
  throw wrong();
}

function quoted(text: string): string {
  return JSON.stringify(text.length > 40 ? `${text.slice(0, 40)}...` : text);
}
