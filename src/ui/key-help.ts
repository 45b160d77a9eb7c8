// Keys and what they do, as a person reads them: the footer of a screen, and its help. Pure.
import { cellWidth, fitText, type LinePart, lineOf } from './cell-text.ts';
import { type CommandText, type KeyBindings, keyCaption } from './key-bindings.ts';
import { fieldParts, type TextField } from './text-field.ts';
import type { Theme } from './theme.ts';

export interface KeyHelp<Command extends string> {
  readonly commands: Readonly<Record<Command, CommandText>>;
  readonly bindings: KeyBindings<Command>;
  readonly isUnicode: boolean;
}

/** The most used keys, as many as fit; the help comes last in any case. */
export function footerLine<Command extends string>(
  { commands, bindings, isUnicode }: KeyHelp<Command>,
  last: Command,
  columns: number,
  theme: Theme,
): string {
  const hintOf = (command: Command): { key: string; text: string } | undefined => {
    const [key] = bindings.keysOf(command);
    const text = commands[command].footer;
    return key === undefined || text === undefined ? undefined : { key: keyCaption(key, isUnicode), text };
  };
  const partsOf = ({ key, text }: { key: string; text: string }): LinePart[] => [
    { text: key, tone: 'accent' },
    { text: ` ${text}`, weight: 'dim' },
  ];
  const lastHint = hintOf(last);
  const lastParts = lastHint === undefined ? [] : partsOf(lastHint);
  let width = 1 + lastParts.reduce((sum, part) => sum + cellWidth(typeof part === 'string' ? part : part.text), 0);
  const parts: LinePart[] = [' '];
  for (const command of Object.keys(commands) as Command[]) {
    const hint = command === last ? undefined : hintOf(command);
    if (hint === undefined) continue;
    width += cellWidth(hint.key) + cellWidth(hint.text) + 3;
    if (width > columns) break;
    parts.push(...partsOf(hint), '  ');
  }
  return lineOf([...parts, ...lastParts], columns, theme);
}

/** All keys by group, or those whose caption, group or key holds what was typed. */
export function helpLines<Command extends string>(
  { commands, bindings, isUnicode }: KeyHelp<Command>,
  search: string,
  columns: number,
  theme: Theme,
): string[] {
  const wanted = search.trim().toLowerCase();
  const lines: string[] = [];
  let group = '';
  const byGroup = (Object.keys(commands) as Command[]).sort(inOrderOfGroups(commands));
  for (const command of byGroup) {
    const { group: own, caption } = commands[command];
    const keys = bindings.keysOf(command).map((key) => keyCaption(key, isUnicode));
    const isFound = [caption, own, ...keys].some((text) => text.toLowerCase().includes(wanted));
    if (keys.length === 0 || !isFound) continue;
    if (own !== group) lines.push(lineOf([' ', { text: own, weight: 'bold' }], columns, theme));
    group = own;
    const shown = fitText(keys.join(' '), KEY_COLUMNS, theme.glyphs.cut);
    lines.push(lineOf(['   ', { text: shown, tone: 'accent' }, '  ', caption], columns, theme));
  }
  return lines.length > 0 ? lines : [lineOf([' no key for that'], columns, theme)];
}

const KEY_COLUMNS = 9;

function inOrderOfGroups<Command extends string>(
  commands: Readonly<Record<Command, CommandText>>,
): (a: Command, b: Command) => number {
  const groups = [...new Set((Object.values(commands) as CommandText[]).map(({ group }) => group))];
  return (a, b) => groups.indexOf(commands[a].group) - groups.indexOf(commands[b].group);
}

/** A text field in one line: the caret stands as an inverted cell, and a long text shows its part around it. */
export function fieldLine(caption: string, field: TextField, columns: number, theme: Theme): string {
  const [before, after] = fieldParts(field);
  const under = [...after][0] ?? ' ';
  const rest = after.slice(under.length);
  const room = columns - cellWidth(caption) - 4;
  let shown = before;
  while (cellWidth(shown) > room && shown !== '') shown = [...shown].slice(1).join('');
  return lineOf(
    [' ', { text: caption, tone: 'accent' }, ' ', shown, { text: after === '' ? ' ' : under, weight: 'inverse' }, rest],
    columns,
    theme,
  );
}
