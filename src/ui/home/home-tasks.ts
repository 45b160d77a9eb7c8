// What can be done with a corpus, what each would do now, and which comes next. Pure: facts in, tasks out; each is a command that can be typed.
import { sumOf } from '../../dataset/clip-state.ts';
import { typicalSeconds } from '../curate/pace.ts';
import { formatCount, formatDuration, formatMoment } from '../format.ts';
import type { CorpusFacts, HomeFacts } from './home-facts.ts';

export interface HomeTask {
  readonly name: string;
  /** What there is to do, or how things stand. */
  readonly detail: string;
  /** Arguments of `ks-build`. */
  readonly argv: readonly string[];
  /** It has a screen of its own, so that nothing of what it printed remains to be read. */
  readonly hasScreen: boolean;
  /** It has something to do. */
  readonly isOpen: boolean;
}

/** In the order in which a corpus comes about. */
export function homeTasks(facts: HomeFacts, corpus: CorpusFacts | undefined, nowMs: number): HomeTask[] {
  const place = facts.isDefaultWorkspace ? [] : ['-w', facts.workspace];
  if (corpus === undefined) {
    const fetch = {
      name: 'fetch',
      detail: 'nothing is here yet: fetch a corpus, a small part of it first',
      argv: ['fetch', 'ks32', '--per-class', '5', ...place],
      hasScreen: true,
      isOpen: true,
    };
    const variants = {
      name: 'variants',
      detail: 'the corpora that ship with ks-build',
      argv: ['variants'],
      hasScreen: false,
      isOpen: false,
    };
    return [fetch, variants];
  }
  const named = facts.corpora.length > 1 ? ['--corpus', corpus.name, ...place] : place;
  return [
    fetchTask(facts, corpus, place, nowMs),
    filterTask(corpus, place),
    curateTask(facts, corpus, named),
    auditTask(corpus, named),
    lockTask(corpus, named, nowMs),
    benchmarkTask(facts, corpus, place),
    view('list', 'all clips: filter, sort, judge many at once', named),
    view('classes', 'what is kept of each class, and why not', named),
    view('duplicates', 'clips that look or sound the same, as pairs', named),
  ];
}

/** The clips, shown in another way. */
function view(name: string, detail: string, named: readonly string[]): HomeTask {
  return { name, detail, argv: ['curate', '--view', name, ...named], hasScreen: true, isOpen: false };
}

function fetchTask({ holder }: HomeFacts, corpus: CorpusFacts, place: readonly string[], nowMs: number): HomeTask {
  const { counts, retryAtMs, sources } = corpus;
  const deferred = sumOf(counts.deferred);
  const failed = sumOf(counts.failed);
  const isDue = deferred > 0 && (retryAtMs === undefined || retryAtMs <= nowMs);
  const parts = [
    counts.pending > 0 ? `${formatCount(counts.pending)} pending` : '',
    deferred > 0 ? `${formatCount(deferred)} deferred ${deferredText(isDue, retryAtMs, nowMs)}` : '',
    failed > 0 ? `${formatCount(failed)} failed (--retry failed)` : '',
  ].filter((part) => part !== '');
  const isAtWork = holder?.purpose === 'fetch';
  const detail = parts.length === 0 ? 'every clip that was listed is settled' : parts.join(', ');
  return {
    name: 'fetch',
    detail: isAtWork ? `at work in another process; ${detail}` : detail,
    argv: ['fetch', corpus.name, ...sources.flatMap((source) => ['--source', source]), ...place],
    hasScreen: true,
    isOpen: !isAtWork && (counts.pending > 0 || isDue),
  };
}

function deferredText(isDue: boolean, retryAtMs: number | undefined, nowMs: number): string {
  return isDue || retryAtMs === undefined ? 'and due' : `until ${formatMoment(retryAtMs, nowMs)}`;
}

function filterTask({ work }: CorpusFacts, place: readonly string[]): HomeTask {
  const parts = [
    work.unmeasured > 0 ? `${formatCount(work.unmeasured)} clips not measured` : '',
    work.unscored > 0 ? `${formatCount(work.unscored)} not scored` : '',
  ].filter((part) => part !== '');
  return {
    name: 'filter',
    detail:
      work.clips === 0
        ? 'no clips yet'
        : parts.join(', ') || `all ${formatCount(work.clips)} clips are measured and scored`,
    argv: ['filter', ...place],
    hasScreen: false,
    isOpen: parts.length > 0,
  };
}

function curateTask({ recentSeconds }: HomeFacts, { counts }: CorpusFacts, named: readonly string[]): HomeTask {
  const asked = sumOf(counts.ask);
  const seconds = typicalSeconds(recentSeconds);
  const pace =
    seconds === undefined || asked === 0
      ? ''
      : `, about ${formatDuration(Math.max(1000, Math.round(asked * seconds) * 1000))} at your pace`;
  return {
    name: 'curate',
    detail: asked === 0 ? 'nothing is asked about' : `${formatCount(asked)} asked about${pace}`,
    argv: ['curate', ...named],
    hasScreen: true,
    isOpen: asked > 0,
  };
}

function auditTask({ audit, work }: CorpusFacts, named: readonly string[]): HomeTask {
  const isFiltered = work.clips > 0 && work.unscored === 0;
  return {
    name: 'audit',
    detail:
      audit === undefined
        ? 'how right is the filter? a blind sample tells; none was drawn yet'
        : `${audit.name}: ${formatCount(audit.answered)} of ${formatCount(audit.questions)} answered`,
    argv: ['audit', ...named],
    hasScreen: true,
    isOpen: isFiltered && (audit === undefined || audit.answered < audit.questions),
  };
}

function lockTask({ counts, lock }: CorpusFacts, named: readonly string[], nowMs: number): HomeTask {
  const detail = (): string => {
    if (lock === undefined)
      return counts.kept === 0 ? 'nothing is kept yet' : `pin ${formatCount(counts.kept)} kept clips for a benchmark`;
    const locked = `locked ${formatMoment(lock.lockedAtMs, nowMs)}`;
    return lock.isOlder ? `${locked}, worked on since; --force replaces the lock` : locked;
  };
  const isOpen = lock === undefined && counts.kept > 0;
  return { name: 'lock', detail: detail(), argv: ['lock', ...named], hasScreen: false, isOpen };
}

/** It draws a screen, but what it prints at its end is to be read. */
function benchmarkTask({ workspace }: HomeFacts, { lock, name }: CorpusFacts, place: readonly string[]): HomeTask {
  const task = { name: 'benchmark', hasScreen: false };
  if (lock === undefined) {
    const argv = ['benchmark', `${workspace}/${name}.lock.json`, ...place];
    return { ...task, detail: 'what is the corpus worth? runs on a lock', argv, isOpen: false };
  }
  const { path, benchmark } = lock;
  const run = ['benchmark', path, ...place];
  if (benchmark === 'none') {
    const detail = 'what is it worth? trains, evaluates, reports; --dry-run: the cost';
    return { ...task, detail, argv: run, isOpen: true };
  }
  const argv = [...run, '--resume'];
  if (benchmark === 'begun') return { ...task, detail: 'begun; goes on from where it stopped', argv, isOpen: true };
  return { ...task, detail: `report: ${benchmark.reportPath}`, argv, isOpen: false };
}

/** The first that has something to do. */
export function nextTaskAt(tasks: readonly HomeTask[]): number {
  return Math.max(
    0,
    tasks.findIndex(({ isOpen }) => isOpen),
  );
}

/** As one would type it. */
export function commandText(argv: readonly string[]): string {
  return ['ks-build', ...argv.map(quoted)].join(' ');
}

function quoted(argument: string): string {
  return /^[\w@%+=:,./-]+$/.test(argument) ? argument : `'${argument.replaceAll("'", `'\\''`)}'`;
}

/**
 * Arguments out of an edited command line: blanks part them, quotes hold them together. No shell reads it.
 * @returns undefined when a quote does not end
 */
export function argvOf(text: string): string[] | undefined {
  const words: string[] = [];
  let word: string | undefined;
  let quote = '';
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at]!;
    if (quote !== '') {
      if (character === quote) quote = '';
      else word = (word ?? '') + character;
    } else if (character === "'" || character === '"') {
      quote = character;
      word ??= '';
    } else if (character === '\\' && at + 1 < text.length) {
      at += 1;
      word = (word ?? '') + text[at]!;
    } else if (character === ' ') {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else word = (word ?? '') + character;
  }
  if (quote !== '') return undefined;
  if (word !== undefined) words.push(word);
  return words[0] === 'ks-build' ? words.slice(1) : words;
}
