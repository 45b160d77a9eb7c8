// The means of drawing a picture in a terminal, and which of them a terminal has: what it answered, tmux around it, its environment. Pure.
import type { TerminalTraits } from '../theme.ts';
import type { DrawingTraits } from './cell-grid.ts';
import type { TerminalAnswers } from './terminal-answers.ts';

/** From the best down. */
export const GRAPHICS_MODES = [
  'kitty-placeholders',
  'kitty',
  'iterm2',
  'sixel',
  'sextants',
  'quadrants',
  'half-blocks',
  'half-blocks-256',
  'ascii',
] as const;
export type GraphicsMode = (typeof GRAPHICS_MODES)[number];

/** tmux around us; undefined: none. */
export interface TmuxFacts {
  readonly hasPassthrough: boolean;
}

export interface TerminalFacts {
  readonly traits: TerminalTraits;
  readonly answers: TerminalAnswers;
  readonly tmux: TmuxFacts | undefined;
  readonly env: Readonly<Record<string, string | undefined>>;
}

export interface Graphics {
  /** What the terminal can show, the one to begin with first; a key goes through them in turn. */
  readonly ladder: readonly GraphicsMode[];
  readonly drawing: DrawingTraits;
  readonly cellPx: { readonly width: number; readonly height: number };
  readonly isInTmux: boolean;
  /** Why the first is the first, in words. */
  readonly because: string;
}

/** Terminals by their own word (XTVERSION), lower case. */
const DRAWS_PLACEHOLDERS = ['kitty', 'ghostty'];
const DRAWS_ITERM2 = ['iterm2', 'wezterm', 'mintty', 'konsole'];
const DRAWS_SEXTANTS = ['kitty', 'ghostty', 'wezterm', 'foot'];
const HAS_TRUECOLOUR = [...DRAWS_ITERM2, ...DRAWS_SEXTANTS, 'contour', 'rio', 'alacritty'];
/** kitty has placeholders from this version on. */
const KITTY_WITH_PLACEHOLDERS = [0, 28] as const;
/** Colours that a sixel picture of ours uses; the VT340 itself has 16. */
const SIXEL_COLOURS = 252;
/** A slower line begins one step lower. */
const SLOW_ROUND_TRIP_MS = 60;
/** Where the terminal does not say: no larger than any font's, so that pictures in pixels stay in their box. */
const SMALL_CELL_PX = { width: 6, height: 12 };

/** @param wanted the user's choice, which comes first whether the terminal says that it can or not */
export function decideGraphics(facts: TerminalFacts, wanted?: GraphicsMode): Graphics {
  const { traits, answers, tmux, env } = facts;
  const depth = !traits.isColourful ? 'none' : hasTruecolour(facts) ? 'truecolour' : '256';
  const common = {
    drawing: { depth, isUnicode: traits.isUnicode },
    cellPx: answers.cellPx ?? SMALL_CELL_PX,
    isInTmux: tmux !== undefined,
  } as const;
  const able = GRAPHICS_MODES.filter((mode) => canDraw(mode, facts, depth));
  if (wanted !== undefined) {
    const ladder = [wanted, ...able.filter((mode) => mode !== wanted)];
    const doubt = able.includes(wanted) ? '' : ', though the terminal does not say that it can';
    return { ...common, ladder, because: `asked for${doubt}` };
  }
  const isSlow = (env.SSH_CONNECTION ?? '') !== '' && answers.roundTripMs > SLOW_ROUND_TRIP_MS && able.length > 1;
  const ladder = isSlow ? [...able.slice(1), able[0]!] : able;
  const slow = isSlow ? `; one step lower over a line of ${Math.round(answers.roundTripMs)} ms` : '';
  return { ...common, ladder, because: `${reason(ladder[0]!, facts)}${slow}` };
}

function canDraw(mode: GraphicsMode, facts: TerminalFacts, depth: DrawingTraits['depth']): boolean {
  const { traits, answers, tmux } = facts;
  if (mode === 'ascii') return true;
  if (depth === 'none') return false;
  switch (mode) {
    case 'kitty-placeholders':
      return answers.hasKittyGraphics && hasPlaceholders(answers) && tmux?.hasPassthrough !== false;
    case 'kitty':
      return answers.hasKittyGraphics && tmux === undefined;
    case 'iterm2':
      return tmux === undefined && DRAWS_ITERM2.includes(nameOf(facts));
    case 'sixel':
      return answers.hasSixel && (answers.sixelColours ?? SIXEL_COLOURS) >= SIXEL_COLOURS;
    case 'sextants':
      return traits.isUnicode && depth === 'truecolour' && DRAWS_SEXTANTS.includes(nameOf(facts));
    case 'quadrants':
    case 'half-blocks':
      return traits.isUnicode && depth === 'truecolour';
    case 'half-blocks-256':
      return traits.isUnicode;
  }
}

function hasPlaceholders({ name, version }: TerminalAnswers): boolean {
  if (name === undefined || !DRAWS_PLACEHOLDERS.includes(name)) return false;
  const [major = 0, minor = 0] = version;
  const [neededMajor, neededMinor] = KITTY_WITH_PLACEHOLDERS;
  return name !== 'kitty' || major > neededMajor || minor >= neededMinor;
}

function hasTruecolour(facts: TerminalFacts): boolean {
  const { env } = facts;
  if (/^(truecolor|24bit)$/.test(env.COLORTERM ?? '')) return true;
  // tmux takes any colour, but what is around it may not; it says so by COLORTERM.
  if (facts.tmux !== undefined) return false;
  // xterm that tells its name (354) has had it for long (331); TERM says xterm of many.
  if (facts.answers.name === 'xterm') return true;
  return HAS_TRUECOLOUR.includes(nameOf(facts)) || (env.WT_SESSION ?? '') !== '' || /-direct$/.test(env.TERM ?? '');
}

/** Variables are hints only: they survive ssh rarely and a change of terminal never. */
function nameOf({ answers, env, tmux }: TerminalFacts): string {
  if (answers.name !== undefined) return answers.name;
  if (tmux !== undefined) return 'tmux';
  const program = (env.LC_TERMINAL ?? env.TERM_PROGRAM ?? '').toLowerCase().replace(/\.app$/, '');
  if (program === 'iterm') return 'iterm2';
  return program !== '' ? program : (env.TERM ?? '').replace(/^xterm-/, '').replace(/-.*$/, '');
}

function reason(mode: GraphicsMode, facts: TerminalFacts): string {
  const { traits, answers, tmux } = facts;
  const name = nameOf(facts) || 'the terminal';
  const around = tmux === undefined ? '' : ' through tmux';
  if (!traits.isColourful) return 'no colour: NO_COLOR is set or TERM is dumb';
  if (mode === 'kitty' || mode === 'kitty-placeholders') return `${name} answers to kitty graphics${around}`;
  if (mode === 'iterm2') return `${name} draws inline images`;
  if (mode === 'sixel') return `${name} says that it draws sixels`;
  const pixels = answers.isComplete ? 'names no pixel graphics' : 'did not answer';
  if (mode === 'half-blocks-256') return `${name} ${pixels}, and 24-bit colour is not known of it`;
  if (mode === 'ascii') return `${name} ${pixels}, and the locale is not UTF-8`;
  return `${name} ${pixels}${tmux?.hasPassthrough === false ? ' (tmux has allow-passthrough off)' : ''}`;
}
