// `ks-build curate --export` and `--import`: the verdicts of people on a corpus as a small text file. Nothing is ever overwritten.
import { join, resolve } from 'node:path';
import { type CarriedJudgement, formatVerdicts, parseVerdicts, type VerdictFile } from '../curation/verdict-file.ts';
import type { StoredJudgement } from '../dataset/judgement.ts';
import { clipName } from '../dataset/segment.ts';
import { wordInForce } from '../dataset/word-in-force.ts';
import { UsageError } from '../errors.ts';
import {
  createIntervalFinder,
  type JudgedInterval,
  manifestHashOf,
  readJudgedIntervals,
} from '../store/carried-judgements.ts';
import { createJudgementWriter } from '../store/judgements.ts';
import { type Index, openIndexForJudging, openIndexForReading } from '../store/open.ts';
import { chooseCorpus } from './choose-corpus.ts';
import type { CurateFlags } from './curate.ts';
import { print, printError, printJson } from './output.ts';
import { formatTable } from './table.ts';
import { readText, streamName, writeText } from './text-stream.ts';

export function exportVerdicts(file: string, flags: CurateFlags): void {
  const index = openIndexForReading(join(resolve(flags.workspace), 'index.db'));
  try {
    const corpus = chooseCorpus(index, flags.corpus);
    const judgements = readJudgedIntervals(index, corpus.id).flatMap(({ judgements: said, ...interval }) =>
      said.filter(({ undoneAtMs }) => undoneAtMs === undefined).map((judgement) => carried(judgement, interval)),
    );
    const header = { corpus: corpus.name, manifestSha256: manifestHashOf(index, corpus.id) };
    const text = formatVerdicts(header, judgements);
    if (writeText(file, text)) printError(`${file}: ${judgements.length} verdicts of corpus ${corpus.name}`);
  } finally {
    index.close();
  }
}

/** A label that was given in another corpus is none of this one's. */
function carried(
  { label, ...judgement }: StoredJudgement,
  { segmentId, ...interval }: Omit<JudgedInterval, 'judgements'>,
): CarriedJudgement {
  const clip = clipName(interval);
  return { ...judgement, ...interval, clip, label: judgement.segmentId === segmentId ? label : undefined };
}

export function importVerdicts(file: string, flags: CurateFlags): void {
  const name = streamName(file);
  const text = readText(file);
  const index = openIndexForJudging(join(resolve(flags.workspace), 'index.db'));
  try {
    const { corpusId, verdicts } = readFor(index, text, name, flags.corpus);
    const added = addTo(index, corpusId, verdicts);
    const conflicts = conflictsIn(index, corpusId);
    if (flags.json) {
      const counts = { added, known: verdicts.lines.length - added };
      printJson({ schema: 1, corpus: verdicts.header.corpus, ...counts, conflicts });
    } else
      for (const line of importLines(verdicts.header.corpus, added, verdicts.lines.length - added, conflicts))
        print(line);
  } finally {
    index.close();
  }
}

/** @throws ManifestError where a line cannot be taken */
function readFor(
  index: Index,
  text: string,
  name: string,
  corpusFlag: string | undefined,
): { readonly corpusId: number; readonly verdicts: VerdictFile } {
  const corpus = chooseCorpus(index, corpusFlag);
  const find = createIntervalFinder(index, corpus.id);
  const verdicts = parseVerdicts(text, name, (judgement, header) => {
    if (header.corpus !== corpus.name) return undefined;
    return find(judgement) === undefined ? `${judgement.clip} is not listed in corpus ${corpus.name}` : undefined;
  });
  const { corpus: there, manifestSha256 } = verdicts.header;
  if (there !== corpus.name)
    throw new UsageError(`${name}: expected verdicts on corpus ${corpus.name}, got some on ${there}`);
  if (manifestSha256 !== manifestHashOf(index, corpus.id))
    printError(`${name}: made with another version of the manifest; every clip in it is listed here too`);
  return { corpusId: corpus.id, verdicts };
}

/** What is here already, undone or not, is not taken again. @returns how many are new */
function addTo(index: Index, corpusId: number, { lines }: VerdictFile): number {
  const find = createIntervalFinder(index, corpusId);
  const seen = new Set<string>();
  const added = lines.flatMap(({ judgement }) => {
    const { segmentId, judgements } = find(judgement)!;
    const { rater, atMs, videoId: _, startSeconds: _start, endSeconds: _end, clip, ...said } = judgement;
    const key = JSON.stringify([clip, rater, atMs]);
    const isKnown = seen.has(key) || judgements.some((known) => known.rater === rater && known.atMs === atMs);
    seen.add(key);
    return isKnown ? [] : [{ ...said, segmentId, rater, atMs, via: 'import' as const }];
  });
  if (added.length > 0) createJudgementWriter(index).take(added);
  return added.length;
}

interface VerdictConflict {
  readonly clip: string;
  /** What holds here. */
  readonly inForce: string;
  /** What others said last, each with who said it. */
  readonly said: readonly string[];
}

/** Every clip of the corpus on which people differ. */
function conflictsIn(index: Index, corpusId: number): VerdictConflict[] {
  return readJudgedIntervals(index, corpusId).flatMap(({ judgements, ...interval }) => {
    const word = wordInForce(judgements);
    if (word === undefined || !word.hasConflict) return [];
    const lastOf = new Map(
      judgements
        .filter(({ via, undoneAtMs }) => via === 'import' && undoneAtMs === undefined)
        .toSorted((a, b) => a.atMs - b.atMs)
        .map((judgement) => [judgement.rater, judgement]),
    );
    const said = [...lastOf.values()].map(({ rater, decision, reason, label }) =>
      [`${rater}: ${decision}`, reason, label === undefined ? undefined : `"${label}"`].filter(Boolean).join(' '),
    );
    const inForce = word.code === 'raters-disagree' ? 'ask' : `${word.rater}: ${word.decision}`;
    return [{ clip: clipName(interval), inForce, said }];
  });
}

/** Pure. */
function importLines(corpus: string, added: number, known: number, conflicts: readonly VerdictConflict[]): string[] {
  const summary = `corpus ${corpus}: ${added} verdicts added, ${known} here already, ${conflicts.length} in conflict`;
  if (conflicts.length === 0) return [summary];
  const columns = [{ title: 'clip' }, { title: 'in force' }, { title: 'others' }];
  const rows = conflicts.map(({ clip, inForce, said }) => [clip, inForce, said.join(', ')]);
  return [
    summary,
    '',
    ...formatTable(columns, rows),
    '',
    'judged anew here, a conflict is resolved: `ks-build curate is:conflict`',
  ];
}
