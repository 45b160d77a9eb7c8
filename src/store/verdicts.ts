// The clips that the filter decides on, and what it and people decided: every verdict stays, and a human one wins.
import type { ClipState } from '../dataset/clip-state.ts';
import type { Segment } from '../dataset/segment.ts';
import type { AnyReason, Reason, Verdict } from '../dataset/verdict.ts';
import type { Index } from './open.ts';

export type Author = 'facts' | 'filter' | 'human';

export interface DecidedClip {
  readonly clipId: number;
  /** The segment that the clip was cut from; the first of them, where several corpora list it. */
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

/** Every clip that has a file, by clip id. */
export function readDecidedClips(index: Index): DecidedClip[] {
  const rows = index
    .prepare(
      `SELECT k.id AS clipId, k.path, k.sha256, k.method, s.video_id AS videoId, s.start_seconds AS startSeconds,
              s.end_seconds AS endSeconds, s.label, s.split, s.state, s.code,
              f.video_codec IS NOT NULL AS hasPicture, f.audio_codec IS NOT NULL AS hasSound,
              coalesce((SELECT reasons FROM verdicts v WHERE v.decided_by = 'facts' AND v.clip_id = k.id ORDER BY v.id DESC LIMIT 1),
                       '[]') AS facts,
              EXISTS (SELECT 1 FROM verdicts v WHERE v.decided_by = 'human' AND v.clip_id = k.id) AS isHuman
       FROM clips k JOIN segments s ON s.id = (SELECT min(id) FROM segments WHERE clip_id = k.id)
       LEFT JOIN media_facts f ON f.clip_id = k.id ORDER BY k.id`,
    )
    .all() as Row[];
  return rows.map(
    ({ clipId, path, sha256, method, hasPicture, hasSound, state, code, facts, isHuman, ...segment }) => ({
      clipId,
      segment,
      path,
      sha256,
      method,
      hasPicture: hasPicture === 1,
      hasSound: hasSound === 1,
      state,
      code,
      facts: JSON.parse(facts) as Reason[],
      isHuman: isHuman === 1,
    }),
  );
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
 * In one transaction: a row for each verdict that differs from the author's last one on that clip, and the states that follow from it. The
 * filter's word changes no state where a person has decided.
 * @param policy hash of the policy behind it, '' for a person
 * @returns how many states changed
 */
export function writeVerdicts(
  index: Index,
  author: Exclude<Author, 'facts'>,
  policy: string,
  verdicts: readonly NewVerdict[],
): number {
  const last = index.prepare(
    'SELECT decision, reasons FROM verdicts WHERE decided_by = ? AND clip_id = ? ORDER BY id DESC LIMIT 1',
  );
  const insert = index.prepare(
    'INSERT INTO verdicts (clip_id, decided_at, decided_by, decision, reasons, policy) VALUES (?, ?, ?, ?, ?, ?)',
  );
  const isHuman = index.prepare(`SELECT 1 FROM verdicts WHERE decided_by = 'human' AND clip_id = ? LIMIT 1`);
  const update = index.prepare(
    `UPDATE segments SET state = @state, code = @code
     WHERE clip_id = @clipId AND state IN ('kept', 'dropped', 'ask') AND (state <> @state OR code <> @code)`,
  );
  const decidedAt = new Date().toISOString();
  const write = ({ clipId, verdict }: NewVerdict): number => {
    const reasons = JSON.stringify(verdict.reasons);
    const known = last.get(author, clipId) as { decision: string; reasons: string } | undefined;
    if (known?.decision !== verdict.decision || known.reasons !== reasons)
      insert.run(clipId, decidedAt, author, verdict.decision, reasons, policy);
    if (author === 'filter' && isHuman.get(clipId) !== undefined) return 0;
    return update.run({ clipId, state: STATE_OF[verdict.decision], code: codeOf(verdict) }).changes;
  };
  return index.transaction(() => verdicts.reduce((changed, verdict) => changed + write(verdict), 0)).immediate();
}
