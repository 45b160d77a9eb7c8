// Music as it is laid under videos: chords, a bass, a beat, steady from the first second to the last. Pure; follows from the seed.
import { Random } from './random.ts';
import type { SoundTrack } from './sounding-class.ts';
import { addBurst, addRinging, addTone } from './tones.ts';

/** Four chords that return, as steps of a major scale. */
const PROGRESSIONS = [
  [0, 4, 5, 3],
  [5, 3, 0, 4],
  [0, 5, 3, 4],
  [0, 3, 5, 4],
];
const SCALE = [0, 2, 4, 5, 7, 9, 11];

function pitchHz(rootHz: number, step: number): number {
  const octave = Math.floor(step / SCALE.length);
  return rootHz * 2 ** (octave + (SCALE[step - octave * SCALE.length] as number) / 12);
}

export function makeMusic(seed: string, durationSeconds: number, sampleRateHz: number): Float32Array {
  const random = new Random(seed);
  const samples = new Float32Array(Math.round(durationSeconds * sampleRateHz));
  const beatSeconds = 60 / random.between(84, 138);
  const rootHz = 220 * 2 ** (random.below(12) / 12);
  const progression = random.pick(PROGRESSIONS);
  const padLevels = [1, random.between(0.2, 0.6), random.between(0.1, 0.5), random.between(0.05, 0.3), 0.1];
  const hasDrums = random.chance(0.7);
  // The clip begins somewhere in the piece.
  const track: SoundTrack = { samples, sampleRateHz, startSeconds: random.between(0, 16 * beatSeconds) };
  const beats = Math.ceil((track.startSeconds + durationSeconds) / beatSeconds);
  for (let beat = 0; beat < beats; beat += 1) {
    const seconds = beat * beatSeconds;
    const chord = progression[Math.floor(beat / 4) % progression.length]!;
    if (beat % 4 === 0) {
      for (const step of [chord, chord + 2, chord + 4]) {
        addTone(track, seconds, 4.2 * beatSeconds, 0.16, pitchHz(rootHz, step), padLevels, 0.12);
      }
    }
    addTone(track, seconds, 0.85 * beatSeconds, 0.3, pitchHz(rootHz / 4, chord), [1, 0.5, 0.25], 0.02);
    for (const half of [0, 0.5]) {
      const note = chord + random.pick([0, 2, 4, 5, 7]);
      addTone(
        track,
        seconds + half * beatSeconds,
        0.5 * beatSeconds,
        0.14,
        pitchHz(rootHz * 2, note),
        [1, 0.4, 0.2, 0.1],
        0.03,
      );
    }
    if (hasDrums) addDrums(track, seconds, beat, beatSeconds, random);
  }
  return samples;
}

function addDrums(track: SoundTrack, seconds: number, beat: number, beatSeconds: number, random: Random): void {
  if (beat % 2 === 0) addRinging(track, seconds, 0.7, [{ frequencyHz: 58, level: 1, decaySeconds: 0.3 }]);
  else
    addBurst(track, seconds, 1.2, { frequencyHz: 1800, quality: 0.5, attackSeconds: 0.001, decaySeconds: 0.2 }, random);
  const hat = { frequencyHz: 6500, quality: 1, attackSeconds: 0.001, decaySeconds: 0.06 };
  addBurst(track, seconds, 0.9, hat, random);
  addBurst(track, seconds + beatSeconds / 2, 0.6, hat, random);
}
