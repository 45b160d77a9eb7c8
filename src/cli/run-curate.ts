// What `ks-build curate` does on a terminal: the screen on an index, until the person leaves it.
import { join, resolve } from 'node:path';
import { UsageError } from '../errors.ts';
import { openIndexForJudging } from '../store/open.ts';
import { CURATE_COMMANDS } from '../ui/curate/curate-keys.ts';
import { openCurateScreen } from '../ui/curate/curate-screen.ts';
import { findGraphics } from '../ui/graphics/find-graphics.ts';
import { GRAPHICS_MODES, type GraphicsMode } from '../ui/graphics/graphics-mode.ts';
import { bindKeys } from '../ui/key-bindings.ts';
import { runScreens } from '../ui/run-screens.ts';
import { canDrawScreen, terminalTraits, themeFor } from '../ui/theme.ts';
import { chooseCorpus } from './choose-corpus.ts';
import type { CurateFlags } from './curate.ts';
import { loadConfig } from './load-config.ts';
import { openCurationWorld } from './open-curation.ts';
import { parseChoice } from './parse-value.ts';
import { raterName } from './rater-name.ts';

/** What a person is asked about, what tells most first. */
const QUEUE = 'is:ask sort:-uncertainty';

export async function runCurate(query: string, flags: CurateFlags): Promise<void> {
  if (!canDrawScreen(process.env, process.stdin, process.stdout))
    throw new UsageError(
      'curate needs a terminal: expected one on stdin and stdout, got none; `ks-build curate --list` and `ks-build judge` do the same for scripts',
    );
  const config = loadConfig(flags.config);
  const bindings = bindKeys(config.curate.keys, 'curate.keys');
  const rater = raterName(flags.rater, config);
  const root = resolve(flags.workspace);
  const index = openIndexForJudging(join(root, 'index.db'));
  try {
    const terminal = { stdin: process.stdin, stdout: process.stdout };
    const traits = terminalTraits(process.env);
    const world = openCurationWorld({ index, corpusId: chooseCorpus(index, flags.corpus).id, root, rater, config });
    const screen = openCurateScreen(world, {
      query: query === '' ? QUEUE : query,
      startsPlaying: config.curate.autoPlay,
      help: { commands: CURATE_COMMANDS, bindings, isUnicode: traits.isUnicode },
      theme: themeFor(traits),
      graphics: await findGraphics(
        terminal,
        traits,
        process.env,
        wantedGraphics(flags.graphics ?? config.curate.graphics),
      ),
    });
    const ending = await runScreens(screen, terminal).done();
    if (ending === 'interrupted') process.exitCode = 130;
  } finally {
    index.close();
  }
}

function wantedGraphics(name: string): GraphicsMode | undefined {
  return name === 'auto' ? undefined : parseChoice('--graphics', name, GRAPHICS_MODES);
}
