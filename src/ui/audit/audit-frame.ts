// One frame of the audit screen: what there is to see and to hear of the clip, the question and the keys, and nothing that could tell what the
// filter thinks of it: no score, no verdict, no label, no curve. Pure.
import type { ClipViewOutcome } from '../../pipeline/clip-view.ts';
import { type LinePart, lineOf, twoEnds, wrapWords } from '../cell-text.ts';
import { type CurateLayout, curateLayout, HEADER_ROWS } from '../curate/curate-layout.ts';
import { paneRegions } from '../curate/curate-panes.ts';
import { typicalSeconds } from '../curate/pace.ts';
import { formatDuration, printableLine } from '../format.ts';
import type { Graphics } from '../graphics/graphics-mode.ts';
import { footerLine, helpLines, type KeyHelp } from '../key-help.ts';
import type { Frame, ScreenSize } from '../screen.ts';
import type { Theme } from '../theme.ts';
import type { AuditCommand } from './audit-keys.ts';
import { type AuditState, WORD_TEXTS } from './audit-state.ts';

export interface AuditScene {
  readonly state: AuditState;
  /** Undefined: not ready yet. */
  readonly view: ClipViewOutcome | undefined;
  /** The clip's file is not in this workspace. */
  readonly isMissing: boolean;
  readonly help: KeyHelp<AuditCommand>;
  readonly theme: Theme;
  readonly graphics: Graphics;
}

const BOTTOM_ROWS = 2;

export function auditFrame(scene: AuditScene, size: ScreenSize): Frame {
  const { state, theme, help } = scene;
  const { columns, rows } = size;
  const header = headerLines(scene, columns);
  const footer = footerLine(help, 'help', columns, theme);
  const middle = rows - HEADER_ROWS - BOTTOM_ROWS - 1;
  const layout = layoutOf(scene, size);
  const { view, graphics } = scene;
  const regions =
    view?.kind === 'view'
      ? paneRegions({ state: state.look, view, row: undefined, details: undefined, graphics }, layout)
      : [];
  const texts = regions.length > 0 ? [] : placeholderLines(scene, columns);
  const above = Math.floor((middle - texts.length) / 2);
  const panes = Array.from({ length: middle }, (_, row) => texts[row - above] ?? ' '.repeat(columns));
  return { lines: [...header, ...panes, ...bottomLines(scene, columns), footer], regions };
}

/** All keys, and how to get sound where there is none. */
export function auditHelpLines(
  { state, help, theme }: Omit<AuditScene, 'view' | 'isMissing' | 'graphics'>,
  columns: number,
): string[] {
  const { player } = state.look.setting;
  const remedy = 'remedy' in player ? ['', player.because, ...player.remedy] : [];
  return [...helpLines(help, '', columns, theme), ...remedy.map((text) => lineOf([` ${text}`], columns, theme))];
}

function layoutOf({ state, view }: AuditScene, size: ScreenSize): CurateLayout {
  const seen = view?.kind === 'view' ? view.view : undefined;
  return curateLayout(size, BOTTOM_ROWS, state.look.panes, {
    hasPicture: seen?.film !== undefined,
    hasSound: seen?.sound !== undefined,
    hasCurves: false,
  });
}

function headerLines({ state, theme }: AuditScene, columns: number): string[] {
  const dot = ` ${theme.glyphs.dot} `;
  const { questions, open, rater } = state;
  const place =
    open.length === 0
      ? `all ${questions} questions answered`
      : `question ${questions - open.length + 1} of ${questions}`;
  const left: LinePart[] = [' ', { text: 'audit', weight: 'bold' }, `${dot}blind${dot}${place}`];
  const right = [`rater ${printableLine(rater)}`, ...paceTexts(state)].join(dot);
  const question: LinePart[] = [
    ' ',
    { text: 'Does the sound belong to the picture?', weight: 'bold', tone: 'accent' },
    { text: '  (score, verdict and label are hidden)', weight: 'dim' },
  ];
  return [twoEnds(left, [`${right} `], columns, theme), lineOf(open.length === 0 ? [] : question, columns, theme)];
}

function paceTexts({ recentSeconds, open }: AuditState): string[] {
  const seconds = typicalSeconds(recentSeconds);
  if (seconds === undefined || open.length === 0) return [];
  const left = formatDuration(Math.max(1000, open.length * seconds * 1000)).replace(/\.\d+/, '');
  return [`${Math.round(60 / Math.max(0.1, seconds))}/min`, `~${left} left`];
}

/** What stands in the place of the pictures. */
function placeholderLines({ state, view, isMissing, theme }: AuditScene, columns: number): string[] {
  const text = (): string => {
    if (state.open.length === 0) return '';
    if (isMissing) return 'this workspace does not have this clip: leave it with "cannot tell"';
    if (view?.kind === 'failed') return `this clip cannot be shown: ${withoutFolders(view.because)}`;
    return 'decoding';
  };
  return wrapWords(printableLine(text()), columns - 6, 3).map((line) => lineOf([`   ${line}`], columns, theme));
}

/** The folders of a clip are its split and its label. */
function withoutFolders(text: string): string {
  return text.replace(/\S*\/.*\//g, '');
}

/** Always two lines. */
function bottomLines({ state, help, theme }: AuditScene, columns: number): string[] {
  const { look, last, open } = state;
  const { message, setting } = look;
  const undoable: LinePart = { text: last === undefined ? '' : `last answer: ${WORD_TEXTS[last.word]}`, weight: 'dim' };
  const lines = (first: LinePart, second: LinePart): string[] =>
    [first, second].map((part) => lineOf([' ', part], columns, theme));
  if (message !== undefined) {
    const text = message.tone === 'broken' ? `! ${printableLine(message.text)}` : printableLine(message.text);
    const [first = '', second] = wrapWords(text, columns - 2, 2);
    const said = (part: string): LinePart => ({ text: part, tone: message.tone, weight: 'bold' });
    return lines(said(first), second === undefined ? undoable : said(second));
  }
  if (open.length === 0) {
    const key = help.bindings.keysOf('why')[0];
    return lines(
      `All questions are answered, thank you.${key === undefined ? '' : ` ${key} shows the report.`}`,
      undoable,
    );
  }
  return lines({ text: 'because' in setting.player ? setting.player.because : '', weight: 'dim' }, undoable);
}
