// The clips that the filter decides on, and what it decided: every verdict stays, and what a person said wins (judgements.ts).
import type { ClipState } from '../dataset/clip-state.ts';
import type { Segment } from '../dataset/segment.ts';
import type { AnyReason, Reason, Verdict } from '../dataset/verdict.ts';
import type { Index } from './open.ts';

export interface DecidedClip {
  readonly clipId: number;
  /** The segment that the clip was cut from; the first of them, where several corpora list it. Its label is a person's where one was given. */
  readonly segment: Segment;
  /** Relative to the workspace. */
  readonly path: string;
  readonly sha256: string;
  readonly method: 'verbatim' | 'copy' | 're-encode';
  readonly hasPicture: boolean;
  readonly hasSound: boolean;
  readonly state: ClipState;
  readonly code: string;
  /** Reasons for which its facts drop it. */
  readonly facts: readonly Reason[];
  readonly isHuman: boolean;
}

interface Row extends Segment {
  readonly clipId: number;
  readonly path: string;
  readonly sha256: string;
  readonly method: DecidedClip['method'];
  readonly hasPicture: number;
  readonly hasSound: number;
  readonly state: ClipState;
  readonly code: string;
  readonly facts: string;
  readonly isHuman: number;
}

/** Of a clip `k`: a person's word stands. */
const IS_JUDGED = `EXISTS (SELECT 1 FROM judgements j WHERE j.video_id = k.video_id AND j.start_seconds = k.start_seconds
                            AND j.end_seconds = k.end_seconds AND j.undone_at_ms IS NULL)`;

/** Every clip that has a file, by clip id. */
export function readDecidedClips(index: Index): DecidedClip[] {
  const rows = index
    .prepare(
      `SELECT k.id AS clipId, k.path, k.sha256, k.method, s.video_id AS videoId, s.start_seconds AS startSeconds,
              s.end_seconds AS endSeconds, coalesce(s.curated_label, s.label) AS label, s.split, s.state, s.code,
              f.video_codec IS NOT NULL AS hasPicture, f.audio_codec IS NOT NULL AS hasSound,
              coalesce((SELECT reasons FROM verdicts v WHERE v.decided_by = 'facts' AND v.clip_id = k.id ORDER BY v.id DESC LIMIT 1),
                       '[]') AS facts,
              ${IS_JUDGED} AS isHuman
       FROM clips k JOIN segments s ON s.id = (SELECT min(id) FROM segments WHERE clip_id = k.id)
       LEFT JOIN media_facts f ON f.clip_id = k.id ORDER BY k.id`,
    )
    .iterate() as IterableIterator<Row>;
  const clips: DecidedClip[] = [];
  for (const row of rows) clips.push(decidedClip(row));
  return clips;
}

function decidedClip(row: Row): DecidedClip {
  const { clipId, videoId, startSeconds, endSeconds, label, split, path, sha256, method, state, code, facts } = row;
  return {
    clipId,
    segment: { videoId, startSeconds, endSeconds, label, split },
    path,
    sha256,
    method,
    hasPicture: row.hasPicture === 1,
    hasSound: row.hasSound === 1,
    state,
    code,
    facts: facts === '[]' ? [] : (JSON.parse(facts) as Reason[]),
    isHuman: row.isHuman === 1,
  };
}

export const STATE_OF = { keep: 'kept', drop: 'dropped', ask: 'ask' } as const satisfies Record<
  Verdict['decision'],
  ClipState
>;

/** The code of a state: its first reason. A clip that its class's floor keeps has reasons and no code. */
export function codeOf({ decision, reasons }: Verdict): AnyReason['code'] | '' {
  return decision === 'keep' ? '' : reasons[0].code;
}

export interface NewVerdict {
  readonly clipId: number;
  readonly verdict: Verdict;
}

/**
 * In one transaction: a row for each verdict of the filter that differs from the last one on that clip, and the states that follow from it. No
 * state changes where a person has decided.
 * @param policy hash of the policy behind it
 * @returns how many states changed
 */
export function writeVerdicts(index: Index, policy: string, verdicts: readonly NewVerdict[]): number {
  const last = index.prepare(
    'SELECT decided_by AS author, decision, reasons FROM verdicts WHERE clip_id = ? ORDER BY id DESC LIMIT 1',
  );
  const insert = index.prepare(
    `INSERT INTO verdicts (clip_id, decided_at, decided_by, decision, reasons, policy) VALUES (?, ?, 'filter', ?, ?, ?)`,
  );
  const isJudged = index.prepare(`SELECT ${IS_JUDGED} FROM clips k WHERE k.id = ?`).pluck();
  const update = index.prepare(
    `UPDATE segments SET state = @state, code = @code
     WHERE clip_id = @clipId AND state IN ('kept', 'dropped', 'ask') AND (state <> @state OR code <> @code)`,
  );
  const decidedAt = new Date().toISOString();
  const write = ({ clipId, verdict }: NewVerdict): number => {
    const reasons = JSON.stringify(verdict.reasons);
    const known = last.get(clipId) as { author: string; decision: string; reasons: string } | undefined;
    // Where facts came after the filter's last word, the same word is written again: the latest row is what holds.
    if (known?.author !== 'filter' || known.decision !== verdict.decision || known.reasons !== reasons)
      insert.run(clipId, decidedAt, verdict.decision, reasons, policy);
    if (isJudged.get(clipId) === 1) return 0;
    return update.run({ clipId, state: STATE_OF[verdict.decision], code: codeOf(verdict) }).changes;
  };
  return index.transaction(() => verdicts.reduce((changed, verdict) => changed + write(verdict), 0)).immediate();
}
