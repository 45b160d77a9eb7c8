// The lines below the panes: what the filter measured and why it asks, or what the person is choosing from. Pure.

import type { ClipRow } from '../../curation/clip-table.ts';
import { DROP_REASONS } from '../../dataset/verdict.ts';
import { fitText, type LinePart, lineOf, partsWidth, wrapWords } from '../cell-text.ts';
import { formatCount, printableLine } from '../format.ts';
import { fieldLine, footerLine } from '../key-help.ts';
import type { CurateScene } from './curate-scene.ts';
import { type CurateState, draftOf, type Message, type Mode, type PickKind, REASONS_BY_DIGIT } from './curate-state.ts';
import type { FuzzyMatch } from './fuzzy.ts';
import { choicesOf, offeredChoices, offeredCompletions } from './reduce-fields.ts';
import { clipCount, wordOf } from './reduce-verdicts.ts';
import { formatNumber, numbersLine, reasonText, stateSpan } from './verdict-text.ts';

/** Lines below the panes, as many as there is something to say; at least `rows` where they show the verdict. */
export function bottomLines(scene: CurateScene, columns: number, rows: number): string[] {
  const choiceRows = scene.state.mode.kind === 'query' ? 6 : 8;
  return choiceLines(scene, columns, Math.max(rows, choiceRows)) ?? verdictLines(scene, columns, rows);
}

/** What the person is choosing from; undefined: nothing. */
export function choiceLines(scene: CurateScene, columns: number, rows: number): string[] | undefined {
  const { mode } = scene.state;
  if (mode.kind === 'reason') return reasonLines(scene, columns);
  if (mode.kind === 'query' && mode.problem === undefined) return completionLines(scene, mode, columns, rows);
  return mode.kind === 'relabel' || mode.kind === 'sort' || mode.kind === 'view'
    ? pickerLines(scene, mode, columns, rows)
    : undefined;
}

/** What the query may go on with, as many as fit. */
function completionLines(
  { state, theme }: CurateScene,
  mode: Extract<Mode, { kind: 'query' }>,
  columns: number,
  rows: number,
): string[] {
  const offered = offeredCompletions(state, mode);
  const shown = offered.length > rows ? offered.slice(0, rows - 1) : offered;
  const lines = shown.map(({ text, meaning }) =>
    lineOf(
      [' ', { text: fitText(text, COMPLETION_COLUMNS, theme.glyphs.cut), tone: 'accent' }, ` ${meaning}`],
      columns,
      theme,
    ),
  );
  const more = offered.length - shown.length;
  if (more > 0) lines.push(lineOf([{ text: ` and ${more} more; tab completes`, weight: 'dim' }], columns, theme));
  return filled(lines, rows, columns);
}

const COMPLETION_COLUMNS = 20;

function verdictLines(scene: CurateScene, columns: number, rows: number): string[] {
  const { state, row, theme } = scene;
  const message = messageLines(scene, columns, MESSAGE_ROWS);
  if (row === undefined) return filled(message.length > 0 ? message : [emptyLine(scene, columns)], rows, columns);
  const told = message.length > 0 ? message : [draftLine(scene, columns) ?? neighboursLine(scene, columns)];
  const last = message.length > 0 && rows > 4 ? [neighboursLine(scene, columns), ...told] : told;
  const why = whyTexts(scene).flatMap((text) => wrapWords(text, columns - 8, 2));
  const whyRows = Math.max(1, rows - 1 - last.length);
  const lines = [lineOf([' ', ...numbersLine(row, columns - 2)], columns, theme)];
  why.slice(0, whyRows).forEach((text, position) => {
    const isCut = position === whyRows - 1 && why.length > whyRows;
    const key = state.showsWhy ? '' : ` ${theme.glyphs.cut}`;
    lines.push(
      lineOf(
        [{ text: position === 0 ? ' why:  ' : '       ', weight: 'dim' }, isCut ? `${text}${key}` : text],
        columns,
        theme,
      ),
    );
  });
  return [...filled(lines, rows - last.length, columns), ...last];
}

function filled(lines: readonly string[], rows: number, columns: number): string[] {
  return Array.from({ length: Math.max(rows, lines.length) }, (_, row) => lines[row] ?? ' '.repeat(columns));
}

function emptyLine({ state, unreadRows, help, theme }: CurateScene, columns: number): string {
  if (unreadRows > 0) return lineOf([' reading the index'], columns, theme);
  const key = help.bindings.keysOf('filter')[0];
  const advice = key === undefined ? '' : `: ${key} changes the query`;
  return lineOf([` no clip matches ${printableLine(state.query)}${advice}`], columns, theme);
}

/** The reasons of the verdict in force in words; of what people said their note as well. */
function whyTexts({ row, details }: CurateScene): string[] {
  const note = row === undefined || row.note === '' ? [] : [`note: ${printableLine(row.note)}`];
  const verdict = details?.verdicts.at(-1)?.verdict;
  if (verdict === undefined) return [...note, 'nothing was measured yet: run ks-build filter'];
  if (verdict.reasons.length === 0) return [...note, 'nothing speaks against it'];
  return [...note, ...verdict.reasons.map(reasonText)];
}

/** What the screen has to say, over so many lines at most: an error must tell what to do. */
export function messageLines({ state, theme }: CurateScene, columns: number, rows: number): string[] {
  const { message, mode } = state;
  const problem = mode.kind === 'query' ? mode.problem : undefined;
  const said: Message | undefined = problem === undefined ? message : { text: problem, tone: 'broken' };
  if (said === undefined) return [];
  const text = printableLine(said.text);
  return wrapWords(said.tone === 'broken' ? `! ${text}` : text, columns - 2, rows).map((line) =>
    lineOf([' ', { text: line, tone: said.tone, weight: 'bold' }], columns, theme),
  );
}

const MESSAGE_ROWS = 3;

/** What will go with the verdict. */
function draftLine({ state, theme }: CurateScene, columns: number): string | undefined {
  const draft = draftOf(state);
  const { trimStartSeconds, trimEndSeconds, note } = draft;
  const parts = [
    trimStartSeconds === undefined && trimEndSeconds === undefined
      ? ''
      : `trim to ${(trimStartSeconds ?? 0).toFixed(2)}..${(trimEndSeconds ?? state.time.durationSeconds).toFixed(2)} s`,
    note === '' ? '' : `note: ${printableLine(note)}`,
  ].filter((part) => part !== '');
  if (parts.length === 0) return undefined;
  const isWaiting = state.clip !== undefined && state.drafts.has(state.clip.position);
  return lineOf(
    [' ', { text: parts.join(` ${theme.glyphs.dot} `), tone: 'later' }, isWaiting ? ' (goes with your verdict)' : ''],
    columns,
    theme,
  );
}

/** `near: 0.50 a kept abc_000010  [0.52]  0.55 x dropped def_000020`, as many on each side as fit. */
function neighboursLine(scene: CurateScene, columns: number): string {
  const { row, neighbours, theme } = scene;
  if (row?.score === undefined || neighbours.length === 0) return ' '.repeat(columns);
  for (let each = neighbours.length; ; each -= 1) {
    const parts = neighbourParts(row, row.score, neighbours, each);
    if (each <= 1 || partsWidth(parts) <= columns) return lineOf(parts, columns, theme);
  }
}

/** @param each neighbours on each side, nearest to the clip */
function neighbourParts(row: ClipRow, score: number, neighbours: readonly ClipRow[], each: number): LinePart[] {
  const isLower = (other: ClipRow): boolean =>
    (other.score ?? 0) < score || (other.score === score && other.position < row.position);
  const partsOf = (other: ClipRow): LinePart[] => [
    `${formatNumber(other.score ?? 0)} `,
    stateSpan(other),
    ` ${printableLine(other.id)}`,
  ];
  const lower = neighbours.filter(isLower).slice(-each);
  const higher = neighbours.filter((other) => !isLower(other)).slice(0, each);
  return [
    { text: ' near: ', weight: 'dim' },
    ...lower.flatMap((other) => [...partsOf(other), '  ']),
    { text: `[${formatNumber(score)}]`, weight: 'bold' },
    ...higher.flatMap((other) => ['  ', ...partsOf(other)]),
  ];
}

function reasonLines({ theme }: CurateScene, columns: number): string[] {
  const half = Math.ceil(REASONS_BY_DIGIT.length / 2);
  const cell = Math.floor((columns - 2) / 2);
  const entry = (position: number): LinePart[] => {
    const code = REASONS_BY_DIGIT[position];
    if (code === undefined) return [];
    const text = fitText(` ${code}: ${DROP_REASONS[code]}`, cell - 2, theme.glyphs.cut);
    return [{ text: String(position + 1), tone: 'accent' }, text, ' '];
  };
  const title = lineOf(
    [' ', { text: 'drop because of', weight: 'bold' }, '  (enter: no reason, escape: back)'],
    columns,
    theme,
  );
  const rows = Array.from({ length: half }, (_, row) =>
    lineOf([' ', ...entry(row), ...entry(row + half)], columns, theme),
  );
  return [title, ...rows];
}

function pickerLines(
  scene: CurateScene,
  mode: Extract<Mode, { kind: PickKind }>,
  columns: number,
  rows: number,
): string[] {
  const { state, theme } = scene;
  const offered = offeredChoices(state, mode);
  const shown = rows - 1;
  const first = Math.max(0, Math.min(mode.chosen - Math.floor(shown / 2), offered.length - shown));
  const lines = offered.slice(first, first + shown).map((match, position) => {
    const isChosen = first + position === mode.chosen;
    const mark = isChosen ? ` ${theme.glyphs.pointer} ` : '   ';
    return lineOf([{ text: mark, tone: 'accent' }, ...highlighted(match)], columns, theme);
  });
  const all = choicesOf(state, mode.kind).length;
  const title = `${formatCount(offered.length)} of ${formatCount(all)} ${PICKED[mode.kind].many}`;
  const now = printableLine(nowText(state, mode.kind));
  return filled(
    [lineOf([' ', { text: title, weight: 'bold' }, now === '' ? '' : `  now: ${now}`], columns, theme), ...lines],
    rows,
    columns,
  );
}

const PICKED: Readonly<Record<PickKind, { readonly one: string; readonly many: string }>> = {
  relabel: { one: 'label', many: 'labels' },
  sort: { one: 'sort by', many: 'columns' },
  view: { one: 'view', many: 'saved views' },
};

/** What is to be replaced. */
function nowText(state: CurateState, kind: PickKind): string {
  if (kind !== 'relabel') return state.query;
  return state.tags.size > 0 ? clipCount(state.tags.size) : (state.clip?.label ?? '');
}

/** Letters that matched stand out by weight. */
function highlighted({ text, places }: FuzzyMatch): LinePart[] {
  const matched = new Set(places);
  return [...text].map((letter, place) =>
    matched.has(place) ? { text: letter, weight: 'bold', tone: 'doubtful' } : letter,
  );
}

/** The last line: keys, or the text field or question that has the keyboard. */
export function footer(scene: CurateScene, columns: number): string {
  const { state, help, listHelp, theme } = scene;
  const { mode } = state;
  const question = (text: string): string => lineOf([' ', { text, tone: 'doubtful', weight: 'bold' }], columns, theme);
  switch (mode.kind) {
    case 'clip':
    case 'reason':
      return state.face === 'list'
        ? footerLine(listHelp, 'help', columns, theme)
        : footerLine(help, 'help', columns, theme);
    case 'relabel':
    case 'sort':
    case 'view':
      return fieldLine(`${PICKED[mode.kind].one}:`, mode.field, columns, theme);
    case 'note':
      return fieldLine('note:', mode.field, columns, theme);
    case 'go':
      return fieldLine('go to place or clip:', mode.field, columns, theme);
    case 'query':
      return fieldLine('query:', mode.field, columns, theme);
    case 'help':
      return fieldLine('search keys:', mode.field, columns, theme);
    case 'confirm':
      return question(
        `${printableLine(wordOf(mode.wish))}: ${clipCount(state.tags.size)} at once?  y yes  any other key no`,
      );
    case 'leaving':
      return question(
        `${clipCount(state.drafts.size)} with a note or trim and no verdict: q leaves without them, any other key stays`,
      );
  }
}
