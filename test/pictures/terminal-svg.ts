// A terminal screen, as tmux captures it with its colours, as an SVG picture. Pure but for xterm's parser.
import xterm from '@xterm/headless';

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
  readonly background: string | undefined;
}

/** @param captured what `tmux capture-pane -e -p -N` prints */
export async function terminalSvg(captured: string, columns: number, title: string): Promise<string> {
  const lines = captured.replace(/\n$/, '').split('\n');
  const terminal = new xterm.Terminal({ cols: columns, rows: lines.length, allowProposedApi: true, scrollback: 0 });
  await new Promise<void>((resolve) => terminal.write(`\x1b[?7l${lines.join('\r\n')}`, resolve));
  const rows = lines.map((_, row) => runsOf(terminal, row, columns));
  const width = columns * CELL_WIDTH + 2 * MARGIN;
  const height = lines.length * CELL_HEIGHT + 2 * MARGIN;
  const body = rows.flatMap((runs, row) => runs.map((run) => runSvg(run, row)));
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width.toFixed(0)}" height="${height.toFixed(0)}" role="img" aria-label="${escapeXml(title)}">`,
    `<rect width="100%" height="100%" rx="6" fill="${BACKGROUND}"/>`,
    `<g font-family="JetBrains Mono, DejaVu Sans Mono, Menlo, Consolas, monospace" font-size="14" fill="${FOREGROUND}" xml:space="preserve">`,
    ...body,
    '</g>',
    '</svg>',
    '',
  ].join('\n');
}

function runsOf(terminal: InstanceType<typeof xterm.Terminal>, row: number, columns: number): Run[] {
  const line = terminal.buffer.active.getLine(row);
  const runs: Run[] = [];
  for (let column = 0; column < columns; column++) {
    const cell = line?.getCell(column);
    if (cell === undefined || cell.getWidth() === 0) continue;
    const foreground = cell.isFgPalette()
      ? paletteColour(cell.getFgColor())
      : cell.isFgRGB()
        ? `#${cell.getFgColor().toString(16).padStart(6, '0')}`
        : FOREGROUND;
    const background = cell.isBgPalette()
      ? paletteColour(cell.getBgColor())
      : cell.isBgRGB()
        ? `#${cell.getBgColor().toString(16).padStart(6, '0')}`
        : undefined;
    const style = [
      `fill="${cell.isInverse() ? (background ?? BACKGROUND) : foreground}"`,
      ...(cell.isBold() ? ['font-weight="bold"'] : []),
      ...(cell.isDim() ? ['opacity="0.6"'] : []),
    ].join(' ');
    const behind = cell.isInverse() ? foreground : background;
    const text = cell.getChars() || ' ';
    const last = runs.at(-1);
    if (
      last !== undefined &&
      last.style === style &&
      last.background === behind &&
      last.column + last.cells === column &&
      cell.getWidth() === 1
    ) {
      runs[runs.length - 1] = { ...last, text: last.text + text, cells: last.cells + 1 };
    } else runs.push({ column, text, cells: cell.getWidth(), style, background: behind });
  }
  return runs.filter((run) => run.text.trim() !== '' || run.background !== undefined);
}

function runSvg({ column, text, cells, style, background }: Run, row: number): string {
  const x = MARGIN + column * CELL_WIDTH;
  const y = MARGIN + row * CELL_HEIGHT;
  const box =
    background === undefined
      ? ''
      : `<rect x="${x.toFixed(1)}" y="${y}" width="${(cells * CELL_WIDTH).toFixed(1)}" height="${CELL_HEIGHT}" fill="${background}"/>`;
  return `${box}<text x="${x.toFixed(1)}" y="${y + 13.5}" textLength="${(cells * CELL_WIDTH).toFixed(1)}" ${style}>${escapeXml(text)}</text>`;
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
