// The two lines at the top of the curate screen: where in the queue and at what pace, and which clip. Pure.
import type { ClipRow } from '../../curation/clip-table.ts';
import { type LinePart, partsWidth, type Span, twoEnds } from '../cell-text.ts';
import { formatCount, formatDuration, printableLine } from '../format.ts';
import type { CurateScene } from './curate-scene.ts';
import type { CurateState } from './curate-state.ts';
import { typicalSeconds } from './pace.ts';
import { countOpen } from './queue.ts';
import { wordOf } from './reduce-verdicts.ts';
import { stateSpan } from './verdict-text.ts';

export function headerLines(scene: CurateScene, columns: number): string[] {
  return [queueLine(scene, columns), clipLine(scene, columns)];
}

function queueLine({ state, unreadRows, theme }: CurateScene, columns: number): string {
  const dot = ` ${theme.glyphs.dot} `;
  const left: LinePart[] = [
    ' ',
    { text: 'curate', weight: 'bold' },
    { text: `${dot}${printableLine(state.query)}`, weight: 'dim' },
  ];
  const right = [
    unreadRows > 0 ? `reading ${formatCount(unreadRows)} more` : '',
    state.tags.size > 0 ? `${formatCount(state.tags.size)} tagged` : '',
    placeText(state),
    ...paceTexts(state),
  ].filter((text) => text !== '');
  return twoEnds(left, [`${right.join(dot)} `], columns, theme);
}

function placeText({ queue }: CurateState): string {
  const { length } = queue.order;
  return length === 0 ? 'no clips' : `${formatCount(queue.at + 1)} of ${formatCount(length)}`;
}

function paceTexts({ recentSeconds, queue }: CurateState): string[] {
  const seconds = typicalSeconds(recentSeconds);
  if (seconds === undefined) return [];
  const left = countOpen(queue) * seconds * 1000;
  const perMinute = Math.round(60 / Math.max(0.1, seconds));
  return [
    `${perMinute}/min`,
    left === 0 ? 'all judged' : `~${formatDuration(Math.max(1000, left)).replace(/\.\d+/, '')} left`,
  ];
}

function clipLine(scene: CurateScene, columns: number): string {
  const { state, row, view, theme } = scene;
  if (row === undefined) return twoEnds([], [previousSpan(state)], columns, theme);
  const peak = view?.kind === 'view' ? view.view.sound?.peakDbfs : row.peakLevelDbfs;
  const facts = [
    row.split,
    row.durationSeconds === undefined ? '' : `${row.durationSeconds.toFixed(1)} s`,
    peak === undefined ? '' : peakText(peak),
    printableLine(row.source),
  ].filter((fact) => fact !== '');
  const right = [rightEnd(state, row), ' '];
  // Facts give way to what was said, the last first.
  const room = columns - partsWidth(right) - 2;
  let left = clipParts(scene, row, facts);
  while (facts.length > 0 && partsWidth(left) > room) {
    facts.pop();
    left = clipParts(scene, row, facts);
  }
  return twoEnds(left, right, columns, theme);
}

function clipParts({ state, theme }: CurateScene, row: ClipRow, facts: readonly string[]): LinePart[] {
  const isRelabelled = row.label !== row.listedLabel;
  const listed: LinePart[] = isRelabelled
    ? [{ text: ` (listed: ${printableLine(row.listedLabel)})`, weight: 'dim' }]
    : [];
  return [
    state.tags.has(row.position) ? { text: theme.glyphs.tag, tone: 'doubtful' } : ' ',
    `${printableLine(row.id)}  `,
    { text: printableLine(row.label), tone: 'accent', weight: 'bold' },
    ...listed,
    ...facts.map((fact) => `  ${fact}`),
  ];
}

function peakText(peakDbfs: number): string {
  return peakDbfs <= -200 ? 'digital silence' : `peak ${peakDbfs.toFixed(0)} dB`;
}

/** What a person said of this clip; else what was said of the one before. */
function rightEnd(state: CurateState, row: ClipRow): Span {
  if (row.decision === '') return previousSpan(state);
  const conflict = row.isConflict === 1 ? ', others differ' : '';
  return { ...stateSpan(row), text: `judged: ${stateSpan(row).text} by ${printableLine(row.rater)}${conflict}` };
}

function previousSpan({ past }: CurateState): Span {
  if (past === undefined) return { text: '' };
  const { wish, positions } = past.done;
  const many = positions.length === 1 ? '' : ` (${formatCount(positions.length)})`;
  return { text: `previous: ${printableLine(wordOf(wish))}${many}`, weight: 'dim' };
}
