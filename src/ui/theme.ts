// What colours and glyphs mean, by what the terminal can show. Pure. A colour never says anything that a word does not say too.
import type { ClipState } from '../dataset/clip-state.ts';

/** Of a terminal, as found out once in cli/: ink and this theme are told, they do not look. */
export interface TerminalTraits {
  readonly isColourful: boolean;
  readonly isUnicode: boolean;
}

/** Reads the conventions: NO_COLOR (no-color.org), TERM=dumb, and the locale's character set in the order of POSIX. */
export function terminalTraits(env: Readonly<Record<string, string | undefined>>): TerminalTraits {
  const locale = [env.LC_ALL, env.LC_CTYPE, env.LANG].find((value) => value !== undefined && value !== '');
  return {
    isColourful: (env.NO_COLOR ?? '') === '' && env.TERM !== 'dumb',
    isUnicode: env.TERM !== 'linux' && /utf-?8/i.test(locale ?? ''),
  };
}

/** A screen needs a terminal on both sides that can move its cursor; otherwise plain lines. */
export function canDrawScreen(
  env: Readonly<Record<string, string | undefined>>,
  stdin: { readonly isTTY?: boolean },
  stdout: { readonly isTTY?: boolean },
): boolean {
  const isCi = env.CI !== undefined && env.CI !== '' && env.CI !== 'false';
  return stdin.isTTY === true && stdout.isTTY === true && env.TERM !== 'dumb' && !isCi;
}

/** Numbers of the 256-colour palette; blue, orange, violet and rose stay apart for colour-blind eyes, on dark and on light. */
const PALETTE = { good: 33, doubtful: 172, gone: 245, later: 141, broken: 204, accent: 37 } as const;
export type Tone = keyof typeof PALETTE;

export const STATE_TONES: Readonly<Record<ClipState, Tone | undefined>> = {
  kept: 'good',
  dropped: 'doubtful',
  ask: 'accent',
  dead: 'gone',
  deferred: 'later',
  failed: 'broken',
  pending: undefined,
};

export interface Glyphs {
  /** Parts of a cell from thinnest to full: the last one fills, the others end a bar. */
  readonly bar: readonly string[];
  readonly barRest: string;
  readonly rule: string;
  readonly dot: string;
  readonly pause: string;
  /** Ends a text that was cut. */
  readonly cut: string;
  /** Before a row that is marked, and before the one that is chosen. */
  readonly tag: string;
  readonly pointer: string;
}

const UNICODE: Glyphs = {
  bar: ['▏', '▎', '▍', '▌', '▋', '▊', '▉', '█'],
  barRest: '░',
  rule: '─',
  dot: '·',
  pause: '‖',
  cut: '…',
  tag: '●',
  pointer: '▸',
};
const ASCII: Glyphs = { bar: ['#'], barRest: '.', rule: '-', dot: '|', pause: '!', cut: '~', tag: '*', pointer: '>' };

export interface Theme {
  readonly glyphs: Glyphs;
  /** The `color` property of ink's Text; nothing without colour. */
  color(tone: Tone | undefined): { readonly color?: string };
  /** The same for text that goes past ink. */
  paint(tone: Tone | undefined, text: string): string;
}

export function themeFor({ isColourful, isUnicode }: TerminalTraits): Theme {
  return {
    glyphs: isUnicode ? UNICODE : ASCII,
    color: (tone) => (isColourful && tone !== undefined ? { color: `ansi256(${PALETTE[tone]})` } : {}),
    paint: (tone, text) => (isColourful && tone !== undefined ? `\x1b[38;5;${PALETTE[tone]}m${text}\x1b[39m` : text),
  };
}

/** A bar of `width` cells, `ratio` of it (0..1) full. */
export function barText({ bar, barRest }: Glyphs, ratio: number, width: number): string {
  const steps = Math.round(Math.min(1, Math.max(0, ratio)) * width * bar.length);
  const full = Math.floor(steps / bar.length);
  const end = steps % bar.length === 0 ? '' : bar[(steps % bar.length) - 1];
  return `${bar.at(-1)!.repeat(full)}${end}`.padEnd(width, barRest);
}
