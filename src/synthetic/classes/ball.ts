// A ball that bounces: the longer its flight, the higher it rises and the harder it lands, with a dull thump that falls in pitch. Pure.
import { neighbours, type SoundingClass, unevenBeats } from '../sounding-class.ts';
import { addBurst, addRinging } from '../tones.ts';

const THUMP_HZ = 170;
const FLOOR = 0.42;
/** Height of a flight of one second, units: (1/8) g t^2 in a picture about two metres high would be 0.6; a little more shows better. */
const RISE_PER_SECOND_SQUARED = 1.5;
const HIGHEST_RISE = 0.66;

export const ball: SoundingClass = {
  label: 'bouncing ball',
  hue: 0.03,
  perform(stage) {
    const { colours, sizeRatio } = stage;
    const landings = unevenBeats(stage, 0.52, 0.5);
    const events = landings.map(({ seconds }, number) => {
      const flightSeconds = seconds - (landings[number - 1]?.seconds ?? seconds - 0.5);
      return { seconds, strength: Math.min(1, 0.35 + 0.9 * flightSeconds) };
    });
    const radius = 0.15;
    const thumpHz = (THUMP_HZ / sizeRatio) * stage.random.between(0.9, 1.1);
    const spin = stage.random.between(3, 7);
    return {
      events,
      draw(picture, seconds) {
        const { last, next } = neighbours(events, seconds);
        const start = last?.seconds ?? seconds - 0.2;
        const flight = (next?.seconds ?? seconds + 0.2) - start;
        const part = (seconds - start) / flight;
        const rise = Math.min(HIGHEST_RISE, RISE_PER_SECOND_SQUARED * flight * flight) * 4 * part * (1 - part);
        const squash = Math.max(0, 1 - Math.min(part, 1 - part) * flight * 25) * 0.35;
        const y = FLOOR - radius * (1 - squash) - rise;
        picture.box(-0.6, FLOOR, 0.6, FLOOR + 0.05, colours.dark);
        picture.ellipse(0, FLOOR + 0.01, radius * (1 - rise * 0.6), 0.02, [0, 0, 0]);
        picture.ellipse(0, y, radius * (1 + squash), radius * (1 - squash), colours.main);
        const angle = spin * seconds;
        const [x1, y1] = [radius * 0.75 * Math.cos(angle), radius * 0.75 * Math.sin(angle)];
        picture.stroke(-x1, y - y1, x1, y + y1, 0.035, colours.light);
        picture.stroke(-y1 * 0.9, y + x1 * 0.9, y1 * 0.9, y - x1 * 0.9, 0.035, colours.accent);
      },
      play(track) {
        events.forEach(({ seconds, strength }, number) => {
          const partials = [1, 1.6, 2.3].map((ratio, position) => ({
            frequencyHz: thumpHz * ratio,
            level: 1 / (1 + 2 * position),
            decaySeconds: 0.22 / (1 + position * 0.6),
          }));
          addRinging(track, seconds, strength, partials);
          const slap = { frequencyHz: 520, quality: 0.7, attackSeconds: 0.001, decaySeconds: 0.06 };
          addBurst(track, seconds, 0.8 * strength, slap, stage.random.fork(`slap ${number}`));
        });
      },
    };
  },
};
