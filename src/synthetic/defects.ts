// What may be wrong with a made clip, each kind with its parameters, and the names under which they are asked for and reported. Pure.

/** A performance that no clip of the corpus shows. */
export interface Donor {
  readonly label: string;
  readonly seed: string;
}

export type Defect =
  /** The sound of another performance, of another class or of the same. */
  | { readonly kind: 'other-class-swap' | 'same-class-swap'; readonly donor: Donor }
  /** Above zero: each sound comes that much after its picture. */
  | { readonly kind: 'shift'; readonly lateSeconds: number }
  /** Levels against the loudness that the clip's own sound had, dB. */
  | { readonly kind: 'music-bed'; readonly bedDb: number; readonly originalDb: number; readonly seed: string }
  | { readonly kind: 'voice-over'; readonly voiceDb: number; readonly originalDb: number; readonly seed: string }
  /** Music over shots that change, and nothing of what the shots sounded like. */
  | { readonly kind: 'overdub'; readonly cutSeconds: readonly number[]; readonly seed: string }
  | { readonly kind: 'silence' | 'no-audio' | 'black-picture' }
  | { readonly kind: 'frozen-picture'; readonly atSeconds: number }
  | { readonly kind: 'clipped-sound'; readonly gainDb: number }
  /** The sound of another clip of the corpus, which itself is as it should be; two clips at least take each such sound. */
  | { readonly kind: 'reused-sound'; readonly of: string; readonly donor: Donor }
  /** Another clip once more: a little shifted, brighter and quieter, under its own id, in the same split. */
  | { readonly kind: 'near-duplicate'; readonly of: string }
  /** Another clip once more as it is, under its own id, in another split. */
  | { readonly kind: 'in-two-splits'; readonly of: string };

/** How far music and voices lower the sound beneath them, dB: what a film editor calls ducking (chosen). */
export const DUCKED_DB = -12;

export const SHIFT_SECONDS = [0.2, 0.5, 1, 2, 4] as const;
export const BED_DB = [0, -6, -12] as const;

/** The sound is of something else, comes at another time, or lies beneath another. */
export const MISMATCHED_SOUNDS = [
  'other-class-swap',
  'same-class-swap',
  'shift-0.2',
  'shift-0.5',
  'shift-1',
  'shift-2',
  'shift-4',
  'music-bed-0',
  'music-bed-6',
  'music-bed-12',
  'voice-over',
] as const;

/** One for each line of a report: a kind, or a kind at one strength. */
export const DEFECT_NAMES = [
  ...MISMATCHED_SOUNDS,
  'overdub',
  'silence',
  'no-audio',
  'black-picture',
  'frozen-picture',
  'clipped-sound',
  'reused-sound',
  'near-duplicate',
  'in-two-splits',
] as const;

export type DefectName = (typeof DEFECT_NAMES)[number];

export function defectName(defect: Defect): DefectName {
  const name =
    defect.kind === 'shift'
      ? `shift-${Math.abs(defect.lateSeconds)}`
      : defect.kind === 'music-bed'
        ? `music-bed-${Math.abs(defect.bedDb)}`
        : defect.kind;
  return name as DefectName;
}

/** The number at the end of `shift-0.5` and `music-bed-6`. */
export function strengthOf(name: DefectName): number {
  return Number(name.slice(name.lastIndexOf('-') + 1));
}
