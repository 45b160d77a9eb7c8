// How a lock compares with the lists of Kinetics-Sounds that others published: how many of their clips it holds, and which test clips all of them share.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { CorpusLock, LockedClip } from '../dataset/corpus-lock.ts';
import { isTimed, type ManifestRow, SHIPPED_MANIFESTS } from '../dataset/manifest.ts';
import { parseManifest } from '../dataset/manifest-text.ts';
import { clipName, type Split } from '../dataset/segment.ts';

export interface PublishedList {
  readonly name: string;
  readonly rows: readonly ManifestRow[];
}

/** The lists that were published clip by clip, and the corpus that ships as each. */
const PUBLISHED = [
  { name: 'OGM-GE', corpus: 'ks31' },
  { name: 'AV-CIL', corpus: 'ks30' },
] as const;

/** Name of the rows that are val or test in every list. */
const CORE = 'core';

export async function readPublishedLists(folder = SHIPPED_MANIFESTS): Promise<PublishedList[]> {
  return Promise.all(
    PUBLISHED.map(async ({ name, corpus }) => {
      const file = join(folder, `${corpus}.txt`);
      return { name, rows: parseManifest(file, await readFile(file, 'utf8')).manifest.rows };
    }),
  );
}

export interface CoverageRow {
  /** `OGM-GE`, `AV-CIL`, or `core`: what is val or test in both, 2,216 clips. */
  readonly list: string;
  /** Of the list; `test` for the core. */
  readonly split: Split;
  /** Class name of the list. */
  readonly label: string;
  readonly listed: number;
  readonly kept: number;
  /** Fetched, and not kept. */
  readonly dropped: number;
  readonly ask: number;
  /** Of the kept ones, those on the other side here: learned from though the list asks about them, or the reverse. */
  readonly keptOnOtherSide: number;
}

/** Classes by list and split, in the lists' order. A clip counts where video and interval are the list's, or the video, where the list tells no times. */
export function publishedCoverage(lock: CorpusLock, lists: readonly PublishedList[]): CoverageRow[] {
  const core = coreRows(lists).map((row) => ({ ...row, split: 'test' as const }));
  const find = clipFinder(lock);
  return [...lists, { name: CORE, rows: core }].flatMap(({ name, rows }) => coverageOf(name, rows, find));
}

/**
 * Names of clips of a lock that are val or test in every published list and in none learned from: models trained on any of the lists may be
 * compared on them. What the lock learns from is not among them.
 */
export function coreTestNames(lock: CorpusLock, lists: readonly PublishedList[]): Set<string> {
  const find = clipFinder(lock);
  const clips = coreRows(lists).flatMap((row) => find(row) ?? []);
  return new Set(clips.filter(({ split }) => split !== 'train').map(({ name }) => name));
}

/** As the first list has them. No video of one list's val or test is another's train. */
function coreRows([first, ...others]: readonly PublishedList[]): ManifestRow[] {
  const asked = others.map(({ rows }) => new Set(rows.filter(isAsked).map(({ videoId }) => videoId)));
  return (first?.rows ?? []).filter((row) => isAsked(row) && asked.every((videos) => videos.has(row.videoId)));
}

function isAsked({ split }: { readonly split: Split }): boolean {
  return split !== 'train';
}

type FindClip = (row: ManifestRow) => LockedClip | undefined;

function clipFinder({ clips }: CorpusLock): FindClip {
  const byName = new Map(clips.map((clip) => [clip.name, clip]));
  const byVideo = new Map(clips.map((clip) => [clip.videoId, clip]));
  return (row) => (isTimed(row) ? byName.get(clipName(row)) : byVideo.get(row.videoId));
}

function coverageOf(list: string, rows: readonly ManifestRow[], find: FindClip): CoverageRow[] {
  const classes = new Map<string, { -readonly [K in keyof CoverageRow]: CoverageRow[K] }>();
  for (const row of rows) {
    const { split, label } = row;
    const key = `${split} ${label}`;
    const counts = classes.get(key) ?? {
      list,
      split,
      label,
      listed: 0,
      kept: 0,
      dropped: 0,
      ask: 0,
      keptOnOtherSide: 0,
    };
    classes.set(key, counts);
    counts.listed += 1;
    const clip = find(row);
    if (clip === undefined) continue;
    counts[clip.verdict] += 1;
    if (clip.verdict === 'kept' && isAsked(clip) !== isAsked(row)) counts.keptOnOtherSide += 1;
  }
  return [...classes.values()];
}
