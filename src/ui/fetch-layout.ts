// Which rows the live block of `fetch` has at a given height of the terminal. Pure.
import type { FetchWishes } from './fetch-keys.ts';
import type { FetchState } from './fetch-state.ts';
import { stateTotals } from './status-table.ts';

export interface FetchRows {
  readonly rule: boolean;
  readonly reasons: number;
  readonly breakers: number;
  readonly running: number;
  readonly messages: number;
  readonly notes: number;
}

/** Title, bar, counts and keys are always there. */
const FIXED_ROWS = 4;
/** Above the block some rows stay for what scrolls away, except on a terminal too low for both. */
const SHARE_OF_TERMINAL = 0.75;
const LOW_TERMINAL_ROWS = 16;
const MAX_MESSAGES = 6;
/** From here on each state has its own line of reasons. */
const TALL_TERMINAL_ROWS = 30;

/** Rows are given out by importance; the number of running rows does not follow the number of clips in hand, so that the block stands still. */
export function fetchRows(state: FetchState, wishes: FetchWishes, terminalRows: number): FetchRows {
  const isLow = terminalRows < LOW_TERMINAL_ROWS;
  let room = (isLow ? terminalRows - 1 : Math.floor(terminalRows * SHARE_OF_TERMINAL)) - FIXED_ROWS;
  const take = (wanted: number): number => {
    const taken = Math.max(0, Math.min(wanted, room));
    room -= taken;
    return taken;
  };
  const statesWithReasons = stateTotals(state.counts).filter(({ byCode }) => Object.keys(byCode).length > 0).length;
  const breakers = take(state.breakers.length);
  if (state.part !== undefined) take(1);
  const messages = wishes.showsMessages ? take(Math.min(MAX_MESSAGES, Math.ceil(room / 2))) : 0;
  const notes = take(state.notes.some(({ level }) => level !== 'info') ? 1 : 0);
  const rule = !isLow && take(1) === 1;
  const reasonRows = terminalRows < TALL_TERMINAL_ROWS ? Math.min(1, statesWithReasons) : statesWithReasons;
  const reasons = room > 1 ? take(reasonRows) : 0;
  const running = take(Math.max(state.slots, wishes.downloads ?? 0, state.running.length));
  return { rule, reasons, breakers, running, messages, notes };
}
