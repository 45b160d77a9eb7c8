// Which of the judgements of a clip is in force. Pure: what people said comes in, one word per clip and one label per segment go out.
import type { StoredJudgement, Trim } from './judgement.ts';
import type { AskReason, DropReason, Verdict } from './verdict.ts';

/** What holds of a clip because people said so. */
export interface Word {
  readonly decision: Verdict['decision'];
  /** '' of a clip that is kept. */
  readonly code: DropReason | AskReason | '';
  /** Who said it; several names with commas between where imported judgements differ. */
  readonly rater: string;
  readonly atMs: number;
  readonly seconds: number | undefined;
  readonly wasHeard: boolean;
  readonly trim: Trim | undefined;
  readonly note: string;
  readonly isImported: boolean;
  /** Somebody else's imported judgement differs from the word and came later, or imported judgements differ with no word of our own. */
  readonly hasConflict: boolean;
}

/**
 * The latest judgement made here; where there is none, what imported ones agree on, and a question where they do not.
 * @param judgements of one clip, in the order of recording; undone ones are passed over
 * @returns undefined where nobody has judged it
 */
export function wordInForce(judgements: readonly StoredJudgement[]): Word | undefined {
  const standing = judgements.filter(({ undoneAtMs }) => undoneAtMs === undefined);
  const own = standing.filter(({ via }) => via !== 'import');
  const raters = importedByRater(standing);
  const last = own.at(-1);
  if (last !== undefined) {
    const said = [...takenOver(standing, own[0]!), ...own];
    const challenges = raters.map((of) => of.at(-1)!).filter(({ id }) => id > last.id);
    return wordOf(
      said,
      challenges.some((challenge) => differs(challenge, last, said)),
    );
  }
  const latest = raters.map((said) => said.at(-1)!).sort((a, b) => a.atMs - b.atMs);
  const newest = latest.at(-1);
  if (newest === undefined) return undefined;
  const said = raters.find((of) => of.at(-1) === newest)!;
  if (agree(raters)) return wordOf(said, false);
  return {
    ...wordOf(said, true),
    decision: 'ask',
    code: 'raters-disagree',
    rater: latest.map(({ rater }) => rater).join(', '),
  };
}

/** The label that people gave to a segment; undefined: the listed one holds. */
export function labelInForce(judgements: readonly StoredJudgement[], segmentId: number): string | undefined {
  const standing = judgements.filter(({ undoneAtMs }) => undoneAtMs === undefined);
  const own = standing.filter(({ via }) => via !== 'import');
  if (own.length > 0) return otherThanListed([...takenOver(standing, own[0]!), ...own], segmentId);
  const labels = new Set(importedByRater(standing).flatMap((said) => lastLabel(said, segmentId) ?? []));
  return labels.size === 1 ? otherThanListed(standing, segmentId) : undefined;
}

/** Imported judgements that were in force when the first one was made here: what it left open stays as they said. */
function takenOver(standing: readonly StoredJudgement[], firstOwn: StoredJudgement): readonly StoredJudgement[] {
  const earlier = standing.filter(({ via, id }) => via === 'import' && id < firstOwn.id);
  return agree(importedByRater(earlier)) ? earlier : [];
}

/** What each rater said elsewhere, oldest first. */
function importedByRater(standing: readonly StoredJudgement[]): readonly (readonly StoredJudgement[])[] {
  const byRater = new Map<string, StoredJudgement[]>();
  for (const judgement of standing) {
    if (judgement.via !== 'import') continue;
    const known = byRater.get(judgement.rater);
    if (known === undefined) byRater.set(judgement.rater, [judgement]);
    else known.push(judgement);
  }
  return [...byRater.values()].map((said) => said.sort((a, b) => a.atMs - b.atMs || a.id - b.id));
}

/** A word out of what was said one after the other: the last decides, and what it leaves open stays as it was. */
function wordOf(said: readonly StoredJudgement[], hasConflict: boolean): Word {
  const last = said.at(-1)!;
  const { decision, reason, rater, atMs, seconds, wasHeard } = last;
  const code = decision === 'keep' ? '' : decision === 'ask' ? 'unsure' : (reason ?? 'by-hand');
  const trim = said.findLast((judgement) => judgement.trim !== undefined)?.trim;
  const note = said.findLast((judgement) => judgement.note !== '')?.note ?? '';
  return { decision, code, rater, atMs, seconds, wasHeard, trim, note, isImported: last.via === 'import', hasConflict };
}

function differs(challenge: StoredJudgement, last: StoredJudgement, said: readonly StoredJudgement[]): boolean {
  if (challenge.decision !== last.decision) return true;
  const label = lastLabel(said, challenge.segmentId) ?? challenge.listedLabel;
  return challenge.label !== undefined && challenge.label !== label;
}

/** Who leaves the label as it is has nothing against another's. */
function agree(raters: readonly (readonly StoredJudgement[])[]): boolean {
  const decisions = new Set(raters.map((said) => said.at(-1)!.decision));
  const segments = new Set(raters.flat().map(({ segmentId }) => segmentId));
  return (
    decisions.size === 1 &&
    [...segments].every((segment) => new Set(raters.flatMap((said) => lastLabel(said, segment) ?? [])).size <= 1)
  );
}

function lastLabel(said: readonly StoredJudgement[], segmentId: number): string | undefined {
  return said.findLast((judgement) => judgement.segmentId === segmentId && judgement.label !== undefined)?.label;
}

function otherThanListed(said: readonly StoredJudgement[], segmentId: number): string | undefined {
  const last = said.findLast((judgement) => judgement.segmentId === segmentId && judgement.label !== undefined);
  return last?.label === last?.listedLabel ? undefined : last?.label;
}
