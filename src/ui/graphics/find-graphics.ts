// Finds out how pictures can be drawn on the terminal that we run in: asks tmux and the terminal, then decides.
import { askTmux } from '../../tools/tmux.ts';
import { askTerminal, type QueriedTerminal } from '../terminal-query.ts';
import type { TerminalTraits } from '../theme.ts';
import { decideGraphics, type Graphics, type GraphicsMode } from './graphics-mode.ts';
import { NO_ANSWERS } from './terminal-answers.ts';

/** Before any screen stands on the terminal. @param wanted undefined: the best that the terminal says it has */
export async function findGraphics(
  terminal: QueriedTerminal,
  traits: TerminalTraits,
  env: Readonly<Record<string, string | undefined>>,
  wanted: GraphicsMode | undefined,
): Promise<Graphics> {
  const tmux = await askTmux(env);
  // Without colour the answers change nothing.
  const answers = traits.isColourful ? await askTerminal(terminal, tmux?.hasPassthrough === true) : NO_ANSWERS;
  return decideGraphics({ traits, answers, tmux, env }, wanted);
}
