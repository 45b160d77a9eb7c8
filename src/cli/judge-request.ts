// What `judge` was asked to do, out of its words and flags: clips, and a verdict or its undoing. Pure.

import type { Judgement, Trim } from '../dataset/judgement.ts';
import { didYouMean, nearestNames } from '../dataset/nearest-name.ts';
import { DROP_REASONS, type DropReason } from '../dataset/verdict.ts';
import { UsageError } from '../errors.ts';
import type { FoundSegment } from '../store/find-segments.ts';
import type { JudgeFlags } from './judge.ts';

/** What a script says of each of its clips. */
export type Said = Pick<Judgement, 'decision' | 'reason' | 'label' | 'note' | 'trim' | 'wasHeard'>;

export interface JudgeRequest {
  /** Names as typed; `-`: from stdin. */
  readonly names: readonly string[];
  /** Undefined: undo. */
  readonly said: Said | undefined;
}

const DECISIONS = ['keep', 'drop', 'ask'] as const;
const SAYING_FLAGS = ['reason', 'label', 'note', 'trim', 'heard'] as const;

/** @throws UsageError */
export function judgeRequest(words: readonly string[], flags: JudgeFlags): JudgeRequest {
  if (flags.undo) {
    const stray = SAYING_FLAGS.find((name) => flags[name] !== undefined);
    if (stray !== undefined) throw new UsageError(`--${stray}: expected with keep, drop or ask, got it with --undo`);
    const decision = DECISIONS.find((name) => name === words.at(-1));
    if (decision !== undefined) throw new UsageError(`--undo: expected clips only, got ${decision} as well`);
    return { names: words, said: undefined };
  }
  const word = words.at(-1)!;
  const decision = DECISIONS.find((name) => name === word);
  if (decision === undefined)
    throw new UsageError(
      `judge: expected keep, drop or ask behind the clips, got "${word}"${didYouMean(word, DECISIONS)}`,
    );
  const names = words.slice(0, -1);
  if (names.length === 0) throw new UsageError(`judge: expected a clip before ${decision}, got none`);
  if (flags.reason !== undefined && decision !== 'drop')
    throw new UsageError(`--reason: expected with drop, got it with ${decision}`);
  return {
    names,
    said: {
      decision,
      reason: flags.reason === undefined ? undefined : dropReason(flags.reason),
      label: flags.label,
      note: flags.note ?? '',
      trim: flags.trim === undefined ? undefined : parseTrim(flags.trim),
      wasHeard: flags.heard === true,
    },
  };
}

function dropReason(text: string): DropReason {
  if (Object.hasOwn(DROP_REASONS, text)) return text as DropReason;
  const known = Object.keys(DROP_REASONS);
  throw new UsageError(
    `--reason: expected a reason to drop, got "${text}"${didYouMean(text, known) || `; known are ${known.join(', ')}`}`,
  );
}

const TRIM = /^(\d+(?:\.\d+)?)\.\.(\d+(?:\.\d+)?)$/;

function parseTrim(text: string): Trim {
  const match = TRIM.exec(text);
  const [startSeconds, endSeconds] = [Number(match?.[1]), Number(match?.[2])];
  if (match === null || !(endSeconds > startSeconds))
    throw new UsageError(`--trim: expected seconds from..to such as 0.5..8, got "${text}"`);
  return { startSeconds, endSeconds };
}

/** Decoded lengths may differ from what a person reads off by so much, seconds. */
const END_TOLERANCE_SECONDS = 0.05;

/** The one clip that a name means, fit to be judged. @throws UsageError */
export function clipMeant(name: string, found: readonly FoundSegment[], names: () => readonly string[]): FoundSegment {
  const [first] = found;
  if (first === undefined) {
    const nearest = nearestNames(name, names()).map((near) => `"${near}"`);
    const hint = nearest.length === 0 ? '' : `; did you mean ${nearest.join(' or ')}?`;
    throw new UsageError(`${name}: expected a clip of this workspace, got a name that is not listed${hint}`);
  }
  const others = new Set(found.map(({ startSeconds, endSeconds }) => `${startSeconds} to ${endSeconds} s`));
  if (others.size > 1)
    throw new UsageError(
      `${name}: expected one clip, got ${others.size} of that name: ${[...others].join(', ')}; name it as ID_START_END`,
    );
  if (first.clipId === undefined) {
    const why = first.code === '' ? first.state : `${first.state}: ${first.code}`;
    throw new UsageError(`${name}: expected a clip with a file, got one without (${why})`);
  }
  return first;
}

/** @throws UsageError where what is said does not fit the clip */
export function checkSaid(name: string, { trim, label }: Said, clip: FoundSegment, labels: readonly string[]): void {
  const { durationSeconds } = clip;
  if (trim !== undefined && durationSeconds !== undefined && trim.endSeconds > durationSeconds + END_TOLERANCE_SECONDS)
    throw new UsageError(
      `--trim: expected an end within ${name}, which lasts ${durationSeconds.toFixed(2)} s, got ${trim.endSeconds}`,
    );
  if (label !== undefined && !labels.includes(label))
    throw new UsageError(`--label: expected a class of this workspace, got "${label}"${didYouMean(label, labels)}`);
}
