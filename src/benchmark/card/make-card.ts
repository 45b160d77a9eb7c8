// The result card of a benchmark: what its jobs left, and what they were run on and with, in; the card out. Pure.
import { createHash } from 'node:crypto';
import type { CorpusLock } from '../../dataset/corpus-lock.ts';
import type { CoverageRow } from '../published-lists.ts';
import { aggregate } from './aggregate.ts';
import { compareAll } from './compare-models.ts';
import type { BenchmarkResults } from './read-results.ts';
import { CARD_SCHEMA, type CardTiming, type CardTraining, type ResultCard } from './result-card.ts';

/** What a benchmark was run on and with; nothing in it but `timing` differs between two runs of the same benchmark. */
export interface CardFacts {
  readonly lock: CorpusLock;
  /** The command that makes the same numbers again: without --resume, --jobs, --budget. */
  readonly command: string;
  readonly settings: Readonly<Record<string, unknown>>;
  /** `ks-build`, `node`; those of the lock are added. */
  readonly versions: Readonly<Record<string, string>>;
  readonly backend: string;
  readonly coverage: readonly CoverageRow[];
  /** What is not as one may expect, in words. */
  readonly notes: readonly string[];
  readonly timing: Omit<CardTiming, 'jobSeconds'>;
}

export function makeCard(facts: CardFacts, results: BenchmarkResults): ResultCard {
  const { lock, command, settings, versions, backend, coverage } = facts;
  const groups = new Map(lock.clips.map(({ name, videoGroup }) => [name, videoGroup]));
  const groupOf = (clipName: string): string => groups.get(clipName) ?? clipName;
  const answered = results.evaluations.flatMap(({ evaluation }) => evaluation.results);
  const count = (verdict: string): number => lock.clips.filter((clip) => clip.verdict === verdict).length;
  const content: Omit<ResultCard, 'timing' | 'resultSha256'> = {
    schema: CARD_SCHEMA,
    lock: {
      sha256: lock.sha256,
      corpus: lock.corpus,
      manifestSha256: lock.manifestSha256,
      clips: { kept: count('kept'), dropped: count('dropped'), ask: count('ask') },
    },
    command,
    settings,
    seeds: [...new Set(results.trainings.map(({ job }) => job.seed))].sort((a, b) => a - b),
    versions: { ...lock.tools, ...versions },
    backend,
    rows: aggregate(answered, groupOf),
    comparisons: compareAll(answered, groupOf),
    trainings: results.trainings.map(trainingOf),
    failures: [...results.failures],
    missing: [...results.missing],
    notes: [...facts.notes],
    coverage: coverage.some(({ kept, dropped, ask }) => kept + dropped + ask > 0) ? [...coverage] : [],
  };
  return {
    ...content,
    timing: { ...facts.timing, jobSeconds: { ...results.jobSeconds } },
    resultSha256: sha256Of(content),
  };
}

/** Of a card as read: equal to its `resultSha256` unless somebody changed it. */
export function contentSha256({ timing: _timing, resultSha256: _sha256, ...content }: ResultCard): string {
  return sha256Of(content);
}

function trainingOf({ job, summary }: BenchmarkResults['trainings'][number]): CardTraining {
  const { method, part, budget, seed } = job;
  const { clips, steps, history, leak } = summary;
  return {
    ...{ method, part, budget, seed, clips, steps, lastLosses: history.at(-1) ?? {} },
    ...(leak === undefined ? {} : { leak }),
  };
}

function sha256Of(content: unknown): string {
  return createHash('sha256')
    .update(JSON.stringify(inOrder(content)))
    .digest('hex');
}

/** The same values with the keys of every object in the order of the alphabet: the order in a file says nothing. */
function inOrder(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(inOrder);
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, inner]) => [key, inOrder(inner)]));
}
