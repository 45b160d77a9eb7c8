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
const LINE = z.union([STRATUM, QUESTION, ANSWER]);

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
  const header = checked(HEADER, first ?? '', { file, line: 1 });
  const strata: Audit['strata'][number][] = [];
  const items: Audit['items'][number][] = [];
  const answers: AuditAnswer[] = [];
  const answered = new Set<string>();
  for (const [at, content] of others.entries()) {
    if (content.trim() === '') continue;
    const position = { file, line: at + 2 };
    const line = checked(LINE, content, position);
    if ('band' in line) strata.push(line);
    else if ('clip' in line) {
      if (strata[line.stratum] === undefined) throw new ManifestError(position, `there is no stratum ${line.stratum}`);
      items.push({
        clipName: line.clip,
        stratum: line.stratum,
        decision: line.verdict,
        decisionWithPeople: line.withPeople,
        probability: line.probability,
      });
    } else {
      if (items[line.question] === undefined)
        throw new ManifestError(position, `there is no question ${line.question}`);
      const key = `${line.question} ${line.rater}`;
      if (answered.has(key))
        throw new ManifestError(position, `a second answer of ${line.rater} to question ${line.question}`);
      answered.add(key);
      const { question, answer: word, rater, atMs, seconds, heard: wasHeard } = line;
      answers.push({ position: question, word, rater, atMs, seconds, wasHeard });
    }
  }
  const { format: _format, version: _version, ...rest } = header;
  return { audit: { ...rest, strata, items }, answers };
}

function checked<T>(schema: z.ZodType<T>, text: string, position: { file: string; line: number }): T {
  const result = schema.safeParse(parsedJson(text, position));
  if (result.success) return result.data;
  throw new ManifestError(position, problemOf(result.error));
}

function parsedJson(text: string, position: { file: string; line: number }): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const got = text.length > 40 ? `${text.slice(0, 40)}...` : text;
    throw new ManifestError(position, `expected a line of an exported audit, got ${JSON.stringify(got)}`, {
      cause: error,
    });
  }
}

/** Of the kinds of line that it could be, the one that it is nearest to says what is wrong. */
function problemOf(error: z.ZodError): string {
  const issues = error.issues.flatMap((issue) =>
    issue.code === 'invalid_union' ? issue.errors.toSorted((a, b) => a.length - b.length)[0]! : [issue],
  );
  return issues.map(({ path, message }) => (path.length === 0 ? message : `${path.join('.')}: ${message}`)).join('; ');
}
