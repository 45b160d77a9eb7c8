// The home screen for one state at one moment and one size. Pure.
import type { ClipState } from '../../dataset/clip-state.ts';
import { FUNNEL_STAGES, type FunnelStage } from '../../dataset/funnel.ts';
import { fitNumber, type LinePart, lineOf, twoEnds, wrapWords } from '../cell-text.ts';
import { formatBytes, formatCount, formatMoment, printableLine } from '../format.ts';
import { fieldLine, footerLine, type KeyHelp } from '../key-help.ts';
import type { Frame, ScreenSize } from '../screen.ts';
import { identityLine } from '../status-table.ts';
import { barText, STATE_TONES, type Theme, type Tone } from '../theme.ts';
import type { CorpusFacts, HomeFacts } from './home-facts.ts';
import type { HomeCommand } from './home-keys.ts';
import { chosenAt, type HomeState } from './home-state.ts';
import { commandText, type HomeTask } from './home-tasks.ts';

export interface HomeScene {
  readonly state: HomeState;
  readonly facts: HomeFacts;
  readonly tasks: readonly HomeTask[];
  readonly nowMs: number;
  readonly help: KeyHelp<HomeCommand>;
  readonly theme: Theme;
}

export function homeFrame(scene: HomeScene, { columns, rows }: ScreenSize): Frame {
  const { state, facts, tasks, help, theme } = scene;
  const corpus = facts.corpora[state.corpusAt];
  const blank = lineOf([], columns, theme);
  const head = [
    titleLine(scene, corpus, columns),
    atWorkLine(scene, columns),
    ...identityLines(corpus, columns, theme),
  ];
  const bottom = [commandLine(scene, columns), footerLine(help, 'help', columns, theme)];
  const todo = tasks.map((_, at) => taskLine(scene, at, columns));
  const free = rows - head.length - bottom.length - todo.length;
  const drawnFunnel = corpus === undefined ? [] : ['', ...funnelLines(corpus, columns, theme)];
  const funnel = drawnFunnel.length <= free ? drawnFunnel : [];
  const gap = funnel.length < free ? [''] : [];
  const runs = runLines(scene, free - funnel.length - gap.length, columns);
  const lines = [...head, ...funnel, ...gap, ...todo, ...runs].map((line) => line || blank);
  const filling = Array.from({ length: Math.max(0, rows - lines.length - bottom.length) }, () => blank);
  return { lines: [...lines, ...filling, ...bottom].slice(-rows), regions: [] };
}

function titleLine({ facts, state, theme }: HomeScene, corpus: CorpusFacts | undefined, columns: number): string {
  const dot = ` ${theme.glyphs.dot} `;
  const place = facts.corpora.length > 1 ? ` (${state.corpusAt + 1} of ${facts.corpora.length})` : '';
  const left: LinePart[] = [
    ' ',
    { text: 'ks-build', weight: 'bold' },
    dot,
    corpus === undefined
      ? { text: 'no corpus yet', weight: 'dim' }
      : { text: printableLine(corpus.name) + place, tone: 'accent', weight: 'bold' },
    { text: dot + printableLine(facts.workspace), weight: 'dim' },
  ];
  const right = [
    facts.indexBytes > 0 ? `index ${formatBytes(facts.indexBytes)}` : '',
    facts.freeBytes === undefined ? '' : `${formatBytes(facts.freeBytes)} free`,
  ].filter((text) => text !== '');
  return twoEnds(left, [{ text: `${right.join(dot)} `, weight: 'dim' }], columns, theme);
}

function atWorkLine({ facts, nowMs, theme }: HomeScene, columns: number): string {
  const { holder } = facts;
  if (holder === undefined) return lineOf([], columns, theme);
  const since = formatMoment(Date.parse(holder.since), nowMs);
  const text = ` ${theme.glyphs.tag} ks-build ${printableLine(holder.purpose)} is at work here (pid ${holder.pid}, since ${since}); the counts follow`;
  return lineOf([{ text, tone: 'good' }], columns, theme);
}

function identityLines(corpus: CorpusFacts | undefined, columns: number, theme: Theme): string[] {
  if (corpus === undefined) return [];
  return wrapWords(identityLine(corpus.counts), columns - 2, 3).map((line) => lineOf([` ${line}`], columns, theme));
}

const STAGE_COLUMNS = Math.max(...FUNNEL_STAGES.map((stage) => stage.length));
const COUNT_COLUMNS = 9;
/** Reasons that are named beside a stage. */
const REASONS_SHOWN = 3;

/** Each stage with what came through it and, where there is room, what was lost there. */
function funnelLines({ funnel }: CorpusFacts, columns: number, theme: Theme): string[] {
  const barColumns = Math.max(8, Math.floor((columns - STAGE_COLUMNS - COUNT_COLUMNS - 6) / 2));
  return FUNNEL_STAGES.map((stage) => {
    const ratio = funnel.through.listed === 0 ? 0 : funnel.through[stage] / funnel.through.listed;
    return lineOf(
      [
        ` ${stage.padEnd(STAGE_COLUMNS)} `,
        fitNumber(formatCount(funnel.through[stage]), COUNT_COLUMNS, theme.glyphs.cut),
        '  ',
        { text: barText(theme.glyphs, ratio, barColumns), tone: 'good' },
        '  ',
        ...lossParts(funnel.lost, stage),
      ],
      columns,
      theme,
    );
  });
}

function lossParts(lost: CorpusFacts['funnel']['lost'], stage: FunnelStage): LinePart[] {
  const here = lost.filter((loss) => loss.stage === stage);
  if (here.length === 0) return [];
  const named = here
    .slice(0, REASONS_SHOWN)
    .flatMap(({ state, code, clips }, at): LinePart[] => [
      at === 0 ? '' : ' ',
      { text: `${code === '' ? state : printableLine(code)} ${formatCount(clips)}`, tone: toneOf(state) },
    ]);
  const rest = here.slice(REASONS_SHOWN).reduce((sum, { clips }) => sum + clips, 0);
  return rest === 0 ? named : [...named, { text: ` others ${formatCount(rest)}`, weight: 'dim' }];
}

function toneOf(state: ClipState): Tone | undefined {
  return STATE_TONES[state];
}

const NAME_COLUMNS = 11;

function taskLine({ state, tasks, theme }: HomeScene, at: number, columns: number): string {
  const { name, detail, isOpen } = tasks[at]!;
  const isChosen = at === chosenAt(state, tasks);
  return lineOf(
    [
      isChosen ? { text: ` ${theme.glyphs.pointer} `, tone: 'accent' } : '   ',
      { text: `${at + 1} `, weight: 'dim' },
      { text: name.padEnd(NAME_COLUMNS), weight: isChosen ? 'bold' : undefined, tone: isOpen ? 'accent' : undefined },
      { text: detail, weight: isOpen || isChosen ? undefined : 'dim' },
    ],
    columns,
    theme,
  );
}

/** As many as fit into so many rows, below a title. */
function runLines({ facts, nowMs, theme }: HomeScene, rows: number, columns: number): string[] {
  const shown = facts.lastRuns.slice(0, Math.max(0, rows - 2));
  if (shown.length === 0) return [];
  const lines = shown.map(({ command, startedAt, ending }, at) => {
    const isAtWork = at === 0 && ending === undefined && facts.holder !== undefined;
    const how = isAtWork ? 'at work' : (ending ?? 'was cut off');
    const when = formatMoment(Date.parse(startedAt), nowMs);
    return lineOf([{ text: `   ${when}  ${command}: ${printableLine(how)}`, weight: 'dim' }], columns, theme);
  });
  return ['', lineOf([{ text: ' last runs', weight: 'dim' }], columns, theme), ...lines];
}

/** What the chosen task runs, to be learned or changed. */
function commandLine({ state, tasks, theme }: HomeScene, columns: number): string {
  if (state.field !== undefined) return fieldLine('$', state.field, columns, theme);
  if (state.message !== '')
    return lineOf([{ text: ` ${printableLine(state.message)}`, tone: 'doubtful' }], columns, theme);
  const task = tasks[chosenAt(state, tasks)]!;
  return lineOf([{ text: ' $ ', tone: 'accent' }, printableLine(commandText(task.argv))], columns, theme);
}
