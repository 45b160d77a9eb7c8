// Strings over a sounding board, plucked one at a time: the one that sounds is the one that swings. Pure.
import { neighbours, type SoundingClass, unevenBeats } from '../sounding-class.ts';
import { addPluck } from '../tones.ts';

/** Open strings against the lowest, as intervals of a pentatonic scale. */
const INTERVALS = [1, 1.125, 1.25, 1.5, 1.6875, 2];
const LOWEST_HZ = 196;

export const strings: SoundingClass = {
  label: 'plucking strings',
  hue: 0.08,
  perform(stage) {
    const { colours, sizeRatio } = stage;
    const count = 4 + stage.random.below(3);
    const random = stage.random.fork('notes');
    const events = unevenBeats(stage, 0.42, 0.5).map((beat) => ({ ...beat, string: random.below(count) }));
    const lowestHz = (LOWEST_HZ / sizeRatio) * stage.random.between(0.93, 1.07);
    const yOf = (string: number): number => 0.3 - (0.6 * string) / (count - 1);
    return {
      events,
      draw(picture, seconds) {
        picture.box(-0.6, -0.42, 0.6, 0.42, colours.main);
        picture.ellipse(0.05, 0, 0.2, 0.26, colours.dark);
        for (let string = 0; string < count; string += 1) {
          const plucked = events.findLast((event) => event.string === string && event.seconds <= seconds);
          const since = plucked === undefined ? 9 : seconds - plucked.seconds;
          const swing = 0.06 * (plucked?.strength ?? 0) * Math.exp(-since * 3.5) * Math.cos(2 * Math.PI * 8.3 * since);
          const y = yOf(string);
          const colour = since < 0.2 ? colours.accent : colours.light;
          picture.stroke(-0.6, y, 0.1, y + swing, 0.03, colour);
          picture.stroke(0.1, y + swing, 0.6, y, 0.03, colour);
        }
        const { last, next } = neighbours(events, seconds);
        const from = yOf(last?.string ?? 0);
        const to = yOf(next?.string ?? 0);
        // The plectrum waits beside the string it has plucked and moves on just before the next.
        const until = next === undefined ? 9 : next.seconds - seconds;
        const y = from + (to - from) * Math.max(0, 1 - until / 0.16);
        picture.stroke(0.1, y - 0.02, 0.14, y - 0.1, 0.09, colours.accent);
      },
      play(track) {
        events.forEach(({ seconds, strength, string }, number) => {
          const frequencyHz = lowestHz * (INTERVALS[string] as number);
          addPluck(track, seconds, strength, frequencyHz, 1.1, stage.random.fork(`pluck ${number}`));
        });
      },
    };
  },
};
