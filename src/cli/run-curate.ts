// What `ks-build curate` does for a person: the screen on an index until they leave it, or the same line by line.
import { join, resolve } from 'node:path';
import type { Config } from '../config.ts';
import { UsageError } from '../errors.ts';
import { openIndexForJudging } from '../store/open.ts';
import { CURATE_COMMANDS } from '../ui/curate/curate-keys.ts';
import type { Face } from '../ui/curate/curate-state.ts';
import type { CurateOptions } from '../ui/curate/curate-world.ts';
import { findGraphics } from '../ui/graphics/find-graphics.ts';
import { decideGraphics, type Graphics, type GraphicsMode } from '../ui/graphics/graphics-mode.ts';
import { NO_ANSWERS } from '../ui/graphics/terminal-answers.ts';
import { bindKeys } from '../ui/key-bindings.ts';
import { bindListKeys, LIST_COMMANDS } from '../ui/list/list-keys.ts';
import { runScreens } from '../ui/run-screens.ts';
import type { Screen } from '../ui/screen.ts';
import { canDrawScreen, type TerminalTraits, terminalTraits, themeFor } from '../ui/theme.ts';
import { chooseCorpus } from './choose-corpus.ts';
import type { CurateFlags } from './curate.ts';
import { loadConfig } from './load-config.ts';
import { type AllCurateScreens, openCurateScreens } from './open-curate-screens.ts';
import { openCurationWorld } from './open-curation.ts';
import { openDuplicates } from './open-duplicates.ts';
import { print } from './output.ts';
import { parseChoice } from './parse-value.ts';
import { raterName } from './rater-name.ts';
import { wantedGraphics } from './wanted-graphics.ts';

/** What a person is asked about, what tells most first. */
const QUEUE = 'is:ask sort:-uncertainty';

const VIEWS = ['clip', 'list', 'classes', 'duplicates'] as const;
type View = (typeof VIEWS)[number];

/** The screen stands before all rows are read. */
const FIRST_READ_MS = 120;

type Options = Omit<CurateOptions, 'graphics'>;

export async function runCurate(query: string, flags: CurateFlags): Promise<void> {
  const isPlain = wantsPlain(flags, process.env);
  if (!isPlain && !canDrawScreen(process.env, process.stdin, process.stdout))
    throw new UsageError(
      'curate needs a terminal: expected one on stdin and stdout, got none; `ks-build curate --list` and `ks-build judge` do the same for ' +
        'scripts, and --plain asks line by line',
    );
  const view = parseChoice('--view', flags.view, VIEWS);
  if (query !== '' && (view === 'classes' || view === 'duplicates'))
    throw new UsageError(`--view ${view}: expected no query, got "${query}"`);
  const config = loadConfig(flags.config);
  const traits = terminalTraits(process.env);
  const options = curateOptions(query, view === 'list' ? 'list' : 'clip', config, traits);
  const rater = raterName(flags.rater, config);
  const root = resolve(flags.workspace);
  const index = openIndexForJudging(join(root, 'index.db'));
  try {
    const world = openCurationWorld({ index, corpusId: chooseCorpus(index, flags.corpus).id, root, rater, config });
    const open = (graphics: Graphics): AllCurateScreens =>
      openCurateScreens({ world, options: { ...options, graphics }, duplicates: openDuplicates(index), config });
    if (isPlain) await askLineByLine(open, options, traits);
    else await showScreen(open, view, traits, wantedGraphics(flags.graphics ?? config.curate.graphics));
  } finally {
    index.close();
  }
}

/** Asked for, or the terminal cannot be drawn on. */
function wantsPlain({ plain }: CurateFlags, env: NodeJS.ProcessEnv): boolean {
  return plain === true || env.INK_SCREEN_READER === 'true' || (env.TERM === 'dumb' && process.stdin.isTTY === true);
}

function curateOptions(query: string, face: Face, config: Config, traits: TerminalTraits): Options {
  const { curate } = config;
  const bindings = bindKeys(curate.keys, 'curate.keys');
  return {
    query: query === '' && face === 'clip' ? QUEUE : query,
    startsPlaying: curate.autoPlay,
    firstReadMs: FIRST_READ_MS,
    face,
    help: { commands: CURATE_COMMANDS, bindings, isUnicode: traits.isUnicode },
    listHelp: { commands: LIST_COMMANDS, bindings: bindListKeys(config), isUnicode: traits.isUnicode },
    theme: themeFor(traits),
  };
}

async function showScreen(
  open: (graphics: Graphics) => AllCurateScreens,
  view: View,
  traits: TerminalTraits,
  wanted: GraphicsMode | undefined,
): Promise<void> {
  const terminal = { stdin: process.stdin, stdout: process.stdout, isUnicode: traits.isUnicode };
  const graphics = await findGraphics(terminal, traits, process.env, wanted);
  const screens = open(graphics);
  const first: Readonly<Record<View, () => Screen>> = {
    clip: screens.openClips,
    list: screens.openClips,
    classes: screens.openClasses,
    duplicates: screens.openDuplicates,
  };
  const ending = await runScreens(first[view](), terminal).done();
  if (ending === 'interrupted') process.exitCode = 130;
}

async function askLineByLine(
  open: (graphics: Graphics) => AllCurateScreens,
  options: Options,
  traits: TerminalTraits,
): Promise<void> {
  const [{ openCurateSession }, { runPlainCurate }] = await Promise.all([
    import('../ui/curate/curate-session.ts'),
    import('../ui/curate/plain-curate.ts'),
  ]);
  const graphics = decideGraphics({ traits, answers: NO_ANSWERS, tmux: undefined, env: {} }, 'ascii');
  const session = openCurateSession(open(graphics).world, {
    ...options,
    graphics,
    startsPlaying: false,
    firstReadMs: Number.POSITIVE_INFINITY,
  });
  await runPlainCurate(session, { input: process.stdin, print });
}
