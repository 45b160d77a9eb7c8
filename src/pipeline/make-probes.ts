// Makes probes one by one for the judge, and keeps their measurements for the calibration; takes what an earlier run has made already.
import type { SignalNumbers } from '../dataset/signal-measurements.ts';
import type { ClipArrays } from '../signal/clip-arrays.ts';
import type { DecodedClip } from '../tools/decode-clip.ts';
import { type CalibrationProbe, makeProbe } from './calibration-probes.ts';
import { arraysOf } from './clip-arrays.ts';
import { measureSignals, type SpeechDetector } from './measure-signals.ts';

export interface MadeProbe {
  readonly arrays: ClipArrays;
  readonly signals: SignalNumbers;
}

/** Keeps probes over the end of a run. */
export interface ProbeStore {
  /** undefined: not made yet, or of clips that have changed since. */
  read(probe: CalibrationProbe): Promise<MadeProbe | undefined>;
  /** @returns the probe as it will be read from now on */
  keep(probe: CalibrationProbe, made: MadeProbe): Promise<MadeProbe>;
}

export interface ProbeMaker {
  /** undefined: the clip does not decode, or has no sound. */
  make(probe: CalibrationProbe): Promise<ClipArrays | undefined>;
  /** Of the probes made so far. */
  readonly signals: ReadonlyMap<string, SignalNumbers>;
}

/**
 * Neighbouring probes of one clip share its decoding.
 * @param decode a clip by its name
 */
export function createProbeMaker(
  decode: (clipName: string) => Promise<DecodedClip | undefined>,
  detectSpeech: SpeechDetector,
  store: ProbeStore | undefined,
): ProbeMaker {
  const signals = new Map<string, SignalNumbers>();
  let inHand: { readonly clipName: string; readonly decoded: DecodedClip | undefined } | undefined;
  const makeAnew = async (probe: CalibrationProbe): Promise<MadeProbe | undefined> => {
    if (inHand?.clipName !== probe.of) inHand = { clipName: probe.of, decoded: await decode(probe.of) };
    if (inHand.decoded === undefined) return undefined;
    const donor = probe.donor === undefined ? undefined : await decode(probe.donor);
    const made = makeProbe(probe, inHand.decoded, donor);
    if (made?.sound === undefined) return undefined;
    const arrays = arraysOf(made);
    return { arrays, signals: measureSignals(made, arrays, await detectSpeech(made.sound.mono)) };
  };
  return {
    signals,
    make: async (probe) => {
      const known = await store?.read(probe);
      const made = known ?? (await makeAnew(probe));
      if (made === undefined) return undefined;
      const kept = known === undefined && store !== undefined ? await store.keep(probe, made) : made;
      signals.set(probe.clipName, kept.signals);
      return kept.arrays;
    },
  };
}
