// A terminal screen, as tmux captures it with its colours, as an SVG picture. Pure but for xterm's parser.
import xterm from '@xterm/headless';
import { CellBitmap, isBlock } from './cell-bitmap.ts';

const CELL_WIDTH = 8.4;
const CELL_HEIGHT = 18;
const MARGIN = 14;
const FOREGROUND = '#d0d4dc';
const BACKGROUND = '#14171d';
/** xterm's sixteen colours, softened for paper and screen. */
const BASIC = [
  '#3b4048',
  '#e06c75',
  '#98c379',
  '#e5c07b',
  '#61afef',
  '#c678dd',
  '#56b6c2',
  '#abb2bf',
  '#5c6370',
  '#ff7b86',
  '#b5e08a',
  '#ffd68a',
  '#7cc4ff',
  '#dd93f3',
  '#6fd3df',
  '#ffffff',
];

/** Numbers 16..255 of the 256-colour palette: a 6x6x6 cube, then greys. */
function paletteColour(number: number): string {
  if (number < 16) return BASIC[number]!;
  if (number >= 232) {
    const grey = (8 + (number - 232) * 10).toString(16).padStart(2, '0');
    return `#${grey}${grey}${grey}`;
  }
  const level = (step: number): string => (step === 0 ? 0 : 55 + step * 40).toString(16).padStart(2, '0');
  const cube = number - 16;
  return `#${level(Math.floor(cube / 36))}${level(Math.floor(cube / 6) % 6)}${level(cube % 6)}`;
}

interface Run {
  readonly column: number;
  readonly text: string;
  readonly cells: number;
  readonly style: string;
}

/** @param captured what `tmux capture-pane -e -p -N` prints */
export async function terminalSvg(captured: string, columns: number, title: string): Promise<string> {
  const lines = captured.replace(/\n$/, '').split('\n');
  const terminal = new xterm.Terminal({ cols: columns, rows: lines.length, allowProposedApi: true, scrollback: 0 });
  await new Promise<void>((resolve) => terminal.write(`\x1b[?7l${lines.join('\r\n')}`, resolve));
  const bitmap = new CellBitmap(columns, lines.length);
  const rows = lines.map((_, row) => drawRow(terminal, row, columns, bitmap));
  const width = columns * CELL_WIDTH + 2 * MARGIN;
  const height = lines.length * CELL_HEIGHT + 2 * MARGIN;
  const body = rows.flatMap(({ runs, dots }, row) => [...runs.map((run) => runSvg(run, row)), ...dots]);
  const size = `width="${(columns * CELL_WIDTH).toFixed(1)}" height="${lines.length * CELL_HEIGHT}"`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width.toFixed(0)}" height="${height.toFixed(0)}" role="img" aria-label="${escapeXml(title)}">`,
    `<rect width="100%" height="100%" rx="6" fill="${BACKGROUND}"/>`,
    `<image x="${MARGIN}" y="${MARGIN}" ${size} preserveAspectRatio="none" style="image-rendering:pixelated" href="${bitmap.toAddress()}"/>`,
    `<g font-family="JetBrains Mono, DejaVu Sans Mono, Menlo, Consolas, monospace" font-size="14" fill="${FOREGROUND}" stroke-linecap="round" xml:space="preserve">`,
    ...body,
    '</g>',
    '</svg>',
    '',
  ].join('\n');
}

interface DrawnRow {
  readonly runs: readonly Run[];
  /** Braille, as paths: fonts draw it in many ways, and often not at all. */
  readonly dots: readonly string[];
}

function drawRow(
  terminal: InstanceType<typeof xterm.Terminal>,
  row: number,
  columns: number,
  bitmap: CellBitmap,
): DrawnRow {
  const line = terminal.buffer.active.getLine(row);
  const runs: Run[] = [];
  const dots = new Map<string, string>();
  for (let column = 0; column < columns; column++) {
    const cell = line?.getCell(column);
    if (cell === undefined || cell.getWidth() === 0) continue;
    const own = cell.isFgPalette()
      ? paletteColour(cell.getFgColor())
      : cell.isFgRGB()
        ? `#${cell.getFgColor().toString(16).padStart(6, '0')}`
        : FOREGROUND;
    const behind = cell.isBgPalette()
      ? paletteColour(cell.getBgColor())
      : cell.isBgRGB()
        ? `#${cell.getBgColor().toString(16).padStart(6, '0')}`
        : BACKGROUND;
    const [foreground, background] = cell.isInverse() ? [behind, own] : [own, behind];
    const text = cell.getChars() || ' ';
    for (let part = 0; part < cell.getWidth(); part++) {
      bitmap.draw(row, column + part, { glyph: text, foreground, background });
    }
    if (isBlock(text)) continue;
    if (isBraille(text)) {
      dots.set(foreground, (dots.get(foreground) ?? '') + brailleDots(text, row, column));
      continue;
    }
    const style = [
      `fill="${foreground}"`,
      ...(cell.isBold() ? ['font-weight="bold"'] : []),
      ...(cell.isDim() ? ['opacity="0.6"'] : []),
    ].join(' ');
    const last = runs.at(-1);
    // A blank between words belongs to the run: text is placed once for each, not word by word.
    const gap = last === undefined ? 0 : column - last.column - last.cells;
    if (last !== undefined && last.style === style && gap <= 1 && cell.getWidth() === 1) {
      runs[runs.length - 1] = { ...last, text: last.text + ' '.repeat(gap) + text, cells: last.cells + gap + 1 };
    } else runs.push({ column, text, cells: cell.getWidth(), style });
  }
  const paths = [...dots].map(([colour, path]) => `<path d="${path}" stroke="${colour}" stroke-width="2.4"/>`);
  return { runs, dots: paths };
}

function isBraille(glyph: string): boolean {
  return glyph >= '\u2801' && glyph <= '\u28ff';
}

/** Column and row of each bit's dot. */
const BRAILLE_DOTS = [
  [0, 0],
  [0, 1],
  [0, 2],
  [1, 0],
  [1, 1],
  [1, 2],
  [0, 3],
  [1, 3],
] as const;

function brailleDots(glyph: string, row: number, column: number): string {
  const bits = glyph.charCodeAt(0) - 0x2800;
  return BRAILLE_DOTS.filter((_, bit) => bits & (1 << bit))
    .map(([across, down]) => {
      const x = MARGIN + (column + (across + 0.5) / 2) * CELL_WIDTH;
      const y = MARGIN + (row + (down + 0.5) / 4) * CELL_HEIGHT;
      return `M${x.toFixed(1)} ${y.toFixed(1)}h0`;
    })
    .join('');
}

function runSvg({ column, text, cells, style }: Run, row: number): string {
  const x = MARGIN + column * CELL_WIDTH;
  const y = MARGIN + row * CELL_HEIGHT;
  return `<text x="${x.toFixed(1)}" y="${y + 13.5}" textLength="${(cells * CELL_WIDTH).toFixed(1)}" ${style}>${escapeXml(text)}</text>`;
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
