// What the curate screen reads of the index and the table: one clip with all that is told of it, a clip by its name, the labels.
import type { ClipRow, ClipTable } from '../../curation/clip-table.ts';
import { neighboursOf } from '../../curation/neighbours.ts';
import type { ClipDetails } from './curate-scene.ts';
import type { Action } from './curate-state.ts';
import type { CurateWorld } from './curate-world.ts';
import { onsetMoments } from './onsets.ts';
import type { Decision } from './queue.ts';
import { knownDraft } from './take-verdict.ts';

export interface LookedUp {
  readonly details: ClipDetails | undefined;
  readonly neighbours: readonly ClipRow[];
}

/** Of its score, below and above each. */
const NEIGHBOURS = 2;

export function lookUp({ table, detailsOf }: CurateWorld, row: ClipRow): LookedUp {
  return {
    details: row.clipId === undefined ? undefined : detailsOf(row.clipId),
    neighbours: neighboursOf(table, row.position, NEIGHBOURS).map((position) => table.row(position)),
  };
}

export function shownAction(row: ClipRow, { details }: LookedUp, atMs: number): Extract<Action, { kind: 'shown' }> {
  const durationSeconds = row.durationSeconds ?? row.soundSeconds ?? row.endSeconds! - row.startSeconds!;
  const curves = details?.measurements;
  return {
    kind: 'shown',
    clip: {
      position: row.position,
      name: row.id,
      label: row.label,
      shownAtMs: atMs,
      videoFps: undefined,
      onsetSeconds: curves === undefined ? [] : onsetMoments(curves.onsetCurve, curves.curveFps),
      wasHeard: false,
      known: knownDraft(row, durationSeconds),
    },
    durationSeconds,
  };
}

/** The first clip whose name begins so, whatever the case. */
export function positionNamed(table: ClipTable, name: string): number | undefined {
  const { codes, texts } = table.texts('id');
  const wanted = name.toLowerCase();
  const isWanted = texts.map((text) => text.toLowerCase().startsWith(wanted));
  const position = codes.findIndex((code) => isWanted[code] === true);
  return position === -1 ? undefined : position;
}

export function labelsOf(table: ClipTable): string[] {
  const labels = new Set([...table.texts('listedLabel').texts, ...table.texts('label').texts]);
  labels.delete('');
  return [...labels].sort();
}

/** Who could not tell has looked: such clips wait until they are gone to. Of the table as it is now. */
export function knownDecision(table: ClipTable): (position: number) => Decision | undefined {
  const { codes, texts } = table.texts('code');
  const unsure = texts.indexOf('unsure');
  return (position) => (codes[position] === unsure ? 'ask' : undefined);
}
