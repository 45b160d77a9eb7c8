// The tower inputs of a whole corpus in shared memory, so that every worker thread reads one copy: about 46 kB a clip.
import type { ClipArrays } from '../signal/clip-arrays.ts';
import type { ListedClip } from './clip-scores.ts';
import {
  CURVES,
  curveInput,
  MOTION_SIZE,
  ONSET_SIZE,
  PICTURE_SIZE,
  pictureInput,
  SOUND_SIZE,
  soundInput,
} from './tower-inputs.ts';

/** Structured-clone friendly: it goes to the workers as it is, and only the clip list is copied. */
export interface PackedCorpus {
  readonly clips: readonly ListedClip[];
  /** Sorted; the class heads answer in this order. */
  readonly labels: readonly string[];
  /** One row a clip each. */
  readonly sound: Uint8Array;
  readonly picture: Uint8Array;
  readonly motion: Uint8Array;
  readonly onsets: Uint8Array;
  /** 1 where the clip has a usable sound, picture. */
  readonly hasSound: Uint8Array;
  readonly hasPicture: Uint8Array;
  /** Steps of the curves; 0 where there are none. */
  readonly curveSteps: Uint16Array;
  /** Steps that every clip judged for sync has: the 10th percentile of the corpus; shorter clips are not judged for sync. */
  readonly syncWindowSteps: number;
}

export interface CorpusPacker {
  /** Places the arrays of the clip at this position in the list; undefined leaves it empty. */
  put(position: number, arrays: ClipArrays | undefined): void;
  finish(): PackedCorpus;
}

export function createPacker(clips: readonly ListedClip[]): CorpusPacker {
  const bytes = (size: number) => new Uint8Array(new SharedArrayBuffer(size * clips.length));
  const sound = bytes(SOUND_SIZE);
  const picture = bytes(PICTURE_SIZE);
  const motion = bytes(MOTION_SIZE);
  const onsets = bytes(ONSET_SIZE);
  const hasSound = bytes(1);
  const hasPicture = bytes(1);
  const curveSteps = new Uint16Array(new SharedArrayBuffer(2 * clips.length));
  return {
    put(position, arrays) {
      if (arrays === undefined) return;
      const soundBytes = soundInput(arrays);
      if (soundBytes !== undefined) {
        sound.set(soundBytes, position * SOUND_SIZE);
        hasSound[position] = 1;
      }
      const pictureBytes = pictureInput(arrays);
      if (pictureBytes !== undefined) {
        picture.set(pictureBytes, position * PICTURE_SIZE);
        hasPicture[position] = 1;
      }
      const curves = curveInput(arrays);
      if (curves !== undefined) {
        motion.set(curves.motion, position * MOTION_SIZE);
        onsets.set(curves.onsets, position * ONSET_SIZE);
        curveSteps[position] = curves.steps;
      }
    },
    finish: () => ({
      clips,
      labels: [...new Set(clips.map((clip) => clip.label))].sort(),
      sound,
      picture,
      motion,
      onsets,
      hasSound,
      hasPicture,
      curveSteps,
      syncWindowSteps: syncWindow(curveSteps),
    }),
  };
}

function syncWindow(curveSteps: Uint16Array): number {
  const known = curveSteps.filter((steps) => steps > 0).sort();
  return known[Math.floor(0.1 * (known.length - 1))] ?? CURVES.minSteps;
}
