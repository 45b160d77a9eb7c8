// A row of text with colours as its cells, and the runs in which two rows differ. Pure.

export interface StyledCell {
  /** One character with its combining marks. */
  readonly glyph: string;
  /** Parameters of the SGR sequence that sets all of its look from plain, such as `38;2;1;2;3;1`; '' plain. */
  readonly style: string;
}

export interface Run {
  readonly column: number;
  readonly text: string;
}

const SGR_OR_GLYPH = /\p{Cc}\[([\d;:]*)m|\P{Cc}\p{M}*/gu;

/** Cells of a row that holds nothing but characters of one column and SGR sequences. */
export function parseCells(row: string): StyledCell[] {
  const cells: StyledCell[] = [];
  const look: Look = { foreground: '', background: '', attributes: '' };
  let style = '';
  for (const [match, parameters] of row.matchAll(SGR_OR_GLYPH)) {
    if (parameters === undefined) cells.push({ glyph: match, style });
    else {
      applySgr(look, parameters);
      style = [look.foreground, look.background, look.attributes].filter((part) => part !== '').join(';');
    }
  }
  return cells;
}

interface Look {
  foreground: string;
  background: string;
  attributes: string;
}

function applySgr(look: Look, parameters: string): void {
  const codes = parameters.split(';');
  for (let position = 0; position < codes.length; position += 1) {
    const code = Number(codes[position]);
    if (code === 38 || code === 48) {
      const length = codes[position + 1] === '5' ? 3 : 5;
      const colour = codes.slice(position, position + length).join(';');
      if (code === 38) look.foreground = colour;
      else look.background = colour;
      position += length - 1;
    } else if (code === 0) Object.assign(look, { foreground: '', background: '', attributes: '' });
    else if (code === 39) look.foreground = '';
    else if (code === 49) look.background = '';
    else if (code < 10) look.attributes = [look.attributes, code].filter((part) => part !== '').join(';');
    else if (code < 30) look.attributes = '';
    else if (code < 40 || (code >= 90 && code < 100)) look.foreground = String(code);
    else look.background = String(code);
  }
}

/** What to write, and where, to turn the row `before` into `after`; undefined where they have not the same number of cells. */
export function changedRuns(before: string, after: string): Run[] | undefined {
  const old = parseCells(before);
  const cells = parseCells(after);
  if (old.length !== cells.length) return undefined;
  const runs: { column: number; cells: StyledCell[] }[] = [];
  cells.forEach((cell, column) => {
    if (cell.glyph === old[column]!.glyph && cell.style === old[column]!.style) return;
    const last = runs.at(-1);
    if (last !== undefined && last.column + last.cells.length === column) last.cells.push(cell);
    else runs.push({ column, cells: [cell] });
  });
  return runs.map((run) => ({ column: run.column, text: textOf(run.cells) }));
}

/** The cells as text that starts and ends plain. */
function textOf(cells: readonly StyledCell[]): string {
  let text = '';
  let style = '';
  for (const cell of cells) {
    if (cell.style !== style) text += `\x1b[0${cell.style === '' ? '' : ';'}${cell.style}m`;
    style = cell.style;
    text += cell.glyph;
  }
  return style === '' ? text : `${text}\x1b[0m`;
}
