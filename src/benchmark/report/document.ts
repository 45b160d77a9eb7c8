// What a report is made of, before it is Markdown or HTML: blocks in their order. Types, and short ways to write them; pure.

/** A piece of a line. Plain text is never read as markup: labels and messages come from strangers. */
export type Span = string | { readonly code: string } | { readonly strong: string };
export type Line = string | readonly Span[];

export interface TableColumn {
  readonly title: string;
  readonly align: 'left' | 'right';
}

export interface TableRow {
  readonly cells: readonly Line[];
  /** `faint`: a row to compare with, such as chance. `strong`: the row to look at. */
  readonly tone?: 'faint' | 'strong';
}

export interface Table {
  readonly kind: 'table';
  /** A sentence: what the numbers are and which clips they are on. */
  readonly caption: Line;
  readonly columns: readonly TableColumn[];
  readonly rows: readonly TableRow[];
}

/** A drawing of drawing/svg.ts. */
export interface Chart {
  readonly kind: 'chart';
  /** Of its file beside the Markdown, without ending. */
  readonly name: string;
  /** A sentence; told to those who cannot see it, too. */
  readonly title: string;
  readonly caption?: Line;
  readonly widthPx: number;
  readonly heightPx: number;
  readonly body: readonly string[];
}

/** Pixels with words below, such as a clip's strip. */
export interface CaptionedPicture {
  /** Of its file beside the Markdown, without ending. */
  readonly name: string;
  readonly alt: string;
  readonly caption: Line;
  readonly png: Uint8Array;
  readonly widthPx: number;
  readonly heightPx: number;
}

export type Block =
  | { readonly kind: 'heading'; readonly level: 2 | 3; readonly text: string }
  | { readonly kind: 'paragraph'; readonly text: Line }
  /** The sentence of the whole report. */
  | { readonly kind: 'verdict'; readonly tone: 'better' | 'worse' | 'undecided'; readonly text: Line }
  | { readonly kind: 'list'; readonly items: readonly Line[] }
  /** A command line that makes what stands around it. */
  | { readonly kind: 'command'; readonly text: string }
  | Table
  | Chart
  /** Pictures that belong together. */
  | { readonly kind: 'pictures'; readonly title: Line; readonly pictures: readonly CaptionedPicture[] };

export interface ReportDocument {
  readonly title: string;
  readonly blocks: readonly Block[];
}

export function section(text: string): Block {
  return { kind: 'heading', level: 2, text };
}

export function subsection(text: string): Block {
  return { kind: 'heading', level: 3, text };
}

export function paragraph(...spans: readonly Span[]): Block {
  return { kind: 'paragraph', text: spans };
}

export function list(...items: readonly Line[]): Block {
  return { kind: 'list', items };
}

export function code(text: string): Span {
  return { code: text };
}

export function strong(text: string): Span {
  return { strong: text };
}

/** The first column names the row, the others are numbers. */
export function numberColumns(first: string, ...others: readonly string[]): TableColumn[] {
  return [{ title: first, align: 'left' }, ...others.map((title) => ({ title, align: 'right' }) as const)];
}

export function spansOf(line: Line): readonly Span[] {
  return typeof line === 'string' ? [line] : line;
}
