// `ks-build curate --list`: the clips that a query asks for, as lines for people or with all that is known of them as JSON (schema 1).
import { join, resolve } from 'node:path';
import { type ClipRow, type ClipTable, openClipTable } from '../curation/clip-table.ts';
import { parseQuery } from '../curation/query.ts';
import { select } from '../curation/select-clips.ts';
import { clipName } from '../dataset/segment.ts';
import { openIndexForReading } from '../store/open.ts';
import { chooseCorpus } from './choose-corpus.ts';
import type { CurateFlags } from './curate.ts';
import { print } from './output.ts';
import { parseCount } from './parse-value.ts';
import { formatTable } from './table.ts';

export function listClips(text: string, flags: CurateFlags): void {
  const query = parseQuery(text);
  const limit = flags.limit === undefined ? Number.POSITIVE_INFINITY : parseCount('--limit', flags.limit);
  const index = openIndexForReading(join(resolve(flags.workspace), 'index.db'));
  try {
    const corpus = chooseCorpus(index, flags.corpus);
    const table = openClipTable(index, corpus.id);
    table.loadSome(Number.POSITIVE_INFINITY);
    const found = select(table, query);
    const shown = found.subarray(0, limit);
    if (flags.json) printClipsJson(table, shown, { schema: 1, corpus: corpus.name, query: text, found: found.length });
    else for (const line of clipLines(table, shown, found.length)) print(line);
  } finally {
    index.close();
  }
}

/** One clip a line, so that a hundred thousand need no text of their own size in memory, and line tools can read it. */
function printClipsJson(table: ClipTable, positions: Uint32Array, head: object): void {
  print(`${JSON.stringify(head).slice(0, -1)},"clips":[`);
  positions.forEach((position, at) => {
    print(`${JSON.stringify(clipJson(table.row(position)))}${at === positions.length - 1 ? '' : ','}`);
  });
  print(']}');
}

/** Pure. What is not known, and what nobody said, is left out. */
function clipJson(row: ClipRow): object {
  const { position: _, segmentId: _segment, clipId: _clip, videoId, id, startSeconds, endSeconds, ...rest } = row;
  const { judgedAtMs, isHeard, isConflict, trimStartSeconds, trimEndSeconds, ...known } = rest;
  const clip = clipName({ videoId, startSeconds: startSeconds!, endSeconds: endSeconds! });
  const said = row.decision !== '';
  const json = {
    id,
    clip,
    videoId,
    startSeconds,
    endSeconds,
    ...known,
    judgedAt: judgedAtMs === undefined ? undefined : new Date(judgedAtMs).toISOString(),
    heard: said ? isHeard === 1 : undefined,
    conflict: said ? isConflict === 1 : undefined,
    trim: trimStartSeconds === undefined ? undefined : { startSeconds: trimStartSeconds, endSeconds: trimEndSeconds },
  };
  return Object.fromEntries(Object.entries(json).filter(([, value]) => value !== ''));
}

/** Pure. */
function clipLines(table: ClipTable, positions: Uint32Array, found: number): string[] {
  const columns = [
    { title: 'clip' },
    { title: 'class' },
    { title: 'split' },
    { title: 'score', align: 'right' },
    { title: 'state' },
    { title: 'reasons' },
    { title: 'judged by' },
  ] as const;
  const rows = [...positions].map((position) => {
    const { id, label, split, score, state, reasons, rater } = table.row(position);
    return [id, label, split, score === undefined ? '-' : score.toFixed(2), state, reasons.join(' '), rater];
  });
  const of = positions.length === found ? '' : `, the first ${positions.length} are shown`;
  return [...(rows.length === 0 ? [] : formatTable(columns, rows)), `${found} of ${table.size} clips${of}`];
}
