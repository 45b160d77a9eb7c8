// Text tables with aligned columns. Pure: titles and cells in, lines out.

export interface Column {
  readonly title: string;
  /** Numbers read best at the right. Default: left. */
  readonly align?: 'left' | 'right';
}

const GAP = '  ';

/** Replaces control characters: texts from sites, manifests and tools must not steer the terminal. */
export function printable(text: string): string {
  return text.replace(/\p{Cc}+/gu, ' ');
}

/** Lines without trailing blanks: the titles (left out when all are empty), then one line a row. */
export function formatTable(columns: readonly Column[], rows: readonly (readonly (string | number)[])[]): string[] {
  const titles = columns.map((column) => column.title);
  const cells = rows.map((row) => columns.map((_, position) => printable(String(row[position] ?? ''))));
  const lines = titles.some((title) => title !== '') ? [titles, ...cells] : cells;
  const widths = columns.map((_, position) => Math.max(0, ...lines.map((line) => widthOf(line[position] ?? ''))));
  return lines.map((line) =>
    line
      .map((cell, position) => {
        const padding = ' '.repeat((widths[position] ?? 0) - widthOf(cell));
        return columns[position]?.align === 'right' ? padding + cell : cell + padding;
      })
      .join(GAP)
      .trimEnd(),
  );
}

function widthOf(text: string): number {
  return [...text].length;
}
