// The rows of one corpus in memory as columns, and kept in step with the index: what is asked about comes first, then the rest, a little at a
// time, so that a screen is never kept waiting. A row keeps its position for good.
import { shortClipName } from '../dataset/segment.ts';
import { type Word, wordInForce } from '../dataset/word-in-force.ts';
import { type ClipChanges, watchClipChanges } from '../store/clip-changes.ts';
import {
  createClipRowReader,
  readDuplicateCounts,
  readStateGroups,
  STORED_NUMBERS,
  STORED_TEXTS,
  type StateGroup,
  type StoredClipRow,
} from '../store/clip-rows.ts';
import type { Index } from '../store/open.ts';
import { isNumberColumn, NUMBER_COLUMNS, type NumberColumn, TEXT_COLUMNS, type TextColumn } from './clip-columns.ts';
import { GrowingNumbers, GrowingTexts } from './column-store.ts';

type RowNumbers = { readonly [K in NumberColumn]: number | undefined };
type RowTexts = { readonly [K in Exclude<TextColumn, 'reasons' | 'facts'>]: string };

/** All that is known of a clip; undefined and '': not known. */
export interface ClipRow extends RowNumbers, RowTexts {
  readonly position: number;
  readonly segmentId: number;
  /** Undefined: there is no file. */
  readonly clipId: number | undefined;
  readonly videoId: string;
  readonly reasons: readonly string[];
  readonly facts: readonly string[];
}

/** What a query reads. */
export interface ColumnTable {
  /** Rows that are there so far. */
  readonly size: number;
  /** Changes whenever a value of the column does, or a row is added. */
  version(column: NumberColumn | TextColumn): string;
  /** `size` values, NaN where not known; not to be kept while rows may be added. */
  numbers(column: NumberColumn): Float64Array;
  /** The texts of a column, and for each row the place of its text among them. */
  texts(column: TextColumn): { readonly codes: Uint32Array; readonly texts: readonly string[] };
}

export interface ClipTable extends ColumnTable {
  /** Rows that the corpus has, loaded or not. */
  readonly listed: number;
  /**
   * Reads rows for about so long.
   * @returns whether all are there
   */
  loadSome(budgetMs: number): boolean;
  /**
   * Reads again what has changed in the index since, by whomever, for about so long; the rest comes with the next call.
   * @returns positions of rows that are new or have other values than before
   */
  refresh(budgetMs?: number): readonly number[];
  /** Reads these rows again now, for changes of one's own that must show at once. */
  reread(positions: readonly number[]): void;
  row(position: number): ClipRow;
  /** NaN: not known. */
  number(column: NumberColumn, position: number): number;
  /** '': not known. */
  text(column: TextColumn, position: number): string;
  /** Undefined: not loaded, or not of this corpus. */
  positionOfClip(clipId: number): number | undefined;
}

/** Rows that are read between two looks at the clock: about 2 ms. */
const PAGE_ROWS = 64;
/** A refresh takes no longer than a screen can spare between two keys, ms. */
const REFRESH_BUDGET_MS = 8;

/** Room for rows that are listed later. */
const SPARE = 1.25;

/** Every row has its own. */
const UNIQUE: ReadonlySet<TextColumn> = new Set(['id', 'path']);

const NUMBER_NAMES = Object.keys(NUMBER_COLUMNS) as readonly NumberColumn[];
const TEXT_NAMES = Object.keys(TEXT_COLUMNS) as readonly TextColumn[];

export function openClipTable(index: Index, corpusId: number): ClipTable {
  const watch = watchClipChanges(index, corpusId);
  const reader = createClipRowReader(index, corpusId);
  let groups = readStateGroups(index, corpusId);
  const capacity = Math.ceil(listedIn(groups) * SPARE) + PAGE_ROWS;
  // In one piece, which the system gives out page by page as it is written to.
  const room = new Float64Array(capacity * (NUMBER_NAMES.length + 2));
  const roomAt = (place: number): Float64Array => room.subarray(place * capacity, (place + 1) * capacity);
  const segmentIds = new GrowingNumbers(roomAt(0));
  const clipIds = new GrowingNumbers(roomAt(1));
  const numbers = byName(NUMBER_NAMES, (_, at) => new GrowingNumbers(roomAt(at + 2)));
  const texts = byName(TEXT_NAMES, (name) => new GrowingTexts(capacity, UNIQUE.has(name)));
  const storedNumbers = STORED_NUMBERS.map((name) => numbers[name]);
  const positions = new Map<number, number>();
  const positionsOfClips = new Map<number, number>();
  let duplicates = readDuplicateCounts(index);
  let pages = pagesOf(groups);
  let isLoaded = false;
  let changed = new Set<number>();
  let stale: number[] = [];

  function* pagesOf(states: readonly StateGroup[]): Generator<void> {
    for (const { state, code } of states) {
      for (let after = 0; ; ) {
        const rows = reader.page(state, code, after, PAGE_ROWS);
        for (const row of rows) put(row);
        yield;
        if (rows.length < PAGE_ROWS) break;
        after = rows.at(-1)!.segmentId;
      }
    }
  }

  function put(row: StoredClipRow): void {
    const known = positions.get(row.segmentId);
    const position = known ?? positions.size;
    if (known === undefined) positions.set(row.segmentId, position);
    let isOther = segmentIds.set(position, row.segmentId);
    isOther = clipIds.set(position, row.clipId ?? Number.NaN) || isOther;
    if (row.clipId !== undefined) positionsOfClips.set(row.clipId, position);
    for (let at = 0; at < storedNumbers.length; at++)
      isOther = storedNumbers[at]!.set(position, row.numbers[at] ?? Number.NaN) || isOther;
    for (let at = 0; at < STORED_TEXTS.length; at++) {
      const name = STORED_TEXTS[at]!;
      if (name !== 'videoId') isOther = texts[name].set(position, row.texts[at] ?? '') || isOther;
    }
    isOther = putDerived(position, row) || isOther;
    if (!isOther) return;
    if (isLoaded || known !== undefined) changed.add(position);
  }

  function putDerived(position: number, row: StoredClipRow): boolean {
    const said = row.judgements.length === 0 ? undefined : wordInForce(row.judgements);
    const state = texts.state.get(position);
    const derivedNumbers = { ...numbersOf(said), duplicates: duplicates.get(row.clipId ?? 0) ?? 0 };
    const derivedTexts = {
      id: shortClipName({ videoId: row.texts[0]!, startSeconds: numbers.startSeconds.values[position]! }),
      reasons: reasonsOf(row, said, texts.code.get(position)).join(' '),
      facts: row.factCodes.join(' '),
      decision: said?.decision ?? '',
      rater: said?.rater ?? '',
      note: said?.note ?? '',
    };
    const uncertainty =
      row.clipId === undefined || state === 'pending'
        ? Number.NaN
        : uncertaintyOf(numbers.score.values[position]!, numbers.spread.values[position]!);
    let isOther = numbers.uncertainty.set(position, uncertainty);
    for (const [name, value] of Object.entries(derivedNumbers))
      isOther = numbers[name as NumberColumn].set(position, value ?? Number.NaN) || isOther;
    for (const [name, value] of Object.entries(derivedTexts))
      isOther = texts[name as TextColumn].set(position, value) || isOther;
    return isOther;
  }

  function note(changes: ClipChanges): void {
    stale = [...new Set([...stale, ...changes.segmentIds])];
    if (changes.haveDuplicatesChanged) duplicates = readDuplicateCounts(index);
    if (!changes.isEverything && !changes.haveDuplicatesChanged) return;
    groups = readStateGroups(index, corpusId);
    pages = pagesOf(groups);
  }

  function readStale(untilMs: number): void {
    while (stale.length > 0 && performance.now() < untilMs) {
      const row = reader.row(stale.pop()!);
      if (row !== undefined) put(row);
    }
  }

  function readPages(untilMs: number): boolean {
    while (performance.now() < untilMs) if (pages.next().done) return true;
    return false;
  }

  const table: ClipTable = {
    get size() {
      return positions.size;
    },
    get listed() {
      return Math.max(listedIn(groups), positions.size);
    },
    version: (column) => `${positions.size} ${(isNumberColumn(column) ? numbers[column] : texts[column]).version}`,
    numbers: (column) => numbers[column].values.subarray(0, positions.size),
    texts: (column) => ({ codes: texts[column].codes.subarray(0, positions.size), texts: texts[column].texts }),
    loadSome: (budgetMs) => {
      if (readPages(performance.now() + budgetMs)) isLoaded = true;
      return isLoaded;
    },
    refresh: (budgetMs = REFRESH_BUDGET_MS) => {
      const untilMs = performance.now() + budgetMs;
      const changes = watch.look();
      if (changes !== undefined) note(changes);
      readStale(untilMs);
      if (isLoaded && stale.length === 0) readPages(untilMs);
      const news = [...changed];
      changed = new Set();
      return news;
    },
    reread: (chosen) => {
      for (const position of chosen) {
        const row = reader.row(segmentIds.values[position]!);
        if (row !== undefined) put(row);
        changed.delete(position);
      }
    },
    row: (position) => {
      const id = texts.id.get(position);
      const row: Record<string, unknown> = {
        position,
        segmentId: segmentIds.values[position],
        clipId: knownNumber(clipIds.values[position]!),
        videoId: id.slice(0, id.lastIndexOf('_')),
      };
      for (const name of NUMBER_NAMES) row[name] = knownNumber(numbers[name].values[position]!);
      for (const name of TEXT_NAMES) row[name] = texts[name].get(position);
      row.reasons = listOf(texts.reasons.get(position));
      row.facts = listOf(texts.facts.get(position));
      return row as unknown as ClipRow;
    },
    number: (column, position) => numbers[column].values[position]!,
    text: (column, position) => texts[column].get(position),
    positionOfClip: (clipId) => positionsOfClips.get(clipId),
  };
  return table;
}

/**
 * 0..1: 1 where the score is 0.5 and the models differ as much as they can (a standard deviation of 0.5), or where there is no score at all; 0
 * where all are sure and agree.
 */
function uncertaintyOf(score: number, spread: number): number {
  if (Number.isNaN(score)) return 1;
  return (1 - Math.abs(2 * score - 1) + (Number.isNaN(spread) ? 0 : spread)) / 1.5;
}

function numbersOf(said: Word | undefined): Partial<Record<NumberColumn, number | undefined>> {
  return {
    judgedAtMs: said?.atMs,
    judgedSeconds: said?.seconds,
    trimStartSeconds: said?.trim?.startSeconds,
    trimEndSeconds: said?.trim?.endSeconds,
    isHeard: said === undefined ? undefined : Number(said.wasHeard),
    isConflict: said === undefined ? undefined : Number(said.hasConflict),
  };
}

/** What a person said; else what facts and filter said; else the code of a state that has no file. */
function reasonsOf(row: StoredClipRow, said: Word | undefined, code: string): readonly string[] {
  if (row.clipId === undefined) return code === '' ? [] : [code];
  if (said === undefined) return row.reasonCodes;
  return said.code === '' ? [] : [said.code];
}

function byName<K extends string, V>(names: readonly K[], make: (name: K, at: number) => V): Record<K, V> {
  return Object.fromEntries(names.map((name, at) => [name, make(name, at)])) as Record<K, V>;
}

function listedIn(groups: readonly StateGroup[]): number {
  return groups.reduce((sum, { segments }) => sum + segments, 0);
}

function knownNumber(value: number): number | undefined {
  return Number.isNaN(value) ? undefined : value;
}

function listOf(codes: string): readonly string[] {
  return codes === '' ? [] : codes.split(' ');
}
