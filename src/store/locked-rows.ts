// What a lock takes of the index: the clips of one corpus with what was decided about them, and under which policy and programs that was.
import type { ClipState } from '../dataset/clip-state.ts';
import type { LockedClip } from '../dataset/corpus-lock.ts';
import { clipName, type Segment } from '../dataset/segment.ts';
import type { AnyReason } from '../dataset/verdict.ts';
import type { Index } from './open.ts';

export interface LockableClip extends Omit<LockedClip, 'videoGroup'> {
  /** The filter has not looked at it since it was cut, nor has a person. */
  readonly isUnfiltered: boolean;
}

interface Row extends Segment {
  readonly path: string;
  readonly sha256: string;
  readonly state: LockedClip['verdict'];
  readonly code: string;
  readonly author: 'facts' | 'filter' | null;
  readonly reasons: string | null;
  readonly facts: string | null;
  readonly isHuman: number;
}

/** Those that have a file, in no order that means anything. */
export function readLockableClips(index: Index, corpusId: number): LockableClip[] {
  const rows = index
    .prepare(
      `SELECT s.video_id AS videoId, s.start_seconds AS startSeconds, s.end_seconds AS endSeconds,
              coalesce(s.curated_label, s.label) AS label, s.split, s.state, s.code, k.path, k.sha256,
              v.decided_by AS author, v.reasons, f.reasons AS facts,
              EXISTS (SELECT 1 FROM judgements j WHERE j.video_id = k.video_id AND j.start_seconds = k.start_seconds
                      AND j.end_seconds = k.end_seconds AND j.undone_at_ms IS NULL) AS isHuman
       FROM segments s JOIN clips k ON k.id = s.clip_id
       LEFT JOIN verdicts v ON v.id = (SELECT max(id) FROM verdicts WHERE clip_id = k.id)
       LEFT JOIN verdicts f ON f.id = (SELECT max(id) FROM verdicts WHERE clip_id = k.id AND decided_by = 'facts')
       WHERE s.corpus_id = ? AND s.state IN ('kept', 'dropped', 'ask')`,
    )
    .iterate(corpusId) as IterableIterator<Row>;
  const clips: LockableClip[] = [];
  for (const row of rows) {
    const { videoId, startSeconds, endSeconds, label, split, path, sha256, state: verdict } = row;
    const isHuman = row.isHuman === 1;
    clips.push({
      name: clipName(row),
      videoId,
      startSeconds,
      endSeconds,
      label,
      split,
      path,
      sha256,
      verdict,
      reasons: reasonsOf(row, isHuman),
      isHuman,
      isUnfiltered: row.author !== 'filter' && !isHuman,
    });
  }
  return clips;
}

/** A person's reason stands for the filter's, but what is wrong with the file stays. */
function reasonsOf({ state, code, reasons, facts }: Row, isHuman: boolean): string[] {
  if (state === 'kept') return [];
  const codes = isHuman ? [code, ...codesOf(facts)] : codesOf(reasons);
  return [...new Set(codes.length === 0 ? [code] : codes)];
}

function codesOf(reasons: string | null): string[] {
  if (reasons === null || reasons === '[]') return [];
  return (JSON.parse(reasons) as AnyReason[]).map(({ code }) => code);
}

/** How many segments of a corpus have no clip, by state. */
export function countUnlockable(index: Index, corpusId: number): Readonly<Partial<Record<ClipState, number>>> {
  const rows = index
    .prepare(
      `SELECT state, count(*) AS count FROM segments
       WHERE corpus_id = ? AND (clip_id IS NULL OR state NOT IN ('kept', 'dropped', 'ask')) GROUP BY state ORDER BY state`,
    )
    .all(corpusId) as { state: ClipState; count: number }[];
  return Object.fromEntries(rows.map(({ state, count }) => [state, count]));
}

export interface LockOrigin {
  readonly manifestSha256: string;
  readonly policy: Readonly<Record<string, unknown>> | undefined;
  readonly tools: Readonly<Record<string, string>>;
}

/** The manifest that was planned last; the policy of the last run of the filter that ended; the programs of that run and of those that cut the clips. */
export function readLockOrigin(index: Index, corpusId: number): LockOrigin {
  const manifestSha256 = index
    .prepare('SELECT manifest_sha256 FROM plans WHERE corpus_id = ? ORDER BY made_at DESC, id DESC LIMIT 1')
    .pluck()
    .get(corpusId) as string | undefined;
  const lastFilter = index
    .prepare(
      `SELECT id, config -> '$.policy' AS policy FROM runs
       WHERE command = 'filter' AND ending = 'done' ORDER BY id DESC LIMIT 1`,
    )
    .get() as { id: number; policy: string | null } | undefined;
  const runs = index
    .prepare(
      `SELECT DISTINCT program_version AS programVersion, tool_versions AS toolVersions FROM runs
       WHERE id = ? OR id IN (SELECT k.run_id FROM clips k JOIN segments s ON s.clip_id = k.id WHERE s.corpus_id = ?)`,
    )
    .all(lastFilter?.id ?? null, corpusId) as { programVersion: string; toolVersions: string }[];
  const policy = lastFilter?.policy ?? undefined;
  return {
    manifestSha256: manifestSha256 ?? '',
    policy: policy === undefined ? undefined : (JSON.parse(policy) as LockOrigin['policy']),
    tools: versionsOf(runs),
  };
}

/** Each program with its version; with all of them where several runs differ. */
function versionsOf(runs: readonly { programVersion: string; toolVersions: string }[]): Record<string, string> {
  const versions = new Map<string, Set<string>>();
  for (const { programVersion, toolVersions } of runs) {
    const tools = { 'ks-build': programVersion, ...(JSON.parse(toolVersions) as Record<string, string>) };
    for (const [name, version] of Object.entries(tools)) {
      const known = versions.get(name);
      if (known === undefined) versions.set(name, new Set([version]));
      else known.add(version);
    }
  }
  return Object.fromEntries([...versions].map(([name, known]) => [name, [...known].sort().join(', ')]));
}
