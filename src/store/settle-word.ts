// Makes the index follow what people said about a clip: state and code of its segments, and their better labels.
import type { StoredJudgement } from '../dataset/judgement.ts';
import type { Verdict } from '../dataset/verdict.ts';
import { labelInForce, wordInForce } from '../dataset/word-in-force.ts';
import { createJudgementReader, type Interval } from './judgement-reader.ts';
import type { Index } from './open.ts';
import { codeOf, STATE_OF } from './verdicts.ts';

export interface WordKeeper {
  /** Where a person's word is in force, states and labels follow it; where none is, they go back to the latest verdict and the list. */
  follow(interval: Interval): void;
  /** The same after a clip was settled anew: where nobody has judged it, its new state stays. */
  followIfJudged(interval: Interval): void;
}

/** Its calls belong into a transaction of the caller. */
export function createWordKeeper(index: Index): WordKeeper {
  const judgements = createJudgementReader(index);
  const latestVerdict = index.prepare(
    `SELECT v.decision, v.reasons FROM verdicts v JOIN clips k ON k.id = v.clip_id
     WHERE k.video_id = @videoId AND k.start_seconds = @startSeconds AND k.end_seconds = @endSeconds ORDER BY v.id DESC LIMIT 1`,
  );
  const setState = index.prepare(
    `UPDATE segments SET state = @state, code = @code
     WHERE video_id = @videoId AND start_seconds = @startSeconds AND end_seconds = @endSeconds AND clip_id IS NOT NULL
       AND (state <> @state OR code <> @code)`,
  );
  const setLabel = index.prepare(
    'UPDATE segments SET curated_label = @label WHERE id = @segmentId AND curated_label IS NOT @label',
  );

  const verdictOf = (interval: Interval): { state: string; code: string } | undefined => {
    const row = latestVerdict.get(interval) as { decision: Verdict['decision']; reasons: string } | undefined;
    if (row === undefined) return undefined;
    const verdict = { decision: row.decision, reasons: JSON.parse(row.reasons) } as Verdict;
    return { state: STATE_OF[verdict.decision], code: codeOf(verdict) };
  };
  const apply = (interval: Interval, said: readonly StoredJudgement[]): void => {
    const { videoId, startSeconds, endSeconds } = interval;
    const word = wordInForce(said);
    const next = word === undefined ? verdictOf({ videoId, startSeconds, endSeconds }) : stateOf(word);
    if (next !== undefined) setState.run({ videoId, startSeconds, endSeconds, ...next });
    for (const segmentId of new Set(said.map((judgement) => judgement.segmentId)))
      setLabel.run({ segmentId, label: labelInForce(said, segmentId) ?? null });
  };
  return {
    follow: (interval) => apply(interval, judgements.of(interval)),
    followIfJudged: (interval) => {
      const said = judgements.of(interval);
      if (said.some(({ undoneAtMs }) => undoneAtMs === undefined)) apply(interval, said);
    },
  };
}

function stateOf({ decision, code }: { decision: Verdict['decision']; code: string }): { state: string; code: string } {
  return { state: STATE_OF[decision], code };
}
