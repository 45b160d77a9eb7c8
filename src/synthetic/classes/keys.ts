// A keyboard whose keys are lit in turn: the key's place tells the pitch, the light lasts as long as its tone. Pure.
import { type SoundingClass, unevenBeats } from '../sounding-class.ts';
import { addTone } from '../tones.ts';

/** Semitones of a major scale. */
const SCALE = [0, 2, 4, 5, 7, 9, 11, 12, 14, 16];
const LOWEST_HZ = 330;
/** A reed's harmonics: mostly the odd ones. */
const HARMONICS = [1, 0.12, 0.6, 0.08, 0.4, 0.05, 0.25];

export const keys: SoundingClass = {
  label: 'playing keys',
  hue: 0.62,
  perform(stage) {
    const { colours, sizeRatio } = stage;
    const count = 6 + stage.random.below(4);
    const random = stage.random.fork('notes');
    const beats = unevenBeats(stage, 0.46, 0.5);
    const events = beats.map((beat, number) => {
      const gapSeconds = (beats[number + 1]?.seconds ?? beat.seconds + 0.4) - beat.seconds;
      return { ...beat, key: random.below(count), lengthSeconds: gapSeconds * random.between(0.45, 0.85) };
    });
    const lowestHz = (LOWEST_HZ / sizeRatio) * stage.random.between(0.93, 1.07);
    const width = 1.2 / count;
    return {
      events,
      draw(picture, seconds) {
        const sounding = events.findLast((event) => event.seconds <= seconds);
        const isLit = sounding !== undefined && seconds < sounding.seconds + sounding.lengthSeconds;
        picture.box(-0.64, -0.4, 0.64, 0.36, colours.dark);
        for (let key = 0; key < count; key += 1) {
          const left = -0.6 + key * width;
          const pressed = isLit && sounding.key === key;
          picture.box(
            left + 0.01,
            -0.24,
            left + width - 0.01,
            pressed ? 0.34 : 0.3,
            pressed ? colours.accent : colours.light,
          );
          if (key % 7 !== 3) picture.box(left + width * 0.72, -0.24, left + width * 1.28, 0.02, colours.main);
        }
      },
      play(track) {
        for (const { seconds, strength, key, lengthSeconds } of events) {
          const frequencyHz = lowestHz * 2 ** ((SCALE[key] as number) / 12);
          addTone(track, seconds, lengthSeconds, strength, frequencyHz, HARMONICS);
        }
      },
    };
  },
};
