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
