// The corpus that was measured on: a lock, its funnel and its share of published lists in, blocks out. Pure.
import type { CorpusLock, LockedClip } from '../../dataset/corpus-lock.ts';
import { FUNNEL_STAGES, type Funnel, type FunnelStage } from '../../dataset/funnel.ts';
import { SPLITS } from '../../dataset/segment.ts';
import { grouped } from '../card/questions.ts';
import type { ResultCard } from '../card/result-card.ts';
import { type Block, code, numberColumns, paragraph, section, type Table } from './document.ts';

const STAGE_TITLES: Readonly<Record<FunnelStage, string>> = {
  listed: 'listed in the manifest',
  reachable: 'found at a source',
  cut: 'cut and verified',
  facts: 'nothing wrong with the file, its sound or its picture',
  correspondence: 'sound belongs to picture',
  kept: 'kept',
};

/** @param funnel of the corpus in the workspace; undefined: not known */
export function corpusSection(lock: CorpusLock, funnel: Funnel | undefined, coverage: ResultCard['coverage']): Block[] {
  return [
    section('The corpus'),
    paragraph(
      'Lock of ',
      code(lock.corpus),
      ', SHA-256 ',
      code(lock.sha256),
      '. It pins every clip that has a file, with its verdict.',
    ),
    ...(funnel === undefined ? [] : [funnelTable(funnel), command(`ks-build status --funnel --corpus ${lock.corpus}`)]),
    verdictTable(lock.clips),
    ...reasonTable(lock.clips),
    command('ks-build lock'),
    ...coverageTable(coverage),
    ...(coverage.length === 0 ? [] : [command('ks-build lock coverage LOCK')]),
  ];
}

function command(text: string): Block {
  return { kind: 'command', text };
}

function funnelTable({ through }: Funnel): Table {
  const listed = through.listed;
  return {
    kind: 'table',
    caption: 'How many clips came through each stage; it is taken from the index when the report is made.',
    columns: numberColumns('stage', 'clips', 'of those listed'),
    rows: FUNNEL_STAGES.map((stage) => ({
      cells: [STAGE_TITLES[stage], String(through[stage]), shareText(through[stage], listed)],
    })),
  };
}

function verdictTable(clips: readonly LockedClip[]): Table {
  const count = (split: string, has: (clip: LockedClip) => boolean): string =>
    String(clips.filter((clip) => clip.split === split && has(clip)).length);
  return {
    kind: 'table',
    caption: 'Clips of the lock. A person’s word stands for those that were checked.',
    columns: numberColumns('split', 'kept', 'dropped', 'to be asked about', 'checked by a person', 'classes', 'videos'),
    rows: SPLITS.filter((split) => clips.some((clip) => clip.split === split)).map((split) => {
      const ofSplit = clips.filter((clip) => clip.split === split);
      return {
        cells: [
          split,
          count(split, ({ verdict }) => verdict === 'kept'),
          count(split, ({ verdict }) => verdict === 'dropped'),
          count(split, ({ verdict }) => verdict === 'ask'),
          count(split, ({ isHuman }) => isHuman),
          String(new Set(ofSplit.map(({ label }) => label)).size),
          String(new Set(ofSplit.map(({ videoGroup }) => videoGroup)).size),
        ],
      };
    }),
  };
}

function reasonTable(clips: readonly LockedClip[]): Table[] {
  const reasons = clips.flatMap(({ verdict, reasons: ofClip }) => ofClip.map((reason) => ({ verdict, reason })));
  if (reasons.length === 0) return [];
  const byReason = [...grouped(reasons, ({ reason }) => reason)].sort(([, a], [, b]) => b.length - a.length);
  const count = (of: typeof reasons, wanted: string): string =>
    String(of.filter(({ verdict }) => verdict === wanted).length);
  return [
    {
      kind: 'table',
      caption: 'Why clips of the lock are not kept; a clip may have several reasons.',
      columns: numberColumns('reason', 'dropped', 'to be asked about'),
      rows: byReason.map(([reason, of]) => ({ cells: [[code(reason)], count(of, 'dropped'), count(of, 'ask')] })),
    },
  ];
}

function coverageTable(coverage: ResultCard['coverage']): Table[] {
  if (coverage.length === 0) return [];
  const bySplit = [...grouped(coverage, ({ list, split }) => `${list} ${split}`).values()];
  const sum = (rows: ResultCard['coverage'], field: 'listed' | 'kept' | 'dropped' | 'ask'): number =>
    rows.reduce((total, row) => total + row[field], 0);
  return [
    {
      kind: 'table',
      caption:
        'How much of each published list the lock holds. Core: what is val or test in all of them. Numbers on other clips than these are not comparable with published ones.',
      columns: numberColumns(
        'list',
        'split',
        'listed',
        'kept',
        'share',
        'dropped',
        'to be asked about',
        'classes below 80 %',
      ),
      rows: bySplit.map((rows) => {
        const [listed, kept] = [sum(rows, 'listed'), sum(rows, 'kept')];
        const thin = rows.filter((row) => row.kept < 0.8 * row.listed).length;
        return {
          cells: [
            rows[0]!.list,
            rows[0]!.split,
            ...[String(listed), String(kept), shareText(kept, listed), String(sum(rows, 'dropped'))],
            ...[String(sum(rows, 'ask')), `${thin} of ${rows.length}`],
          ],
        };
      }),
    },
  ];
}

function shareText(part: number, whole: number): string {
  return whole === 0 ? '–' : `${((100 * part) / whole).toFixed(1)} %`;
}
