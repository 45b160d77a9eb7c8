// All that one frame of the curate screen is drawn from. Types only.
import type { ClipRow } from '../../curation/clip-table.ts';
import type { StoredJudgement } from '../../dataset/judgement.ts';
import type { SignalMeasurements } from '../../dataset/signal-measurements.ts';
import type { ClipViewOutcome } from '../../pipeline/clip-view.ts';
import type { PastVerdict } from '../../store/one-clip.ts';
import type { Graphics } from '../graphics/graphics-mode.ts';
import type { KeyHelp } from '../key-help.ts';
import type { ListFaceCommand } from '../list/list-keys.ts';
import type { Theme } from '../theme.ts';
import type { CurateCommand } from './curate-keys.ts';
import type { CurateState } from './curate-state.ts';

/** What the index holds of one clip beside its row of the table. */
export interface ClipDetails {
  readonly verdicts: readonly PastVerdict[];
  readonly judgements: readonly StoredJudgement[];
  readonly measurements: SignalMeasurements | undefined;
}

export interface CurateScene {
  readonly state: CurateState;
  readonly row: ClipRow | undefined;
  readonly details: ClipDetails | undefined;
  /** Rows of its class with the next lower and higher scores, by score. */
  readonly neighbours: readonly ClipRow[];
  /** Undefined: not ready yet. */
  readonly view: ClipViewOutcome | undefined;
  /** Rows that are still to be read from the index. */
  readonly unreadRows: number;
  readonly help: KeyHelp<CurateCommand>;
  readonly listHelp: KeyHelp<ListFaceCommand>;
  readonly theme: Theme;
  readonly graphics: Graphics;
}
