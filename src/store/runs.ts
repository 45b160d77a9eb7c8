// Runs: which command, which configuration, which tools, and how it ended. Secrets are removed before they come here.
import type { Index } from './open.ts';

export interface RunStart {
  readonly command: string;
  readonly planId: number | undefined;
  readonly programVersion: string;
  readonly toolVersions: Readonly<Record<string, string>>;
  readonly config: unknown;
}

export function startRun(index: Index, run: RunStart): number {
  return index
    .prepare(
      `INSERT INTO runs (command, plan_id, started_at, program_version, tool_versions, config) VALUES (?, ?, ?, ?, ?, ?) RETURNING id`,
    )
    .pluck()
    .get(
      run.command,
      run.planId ?? null,
      new Date().toISOString(),
      run.programVersion,
      JSON.stringify(run.toolVersions),
      JSON.stringify(run.config),
    ) as number;
}

/** `ending`: 'done', or why it stopped early. A run without one was killed. */
export function endRun(index: Index, runId: number, ending: string): void {
  index.prepare('UPDATE runs SET ended_at = ?, ending = ? WHERE id = ?').run(new Date().toISOString(), ending, runId);
}

export interface PastRun {
  readonly command: string;
  /** ISO 8601. */
  readonly startedAt: string;
  /** Undefined: it is at work, or was killed. */
  readonly ending: string | undefined;
}

/** The latest first. */
export function readLastRuns(index: Index, limit: number): PastRun[] {
  const rows = index
    .prepare('SELECT command, started_at AS startedAt, ending FROM runs ORDER BY id DESC LIMIT ?')
    .all(limit) as { command: string; startedAt: string; ending: string | null }[];
  return rows.map(({ ending, ...run }) => ({ ...run, ending: ending ?? undefined }));
}

/** Where the clips of a corpus came from when it was last fetched, as `--source` takes it; empty: never fetched. */
export function readLastSources(index: Index, corpusId: number): string[] {
  const sources = index
    .prepare(
      `SELECT r.config ->> '$.sources' FROM runs r JOIN plans p ON p.id = r.plan_id
       WHERE r.command = 'fetch' AND p.corpus_id = ? ORDER BY r.id DESC LIMIT 1`,
    )
    .pluck()
    .get(corpusId) as string | null | undefined;
  return typeof sources === 'string' ? (JSON.parse(sources) as string[]) : [];
}
