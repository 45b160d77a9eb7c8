// One clip in sentences, for who listens to the screen or has a terminal that draws nothing. Pure.
import { formatCount, printableLine } from '../format.ts';
import type { CurateScene } from './curate-scene.ts';
import { draftOf } from './curate-state.ts';
import { formatNumber, reasonText } from './verdict-text.ts';

/** `Clip 12 of 340: R6ll_000123, using segway, val, 10.0 seconds. Asked about, score 0.52. Onsets at 1.2 and 2.0 seconds.` */
export function clipSentence(scene: CurateScene): string {
  const { state, row } = scene;
  const { order, at } = state.queue;
  if (row === undefined) return `No clip matches ${state.query}.`;
  const place = `Clip ${formatCount(at + 1)} of ${formatCount(order.length)}`;
  const length = row.durationSeconds === undefined ? [] : [`${row.durationSeconds.toFixed(1)} seconds`];
  return [
    `${place}: ${[printableLine(row.id), printableLine(row.label), row.split, ...length].join(', ')}.`,
    stateSentence(scene),
    whySentence(scene),
    onsetSentence(state.clip?.onsetSeconds ?? []),
    draftSentence(scene),
  ]
    .filter((sentence) => sentence !== '')
    .join(' ');
}

const STATES: Readonly<Record<string, string>> = { ask: 'Asked about', kept: 'Kept', dropped: 'Dropped' };

function stateSentence({ row }: CurateScene): string {
  if (row === undefined) return '';
  const by = row.decision === '' ? '' : ` by ${printableLine(row.rater)}`;
  const score = row.score === undefined ? 'no score' : `score ${formatNumber(row.score)}`;
  return `${STATES[row.state] ?? row.state}${by}, ${score}.`;
}

function whySentence({ details }: CurateScene): string {
  const reasons = details?.verdicts.at(-1)?.verdict.reasons ?? [];
  return reasons.map((reason) => `${capital(reasonText(reason))}.`).join(' ');
}

function onsetSentence(onsetSeconds: readonly number[]): string {
  if (onsetSeconds.length === 0) return '';
  const first = onsetSeconds.slice(0, 8).map((seconds) => seconds.toFixed(1));
  const more = onsetSeconds.length > first.length ? ` and ${onsetSeconds.length - first.length} more` : '';
  return `${onsetSeconds.length} onsets, at ${first.join(', ')}${more} seconds.`;
}

function draftSentence({ state }: CurateScene): string {
  const { note, trimStartSeconds, trimEndSeconds } = draftOf(state);
  const trim =
    trimStartSeconds === undefined && trimEndSeconds === undefined
      ? ''
      : `Trimmed to ${(trimStartSeconds ?? 0).toFixed(2)} to ${(trimEndSeconds ?? state.time.durationSeconds).toFixed(2)} seconds.`;
  return [trim, note === '' ? '' : `Note: ${printableLine(note)}.`].filter((part) => part !== '').join(' ');
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
