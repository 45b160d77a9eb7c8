// A voice that says nothing: syllables of noise and vowels at about four a second, a source of pulses through formants that move from one
// vowel to the next, in phrases with pauses (D. H. Klatt's cascade synthesiser, 1980, much reduced). Pure; follows from the seed.
import { Random } from './random.ts';

/** First four formants of a man's vowels, Hz (Peterson and Barney, 1952; the fourth is nearly constant). */
const VOWELS: readonly (readonly [number, number, number, number])[] = [
  [730, 1090, 2440, 3500],
  [270, 2290, 3010, 3600],
  [300, 870, 2240, 3300],
  [530, 1840, 2480, 3500],
  [570, 840, 2410, 3400],
  [660, 1720, 2410, 3500],
  [490, 1350, 1690, 3300],
];
const BANDWIDTHS_HZ = [70, 90, 130, 200];
/** Samples between two settings of the formants: 4 ms at 16 kHz. */
const STEP_SAMPLES = 64;

interface Sound {
  readonly fromSeconds: number;
  readonly toSeconds: number;
  readonly formantsHz: readonly number[];
  /** 0..1 each. */
  readonly voicing: number;
  readonly friction: number;
}

/** Vowels with a consonant before each, in phrases of three to eight syllables. */
function utterance(durationSeconds: number, tractRatio: number, random: Random): Sound[] {
  const sounds: Sound[] = [];
  let seconds = random.between(0, 0.4);
  while (seconds < durationSeconds) {
    const syllables = 3 + random.below(6);
    for (let syllable = 0; syllable < syllables; syllable += 1) {
      const formantsHz = random.pick(VOWELS).map((hz) => hz * tractRatio * random.between(0.95, 1.05));
      const consonantSeconds = random.between(0.04, 0.1);
      const vowelSeconds = random.between(0.1, 0.22) * (syllable === syllables - 1 ? 1.4 : 1);
      const isVoiced = random.chance(0.6);
      const [voicing, friction] = isVoiced ? [0.25, 0] : [0, random.between(0.15, 0.5)];
      sounds.push({ fromSeconds: seconds, toSeconds: seconds + consonantSeconds, formantsHz, voicing, friction });
      seconds += consonantSeconds;
      sounds.push({ fromSeconds: seconds, toSeconds: seconds + vowelSeconds, formantsHz, voicing: 1, friction: 0.01 });
      seconds += vowelSeconds;
    }
    seconds += random.between(0.15, 0.5);
  }
  return sounds;
}

/** A two-pole resonator with gain 1 at zero frequency, as in Klatt's synthesiser. */
class Resonator {
  #a = 1;
  #b = 0;
  #c = 0;
  #y1 = 0;
  #y2 = 0;

  tune(frequencyHz: number, bandwidthHz: number, sampleRateHz: number): void {
    const radius = Math.exp((-Math.PI * bandwidthHz) / sampleRateHz);
    this.#c = -radius * radius;
    this.#b = 2 * radius * Math.cos((2 * Math.PI * frequencyHz) / sampleRateHz);
    this.#a = 1 - this.#b - this.#c;
  }

  next(x: number): number {
    const y = this.#a * x + this.#b * this.#y1 + this.#c * this.#y2;
    this.#y2 = this.#y1;
    this.#y1 = y;
    return y;
  }
}

export function makeSpeech(seed: string, durationSeconds: number, sampleRateHz: number): Float32Array {
  const random = new Random(seed);
  const isHigh = random.chance(0.5);
  const pitchHz = isHigh ? random.between(170, 230) : random.between(90, 135);
  const sounds = utterance(durationSeconds, isHigh ? 1.15 : 1, random.fork('words'));
  const breath = random.fork('breath');
  const samples = new Float32Array(Math.round(durationSeconds * sampleRateHz));
  const tract = BANDWIDTHS_HZ.map(() => new Resonator());
  const hiss = new Resonator();
  hiss.tune(Math.min(4800, sampleRateHz * 0.4), 1500, sampleRateHz);
  const formantsHz = [...VOWELS[6]!] as number[];
  let [voicing, friction, phase, glottal, sound] = [0, 0, 0, 0, 0];
  for (let i = 0; i < samples.length; i += 1) {
    const seconds = i / sampleRateHz;
    while ((sounds[sound]?.toSeconds ?? Number.POSITIVE_INFINITY) <= seconds) sound += 1;
    const current = sounds[sound];
    const isSounding = current !== undefined && current.fromSeconds <= seconds;
    if (i % STEP_SAMPLES === 0) {
      // The mouth needs some 40 ms for a new shape, whoever speaks.
      formantsHz.forEach((hz, n) => {
        formantsHz[n] = hz + 0.12 * ((isSounding ? (current.formantsHz[n] as number) : hz) - hz);
      });
      tract.forEach((resonator, n) => {
        resonator.tune(formantsHz[n] as number, BANDWIDTHS_HZ[n] as number, sampleRateHz);
      });
    }
    voicing += 0.006 * ((isSounding ? current.voicing : 0) - voicing);
    friction += 0.01 * ((isSounding ? current.friction : 0) - friction);
    // Pitch falls over a phrase's course and wavers with the syllables.
    const melody = 1 + 0.12 * Math.sin(2 * Math.PI * 0.31 * seconds + 1) + 0.06 * Math.sin(2 * Math.PI * 2.3 * seconds);
    phase += (pitchHz * melody * (1 + 0.01 * (breath.unit() - 0.5))) / sampleRateHz;
    if (phase >= 1) phase -= 1;
    // Rosenberg's glottal pulse (1971), and its slope, which is what leaves the lips.
    const open =
      phase < 0.4
        ? 0.5 * (1 - Math.cos((Math.PI * phase) / 0.4))
        : phase < 0.56
          ? Math.cos((Math.PI * (phase - 0.4)) / 0.32)
          : 0;
    const noise = breath.unit() * 2 - 1;
    let value = (open - glottal) * voicing * 8 + 0.004 * noise * voicing;
    glottal = open;
    for (const resonator of tract) value = resonator.next(value);
    samples[i] = value + hiss.next(noise) * friction * 0.8;
  }
  return samples;
}
