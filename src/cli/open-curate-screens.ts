// The screens on the clips of a corpus, each of which can open the others: one clip or the list, the classes, pairs.
import type { Config } from '../config.ts';
import { type ClipPair, clipPairs } from '../curation/clip-pairs.ts';
import { openCurateScreen } from '../ui/curate/curate-screen.ts';
import type { CurateOptions, CurateScreens, CurateWorld } from '../ui/curate/curate-world.ts';
import { createClassScreen } from '../ui/list/class-screen.ts';
import { bindClassKeys, CLASS_COMMANDS } from '../ui/list/list-keys.ts';
import { bindPairKeys, PAIR_COMMANDS } from '../ui/pairs/pair-keys.ts';
import { createPairScreen } from '../ui/pairs/pair-screen.ts';
import type { Screen } from '../ui/screen.ts';
import type { Duplicates } from './open-duplicates.ts';

export interface CurateScreensSettings {
  readonly world: Omit<CurateWorld, keyof CurateScreens>;
  readonly options: CurateOptions;
  readonly duplicates: Duplicates;
  readonly config: Pick<Config, 'curate' | 'list' | 'pairs'>;
}

export interface AllCurateScreens extends CurateScreens {
  readonly world: CurateWorld;
  /** One clip or the list, as the options say. @throws QueryError */
  openClips(): Screen;
}

/** @throws UsageError where the settings give a key that there is not, or one twice */
export function openCurateScreens({ world, options, duplicates, config }: CurateScreensSettings): AllCurateScreens {
  const { theme, graphics, firstReadMs, help } = options;
  const { isUnicode } = help;
  const classHelp = { commands: CLASS_COMMANDS, bindings: bindClassKeys(config), isUnicode };
  const pairHelp = { commands: PAIR_COMMANDS, bindings: bindPairKeys(config), isUnicode };
  const openPairs = (title: string, pairs: () => readonly ClipPair[] | undefined): Screen =>
    createPairScreen(
      { ...world, pairs, search: duplicates.search },
      { title, firstReadMs, help: pairHelp, theme, graphics },
    );
  const screens: CurateScreens = {
    openClasses: () =>
      createClassScreen(
        {
          table: world.table,
          openList: (query) => openCurateScreen({ ...world, ...screens }, { ...options, query, face: 'list' }),
        },
        { firstReadMs, help: classHelp, theme },
      ),
    openDuplicates: () =>
      openPairs('duplicates', () => {
        const known = duplicates.known();
        return known === undefined ? undefined : clipPairs(world.table, known);
      }),
    openComparison: ([first, second]) =>
      openPairs('compare', () => [
        {
          first: first!,
          second: second!,
          pictureDistance: undefined,
          soundDistance: undefined,
          soundLeadSeconds: undefined,
        },
      ]),
  };
  const whole: CurateWorld = { ...world, ...screens };
  return { ...screens, world: whole, openClips: () => openCurateScreen(whole, options) };
}
