// Writes an evaluation into its run folder: report.md, report.json and the plots.
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Evaluation } from './evaluate-filter.ts';
import { plotHistograms, plotKeptShares, plotReliability, plotRoc } from './plots.ts';
import { PLOT_FILES, type Provenance, reportJson, reportMarkdown, shownResult } from './report.ts';

/** `runs/2026-11-23T07-15-00Z-filter-evaluation`, relative to the workspace. */
export function evaluationFolder(startedAt: Date): string {
  const time = startedAt
    .toISOString()
    .replace(/\.\d+Z$/, 'Z')
    .replaceAll(':', '-');
  return join('runs', `${time}-filter-evaluation`);
}

/** @returns full path of report.md */
export async function writeEvaluation(
  directory: string,
  evaluation: Evaluation,
  provenance: Provenance,
): Promise<string> {
  const shown = shownResult(evaluation);
  const files: Record<string, string> = {
    'report.md': reportMarkdown(evaluation, provenance),
    'report.json': `${JSON.stringify(reportJson(evaluation, provenance), undefined, 1)}\n`,
    [PLOT_FILES.roc]: plotRoc(shown),
    [PLOT_FILES.reliability]: plotReliability(evaluation.noise),
    [PLOT_FILES.histograms]: plotHistograms(shown),
    [PLOT_FILES.keptShares]: plotKeptShares(shown),
  };
  await mkdir(directory, { recursive: true });
  for (const [name, text] of Object.entries(files)) await writeFile(join(directory, name), text);
  return join(directory, 'report.md');
}
