// What is asked of a terminal in one batch, and what its answers mean. Pure.
import { throughTmux } from './passthrough.ts';

export interface TerminalAnswers {
  /** Its own name, lower case: `kitty`, `xterm`; undefined: it did not say. */
  readonly name: string | undefined;
  readonly version: readonly number[];
  readonly hasKittyGraphics: boolean;
  readonly hasSixel: boolean;
  /** Colour registers for sixels; undefined: it did not say. */
  readonly sixelColours: number | undefined;
  readonly cellPx: { readonly width: number; readonly height: number } | undefined;
  /** From the question to the last answer. */
  readonly roundTripMs: number;
  /** All that it had to say came in time. */
  readonly isComplete: boolean;
}

export const NO_ANSWERS: TerminalAnswers = {
  name: undefined,
  version: [],
  hasKittyGraphics: false,
  hasSixel: false,
  sixelColours: undefined,
  cellPx: undefined,
  roundTripMs: 0,
  isComplete: false,
};

const KITTY_QUERY = '\x1b_Gi=31,s=1,v=1,a=q,t=d,f=24;AAAA\x1b\\';
const VERSION_QUERY = '\x1b[>q';
const CELL_SIZE_QUERY = '\x1b[16t';
/** Colour registers for sixels, and the area that they may cover: xterm tells the size of a cell by that only. */
const SIXEL_QUERIES = '\x1b[?1;1;0S\x1b[?2;1;0S';
/** Primary device attributes: every terminal answers this, in the order of the questions, so its answer is the last. */
const FENCE = '\x1b[c';

/** Through tmux both are asked: tmux answers for itself, and hands the questions on to the terminal around it. */
export function questions(isThroughTmux: boolean): string {
  const own = `${VERSION_QUERY}${CELL_SIZE_QUERY}${SIXEL_QUERIES}${FENCE}`;
  if (!isThroughTmux) return `${KITTY_QUERY}${own}`;
  const outer = [KITTY_QUERY, VERSION_QUERY, CELL_SIZE_QUERY, FENCE].map(throughTmux).join('');
  return `${outer}${own}`;
}

const FENCE_ANSWER = /\[\?[\d;]*c/g;

/** How many of the terminals asked have answered the last question. */
export function fencesPassed(text: string): number {
  return text.match(FENCE_ANSWER)?.length ?? 0;
}

/**
 * @param text all that came, keys typed meanwhile included
 * @param size of the terminal in cells
 */
export function parseAnswers(
  text: string,
  size: { readonly columns: number; readonly rows: number },
): Omit<TerminalAnswers, 'roundTripMs' | 'isComplete'> {
  const names = [...text.matchAll(/P>\|([^\p{Cc}]+)/gu)].map((match) => match[1]!.toLowerCase());
  // Of tmux and the terminal around it, that is the one that draws.
  const named = names.find((name) => !name.startsWith('tmux')) ?? names[0];
  const [, name, version = ''] = /^([a-z0-9_.-]*[a-z0-9])(?:[ (]+([\d.]+))?/.exec(named ?? '') ?? [];
  const colours = /\[\?1;0;(\d+)S/.exec(text);
  // Of two answers tmux's own counts, which begins with 1;2: it draws sixels itself, or not at all.
  const attributes = [...text.matchAll(/\[\?([\d;]*)c/g)].map((match) => match[1]!);
  // The first parameter is the terminal's class.
  const features = (attributes.find((answer) => answer.startsWith('1;2')) ?? attributes[0] ?? '').split(';').slice(1);
  return {
    name,
    version: version === '' ? [] : version.split('.').map(Number),
    hasKittyGraphics: /_Gi=31;OK/.test(text),
    hasSixel: features.includes('4'),
    sixelColours: colours === null ? undefined : Number(colours[1]),
    cellPx: cellSize(text, size),
  };
}

/** Height by width beyond any font's. */
const SLIMMEST_CELL = 2.5;

function cellSize(
  text: string,
  { columns, rows }: { readonly columns: number; readonly rows: number },
): TerminalAnswers['cellPx'] {
  const cell = /\[6;(\d+);(\d+)t/.exec(text);
  if (cell !== null) return { height: Number(cell[1]), width: Number(cell[2]) };
  const area = /\[\?2;0;(\d+);(\d+)S/.exec(text);
  if (area === null) return undefined;
  const [width, height] = [Math.floor(Number(area[1]) / columns), Math.floor(Number(area[2]) / rows)];
  if (width === 0 || height === 0) return undefined;
  // xterm names 1000 pixels at most: of a wider window the height alone is true.
  return { width: height > width * SLIMMEST_CELL ? Math.floor(height / 2) : width, height };
}
