// What `ks-build judge` does: names to clips, verdicts into the index, what became of them on stdout. All clips or none.
import { join, relative, resolve } from 'node:path';
import type { StoredJudgement } from '../dataset/judgement.ts';
import { clipName, shortClipName } from '../dataset/segment.ts';
import { UsageError } from '../errors.ts';
import { createSegmentFinder, type FoundSegment, readLabels, type SegmentFinder } from '../store/find-segments.ts';
import { createJudgementWriter, readJudgements } from '../store/judgements.ts';
import { type Index, openIndexForJudging } from '../store/open.ts';
import { chooseCorpus } from './choose-corpus.ts';
import type { JudgeFlags } from './judge.ts';
import { checkSaid, clipMeant, judgeRequest, type Said } from './judge-request.ts';
import { loadConfig } from './load-config.ts';
import { print, printJson } from './output.ts';
import { raterName } from './rater-name.ts';
import { formatTable } from './table.ts';
import { readText } from './text-stream.ts';

export function runJudge(words: readonly string[], flags: JudgeFlags): void {
  const { names, said } = judgeRequest(words, flags);
  const root = resolve(flags.workspace);
  const rater = said === undefined ? '' : raterName(flags.rater, loadConfig(flags.config));
  const index = openIndexForJudging(join(root, 'index.db'));
  try {
    const corpus = flags.corpus === undefined ? undefined : chooseCorpus(index, flags.corpus).name;
    const finder = createSegmentFinder(index, corpus);
    const clips = resolveAll(expandNames(names), root, finder);
    if (said === undefined) undoLast(index, clips);
    else take(index, clips, said, rater);
    report(
      clips.map(({ segmentId }) => finder.at(segmentId)),
      said === undefined,
      flags.json === true,
    );
  } finally {
    index.close();
  }
}

interface NamedClip extends FoundSegment {
  /** As typed. */
  readonly name: string;
}

/** `-` stands for the lines of stdin; empty ones and what follows a blank are passed over, so that lists with more columns serve too. */
function expandNames(names: readonly string[]): string[] {
  const expanded = names.flatMap((name) =>
    name === '-'
      ? readText(name)
          .split(/\r?\n/)
          .flatMap((line) => line.trim().split(/\s/, 1))
      : [name],
  );
  const meant = expanded.filter((name) => name !== '');
  if (meant.length === 0) throw new UsageError('judge: expected clips on stdin, got no line');
  return meant;
}

const MOST_PROBLEMS = 10;

/** @throws UsageError that names each clip which cannot be judged */
function resolveAll(names: readonly string[], root: string, finder: SegmentFinder): NamedClip[] {
  const problems: string[] = [];
  const clips = new Map<number, NamedClip>();
  let known: readonly string[] | undefined;
  const allNames = (): readonly string[] => (known ??= finder.names());
  for (const name of names) {
    try {
      const clip = clipMeant(name, finder.find(inWorkspace(name, root)), allNames);
      clips.set(clip.clipId!, { ...clip, name });
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      problems.push(error.message);
    }
  }
  if (problems.length === 0) return [...clips.values()];
  const rest = problems.length - MOST_PROBLEMS;
  const more = rest > 0 ? [`and ${rest} more`] : [];
  throw new UsageError([...problems.slice(0, MOST_PROBLEMS), ...more, 'nothing was judged'].join('\n'));
}

/** A path as the index has it; any other name as it is. */
function inWorkspace(name: string, root: string): string {
  return name.includes('/') ? relative(root, resolve(name)).replaceAll('\\', '/') : name;
}

function take(index: Index, clips: readonly NamedClip[], said: Said, rater: string): void {
  const labels = said.label === undefined ? [] : readLabels(index);
  for (const clip of clips) checkSaid(clip.name, said, clip, labels);
  const atMs = Date.now();
  createJudgementWriter(index).take(
    clips.map(({ clipId, segmentId }) => ({
      ...said,
      clipId: clipId!,
      segmentId,
      rater,
      atMs,
      seconds: undefined,
      seen: [],
      via: 'judge',
    })),
  );
}

function undoLast(index: Index, clips: readonly NamedClip[]): void {
  const ids = clips.map(({ clipId, name }) => {
    const last = readJudgements(index, clipId!).findLast(isOurs);
    if (last === undefined)
      throw new UsageError(`${name}: expected a verdict that was given here, got none; nothing was undone`);
    return last.id;
  });
  createJudgementWriter(index).undo(ids);
}

function isOurs({ via, undoneAtMs }: StoredJudgement): boolean {
  return via !== 'import' && undoneAtMs === undefined;
}

function report(clips: readonly FoundSegment[], isUndo: boolean, isJson: boolean): void {
  if (isJson) {
    const rows = clips.map(({ segmentId: _, clipId: _clip, durationSeconds: _duration, ...clip }) => ({
      id: shortClipName(clip),
      clip: clipName(clip),
      corpus: clip.corpus,
      state: clip.state,
      code: clip.code,
      label: clip.label,
      listedLabel: clip.listedLabel,
    }));
    printJson({ schema: 1, undone: isUndo, clips: rows });
    return;
  }
  const rows = clips.map((clip) => [
    shortClipName(clip),
    clip.code === '' ? clip.state : `${clip.state}: ${clip.code}`,
    clip.label === clip.listedLabel ? clip.label : `${clip.label} (listed: ${clip.listedLabel})`,
  ]);
  for (const line of formatTable([{ title: '' }, { title: '' }, { title: '' }], rows)) print(line);
}
