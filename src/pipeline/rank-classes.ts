// How well the sound of each class belongs to its picture and tells the class: judged clips in, one report a class out, best first. Pure.
import { bootstrap, type Estimate, wilson } from '../statistics/bootstrap.ts';

/** A clip with what the filter said of it, always by models that never saw its video. Undefined: not judged. */
export interface RankedClip {
  readonly label: string;
  readonly videoId: string;
  readonly isSilent: boolean;
  /** Probability that the sound belongs to the picture, 0..1. */
  readonly correspondence: number | undefined;
  /** The class that the sound alone, and the picture alone, suggest. */
  readonly soundGuess: string | undefined;
  readonly pictureGuess: string | undefined;
  /** Whether music, or a voice, is laid over it. */
  readonly isDubbed: boolean | undefined;
  readonly isNarrated: boolean | undefined;
}

/** Shares 0..1, each with a 95 % interval over videos; undefined where no clip could be judged. */
export interface ClassReport {
  readonly label: string;
  readonly clips: number;
  readonly videos: number;
  readonly judgedVideos: number;
  readonly correspondence: Estimate | undefined;
  readonly soundAccuracy: Estimate | undefined;
  readonly pictureAccuracy: Estimate | undefined;
  readonly silent: Estimate | undefined;
  readonly dubbed: Estimate | undefined;
  readonly narrated: Estimate | undefined;
  /** What classes are ranked by, 0..1; undefined with too few judged videos. */
  readonly score: number | undefined;
}

/** With fewer judged videos a class has no rank: its intervals would say nothing (chosen). */
export const LEAST_JUDGED_VIDEOS = 5;

/** The rule, in words, as it stands in manifests that are derived by it. */
export const RANK_RULE =
  'score = cube root of (correspondence x sound accuracy x share that is neither silent, dubbed nor narrated), each the lower end of its 95 % interval over videos; ' +
  'correspondence and sound accuracy are those of models that never saw the video';

const BOOTSTRAP = { seed: 1, rounds: 400 } as const;

/** Best first, equal scores by their correspondence; classes without a score come last. */
export function rankClasses(clips: readonly RankedClip[]): ClassReport[] {
  const byLabel = new Map<string, RankedClip[]>();
  for (const clip of clips) {
    const known = byLabel.get(clip.label);
    if (known === undefined) byLabel.set(clip.label, [clip]);
    else known.push(clip);
  }
  return [...byLabel]
    .map(([label, ofClass]) => reportOf(label, ofClass))
    .sort(
      (a, b) =>
        (b.score ?? -1) - (a.score ?? -1) ||
        (b.correspondence?.value ?? -1) - (a.correspondence?.value ?? -1) ||
        (a.label < b.label ? -1 : 1),
    );
}

function reportOf(label: string, clips: readonly RankedClip[]): ClassReport {
  const judged = clips.filter(({ correspondence }) => correspondence !== undefined);
  const report = {
    label,
    clips: clips.length,
    videos: countVideos(clips),
    judgedVideos: countVideos(judged),
    correspondence: bootstrap(judged, ({ videoId }) => videoId, meanCorrespondence, BOOTSTRAP),
    soundAccuracy: shareOf(clips, ({ soundGuess }) => isGuess(soundGuess, label)),
    pictureAccuracy: shareOf(clips, ({ pictureGuess }) => isGuess(pictureGuess, label)),
    silent: shareOf(clips, ({ isSilent }) => isSilent),
    dubbed: shareOf(clips, ({ isDubbed }) => isDubbed),
    narrated: shareOf(clips, ({ isNarrated }) => isNarrated),
  };
  const plain = shareOf(clips, ({ isSilent, isDubbed, isNarrated }) => !isSilent && !isDubbed && !isNarrated);
  return { ...report, score: scoreOf(report, plain) };
}

type Unscored = Omit<ClassReport, 'score'>;

function scoreOf({ judgedVideos, correspondence, soundAccuracy }: Unscored, plain: Estimate | undefined) {
  if (judgedVideos < LEAST_JUDGED_VIDEOS) return undefined;
  if (correspondence === undefined || soundAccuracy === undefined || plain === undefined) return undefined;
  return Math.cbrt(correspondence.low * soundAccuracy.low * plain.low);
}

function meanCorrespondence(clips: readonly RankedClip[]): number | undefined {
  if (clips.length === 0) return undefined;
  return clips.reduce((sum, { correspondence }) => sum + correspondence!, 0) / clips.length;
}

/**
 * Share of the clips of which it is known. Wilson's interval for as many trials as there are videos: clips of one video are no independent
 * witnesses.
 */
function shareOf(clips: readonly RankedClip[], has: (clip: RankedClip) => boolean | undefined): Estimate | undefined {
  const known = clips.filter((clip) => has(clip) !== undefined);
  if (known.length === 0) return undefined;
  const videos = countVideos(known);
  return wilson((known.filter((clip) => has(clip)).length / known.length) * videos, videos);
}

function isGuess(guess: string | undefined, label: string): boolean | undefined {
  return guess === undefined ? undefined : guess === label;
}

function countVideos(clips: readonly RankedClip[]): number {
  return new Set(clips.map(({ videoId }) => videoId)).size;
}
