// Kinetics' CSV (label,youtube_id,time_start,time_end,split) to segments. Bytes in, segments out; pure. The first bad row is refused
// with file, line and column.
import type { CsvError } from 'csv-parse/sync';
import { ManifestError } from '../errors.ts';
import { type CsvReader, readCsvRecords } from './csv-records.ts';
import { labelProblem, MAX_SECONDS, parseSeconds, quoted } from './row-check.ts';
import { isSafeVideoId, type Segment, type Split } from './segment.ts';
import { type Conflict, SegmentSet } from './segment-set.ts';

export interface KineticsCsv {
  readonly segments: readonly Segment[];
  /** In alphabetical order. */
  readonly classes: readonly string[];
  /** Rows that repeat an earlier one exactly; each is listed once. */
  readonly repeatedRows: number;
  /** Rows that contradict an earlier one and were passed over; always 0 with `refuse`. */
  readonly conflictingRows: number;
}

export interface KineticsCsvOptions {
  /** What to do with a row that contradicts an earlier one. `keep-first` is for published lists, which a user cannot mend. */
  readonly conflicts: 'refuse' | 'keep-first';
}

const REQUIRED_COLUMNS = ['label', 'youtube_id', 'time_start', 'time_end'] as const;
type Column = (typeof REQUIRED_COLUMNS)[number] | 'split';

/** Split names in circulation: Kinetics' own archives say `validate`. */
const SPLIT_NAMES: Readonly<Record<string, Split>> = {
  train: 'train',
  val: 'val',
  validate: 'val',
  validation: 'val',
  test: 'test',
};

/** @throws ManifestError at the first row that is wrong. Extra columns are ignored; without a split column every row is `train`. */
export function parseKineticsCsv(
  file: string,
  content: Uint8Array,
  options: KineticsCsvOptions = { conflicts: 'refuse' },
): KineticsCsv {
  const reader = new KineticsReader(file, options.conflicts);
  readCsvRecords(content, reader);
  return reader.finish();
}

class KineticsReader implements CsvReader {
  readonly #file: string;
  readonly #conflicts: KineticsCsvOptions['conflicts'];
  readonly #set = new SegmentSet();
  /** Cell of the label column -> class name: each name is checked once and held in memory once. */
  readonly #labels = new Map<string, string>();
  #header: readonly string[] | undefined;
  #columnOf: Partial<Record<Column, number>> = {};
  #repeatedRows = 0;
  #conflictingRows = 0;
  #line = 1;

  constructor(file: string, conflicts: KineticsCsvOptions['conflicts']) {
    this.#file = file;
    this.#conflicts = conflicts;
  }

  take(cells: readonly string[], line: number): void {
    this.#line = line;
    if (this.#header === undefined) this.#takeHeader(cells);
    else this.#takeRow(cells, this.#header.length);
  }

  #takeHeader(cells: readonly string[]): void {
    const header = cells.map((cell) => cell.trim().toLowerCase());
    const wanted = REQUIRED_COLUMNS.join(',');
    for (const column of [...REQUIRED_COLUMNS, 'split'] as const) {
      const index = header.indexOf(column);
      if (index !== header.lastIndexOf(column))
        this.#refuse(column, 'expected this column once in the header, got it twice');
      if (index >= 0) this.#columnOf[column] = index;
      else if (column !== 'split') {
        this.#refuse(
          column,
          `expected a header with the columns ${wanted}, got ${quoted(cells.join(','))}; add a header line`,
        );
      }
    }
    this.#header = header;
  }

  #takeRow(cells: readonly string[], columnCount: number): void {
    if (cells.length !== columnCount) {
      this.#refuse(
        undefined,
        `expected ${columnCount} columns as in the header, got ${cells.length}; quote cells that hold a comma`,
      );
    }
    const segment: Segment = {
      videoId: this.#videoId(cells),
      startSeconds: this.#seconds(cells, 'time_start'),
      endSeconds: this.#seconds(cells, 'time_end'),
      label: this.#label(cells),
      split: this.#split(cells),
    };
    if (segment.endSeconds <= segment.startSeconds) {
      this.#refuse('time_end', `expected a time above time_start (${segment.startSeconds}), got ${segment.endSeconds}`);
    }
    const outcome = this.#set.add(segment, this.#line);
    if (outcome === 'repeated') this.#repeatedRows += 1;
    else if (outcome !== 'added') this.#takeConflict(outcome, segment);
  }

  #takeConflict(conflict: Conflict, segment: Segment): void {
    if (this.#conflicts === 'keep-first') {
      this.#conflictingRows += 1;
      return;
    }
    const { kind, earlier, earlierLine } = conflict;
    if (kind === 'two-splits') {
      const where = `${earlier.split} on line ${earlierLine} and ${segment.split} here`;
      this.#refuse('split', `expected video ${segment.videoId} in one split, got ${where}; keep one of them`);
    }
    const where = `${quoted(earlier.label)} on line ${earlierLine} and ${quoted(segment.label)} here`;
    this.#refuse('label', `expected one class for this segment of ${segment.videoId}, got ${where}; keep one of them`);
  }

  #videoId(cells: readonly string[]): string {
    const id = this.#cell(cells, 'youtube_id');
    if (isSafeVideoId(id)) return id;
    return this.#refuse('youtube_id', `expected an id of letters, digits, "_", "-" and inner dots, got ${quoted(id)}`);
  }

  #seconds(cells: readonly string[], column: 'time_start' | 'time_end'): number {
    const text = this.#cell(cells, column);
    const seconds = parseSeconds(text);
    if (seconds !== undefined) return seconds;
    return this.#refuse(column, `expected seconds from 0 to ${MAX_SECONDS}, such as 12 or 12.5, got ${quoted(text)}`);
  }

  #label(cells: readonly string[]): string {
    const text = cells[this.#columnOf.label!]!;
    const known = this.#labels.get(text);
    if (known !== undefined) return known;
    const label = text.trim().normalize('NFC');
    const problem = labelProblem(label);
    if (problem !== undefined) this.#refuse('label', problem);
    this.#labels.set(text, label);
    return label;
  }

  #split(cells: readonly string[]): Split {
    if (this.#columnOf.split === undefined) return 'train';
    const text = this.#cell(cells, 'split');
    const split = Object.hasOwn(SPLIT_NAMES, text) ? SPLIT_NAMES[text] : undefined;
    return split ?? this.#refuse('split', `expected train, val (or validate) or test, got ${quoted(text)}`);
  }

  #cell(cells: readonly string[], column: Column): string {
    return cells[this.#columnOf[column]!]!.trim();
  }

  finish(): KineticsCsv {
    if (this.#header === undefined) this.#refuse(undefined, 'expected a header line and rows, got an empty file');
    if (this.#set.segments.length === 0)
      this.#refuse(undefined, 'expected at least one row below the header, got none');
    return {
      segments: this.#set.segments,
      classes: [...new Set(this.#labels.values())].sort(),
      repeatedRows: this.#repeatedRows,
      conflictingRows: this.#conflictingRows,
    };
  }

  refuse(line: number, problem: string, cause: CsvError): never {
    throw new ManifestError({ file: this.#file, line }, `${problem} ${this.#progress()}`, { cause });
  }

  #refuse(column: Column | undefined, problem: string): never {
    const position = { file: this.#file, line: this.#line, ...(column === undefined ? {} : { column }) };
    throw new ManifestError(position, `${problem} ${this.#progress()}`);
  }

  #progress(): string {
    return `(rows read without a fault before it: ${this.#set.segments.length + this.#repeatedRows})`;
  }
}
