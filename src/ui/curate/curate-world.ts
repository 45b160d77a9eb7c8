// What the curate screen has to do with: rows, verdicts, pictures, sound, another screen. Types only; cli/ makes it.
import type { ClipRow, ClipTable } from '../../curation/clip-table.ts';
import type { ViewCache } from '../../pipeline/view-cache.ts';
import type { JudgementWriter } from '../../store/judgements.ts';
import type { SavedView } from '../../store/views.ts';
import type { NoPlayer, Player } from '../../tools/player.ts';
import type { WatchCommand } from '../../tools/watch-clip.ts';
import type { Graphics } from '../graphics/graphics-mode.ts';
import type { KeyHelp } from '../key-help.ts';
import type { ListFaceCommand } from '../list/list-keys.ts';
import type { Screen } from '../screen.ts';
import type { Theme } from '../theme.ts';
import type { CurateCommand } from './curate-keys.ts';
import type { ClipDetails } from './curate-scene.ts';
import type { Face } from './curate-state.ts';

/** Other screens on the same clips. */
export interface CurateScreens {
  openClasses(): Screen;
  /** All pairs of duplicates. */
  openDuplicates(): Screen;
  /** @param positions two rows */
  openComparison(positions: readonly number[]): Screen;
}

export interface CurateWorld extends CurateScreens {
  readonly table: ClipTable;
  readonly judgements: JudgementWriter;
  readonly rater: string;
  detailsOf(clipId: number): ClipDetails;
  /** Makes views in the background until it is closed. @param onReady a view that was waited for is there */
  openViews(onReady: (clipId: number) => void): ViewCache;
  /** Looks for a player; the screen does not wait for it. */
  findPlayer(): Promise<Player | NoPlayer>;
  filePathOf(row: ClipRow): string;
  watchCommand(filePath: string, fromSeconds: number): WatchCommand;
  /** What went wrong, if anything did. */
  watch(command: Extract<WatchCommand, { kind: 'command' }>): Promise<string | undefined>;
  views(): readonly SavedView[];
  saveView(name: string, query: string): void;
  removeView(name: string): void;
  now(): number;
}

export interface CurateOptions {
  readonly query: string;
  readonly face: Face;
  readonly startsPlaying: boolean;
  /** The first clip waits so long for the rows that people are asked about; infinite: for all rows. */
  readonly firstReadMs: number;
  readonly help: KeyHelp<CurateCommand>;
  readonly listHelp: KeyHelp<ListFaceCommand>;
  readonly theme: Theme;
  readonly graphics: Graphics;
}
