// Verdicts of people as a small text file, to carry them between people: to text and back. Pure.
//
// Format 1, one JSON object a line, so that a tool that compares lines shows what changed: first the corpus and the hash of its manifest, then one
// judgement a line, by clip, time and rater. What was left open is left out. A trim counts from the start of the clip.
import { z } from 'zod';
import { SEEN_THINGS, type StoredJudgement } from '../dataset/judgement.ts';
import { parseClipName, type Segment } from '../dataset/segment.ts';
import { DROP_REASONS, type DropReason } from '../dataset/verdict.ts';
import { ManifestError } from '../errors.ts';

const FORMAT = 1;

const HEADER = z.strictObject({
  format: z.literal('ks-build judgements'),
  version: z.literal(FORMAT, { error: `this program reads version ${FORMAT}` }),
  corpus: z.string().min(1),
  manifestSha256: z.string(),
});

const seconds = z.number().min(0);
const LINE = z
  .strictObject({
    clip: z.string().refine((name) => parseClipName(name) !== undefined, 'expected a name such as ID_000010_000020'),
    decision: z.enum(['keep', 'drop', 'ask']),
    reason: z.enum(Object.keys(DROP_REASONS) as [DropReason, ...DropReason[]]).optional(),
    label: z.string().min(1).optional(),
    trim: z
      .tuple([seconds, seconds])
      .refine(([start, end]) => end > start, 'expected an end behind the start')
      .optional(),
    note: z.string().optional(),
    rater: z.string().min(1),
    at: z.iso.datetime(),
    seconds: seconds.optional(),
    heard: z.boolean(),
    seen: z.array(z.enum(SEEN_THINGS)),
    clipSha256: z.string().optional(),
  })
  .refine(({ decision, reason }) => reason === undefined || decision === 'drop', {
    path: ['reason'],
    message: 'expected with drop only',
  });

export interface VerdictFileHeader {
  readonly corpus: string;
  /** '' where it is not known. */
  readonly manifestSha256: string;
}

/** What somebody said of a clip, whatever index it stands in. */
export type CarriedJudgement = Pick<Segment, 'videoId' | 'startSeconds' | 'endSeconds'> &
  Pick<
    StoredJudgement,
    | 'decision'
    | 'reason'
    | 'label'
    | 'trim'
    | 'note'
    | 'rater'
    | 'atMs'
    | 'seconds'
    | 'wasHeard'
    | 'seen'
    | 'clipSha256'
  > & { readonly clip: string };

export function formatVerdicts(header: VerdictFileHeader, judgements: readonly CarriedJudgement[]): string {
  const sorted = judgements.toSorted((a, b) => compare(a.clip, b.clip) || a.atMs - b.atMs || compare(a.rater, b.rater));
  const lines: object[] = [
    { format: 'ks-build judgements', version: FORMAT, ...header } satisfies z.input<typeof HEADER>,
    ...sorted.map(
      ({ clip, decision, reason, label, trim, note, rater, atMs, seconds: looked, wasHeard, seen, clipSha256 }) =>
        ({
          clip,
          decision,
          reason,
          label,
          trim: trim === undefined ? undefined : [trim.startSeconds, trim.endSeconds],
          note: note === '' ? undefined : note,
          rater,
          at: new Date(atMs).toISOString(),
          seconds: looked,
          heard: wasHeard,
          seen: [...seen],
          clipSha256: clipSha256 === '' ? undefined : clipSha256,
        }) satisfies z.input<typeof LINE>,
    ),
  ];
  return lines.map((line) => `${JSON.stringify(line)}\n`).join('');
}

export interface CarriedLine {
  /** 1-based. */
  readonly line: number;
  readonly judgement: CarriedJudgement;
}

export interface VerdictFile {
  readonly header: VerdictFileHeader;
  readonly lines: readonly CarriedLine[];
}

/**
 * @param check what else may be wrong with a line, as a sentence
 * @throws ManifestError that names file and line of the first problems: the file is taken whole or not at all
 */
export function parseVerdicts(
  text: string,
  file: string,
  check: (judgement: CarriedJudgement, header: VerdictFileHeader) => string | undefined,
): VerdictFile {
  const [first, ...others] = text.replace(/^\uFEFF/, '').split(/\r?\n/);
  const head = checked(HEADER, first ?? '');
  if ('problem' in head) throw new ManifestError({ file, line: 1 }, head.problem);
  const header = { corpus: head.value.corpus, manifestSha256: head.value.manifestSha256 };
  const lines: CarriedLine[] = [];
  const problems: { line: number; problem: string }[] = [];
  for (const [at, content] of others.entries()) {
    if (content.trim() === '') continue;
    const line = at + 2;
    const result = checked(LINE, content);
    if ('problem' in result) {
      problems.push({ line, problem: result.problem });
      continue;
    }
    const judgement = judgementOf(result.value);
    const problem = check(judgement, header);
    if (problem === undefined) lines.push({ line, judgement });
    else problems.push({ line, problem });
  }
  refuse(file, problems);
  return { header, lines };
}

const MOST_PROBLEMS = 10;

function refuse(file: string, problems: readonly { readonly line: number; readonly problem: string }[]): void {
  const [first, ...others] = problems;
  if (first === undefined) return;
  const shown = others.slice(0, MOST_PROBLEMS - 1).map(({ line, problem }) => `${file}:${line}: ${problem}`);
  const rest = problems.length - 1 - shown.length;
  const more = [...shown, ...(rest > 0 ? [`and ${rest} more lines`] : []), 'nothing was taken'];
  throw new ManifestError({ file, line: first.line }, [first.problem, ...more].join('\n'));
}

function judgementOf(line: z.infer<typeof LINE>): CarriedJudgement {
  const { clip, decision, reason, label, trim, note, rater, at, seconds: looked, heard, seen, clipSha256 } = line;
  return {
    ...parseClipName(clip)!,
    clip,
    decision,
    reason,
    label,
    trim: trim === undefined ? undefined : { startSeconds: trim[0], endSeconds: trim[1] },
    note: note ?? '',
    rater,
    atMs: Date.parse(at),
    seconds: looked,
    wasHeard: heard,
    seen,
    clipSha256: clipSha256 ?? '',
  };
}

type Checked<T> = { readonly value: T } | { readonly problem: string };

function checked<T>(schema: z.ZodType<T>, text: string): Checked<T> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    const got = text.length > 40 ? `${text.slice(0, 40)}...` : text;
    return { problem: `expected a line of exported verdicts, got ${JSON.stringify(got)}` };
  }
  const result = schema.safeParse(value);
  if (result.success) return { value: result.data };
  return {
    problem: result.error.issues
      .map(({ path, message }) => (path.length === 0 ? message : `${path.join('.')}: ${message}`))
      .join('; '),
  };
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
