// A bell that a hammer strikes: the hammer swings in, the bell sways and rings with inharmonic partials. Pure.
import { neighbours, type SoundingClass, unevenBeats } from '../sounding-class.ts';
import { addBurst, addRinging } from '../tones.ts';

/** Partials of a church bell against its prime: hum, prime, tierce, quint, nominal and two above (Rossing, The Science of Sound). */
const PARTIALS = [0.5, 1, 1.2, 1.5, 2, 2.6, 4.1];
const PRIME_HZ = 740;
const SWING_SECONDS = 0.14;

export const bell: SoundingClass = {
  label: 'striking bell',
  hue: 0.13,
  perform(stage) {
    const { colours, sizeRatio } = stage;
    const events = unevenBeats(stage, 0.85, 0.55);
    const primeHz = (PRIME_HZ / sizeRatio) * stage.random.between(0.93, 1.07);
    const ringSeconds = stage.random.between(0.9, 1.6);
    const raised = stage.random.between(0.8, 1.2);
    return {
      events,
      draw(picture, seconds) {
        const { last, next } = neighbours(events, seconds);
        const since = last === undefined ? 9 : seconds - last.seconds;
        const until = next === undefined ? 9 : next.seconds - seconds;
        const sway = 0.05 * Math.exp(-since * 5) * Math.sin(2 * Math.PI * 5 * since);
        picture.stroke(0, -0.5, sway, -0.36, 0.04, colours.dark);
        picture.ellipse(sway, -0.2, 0.2, 0.2, colours.main);
        picture.box(sway - 0.2, -0.2, sway + 0.2, 0.12, colours.main);
        picture.box(sway - 0.28, 0.1, sway + 0.28, 0.19, since < 0.16 ? colours.light : colours.accent);
        picture.ellipse(sway * 2.5, 0.24, 0.05, 0.05, colours.dark);
        const lift = raised * Math.max(0, Math.min(1, until / SWING_SECONDS) * (1 - Math.exp(-since * 9)));
        const angle = 0.25 + lift;
        const [x, y] = [0.62 - 0.5 * Math.cos(angle), 0.3 - 0.5 * Math.sin(angle)];
        picture.stroke(0.62, 0.3, x, y, 0.05, colours.dark);
        picture.stroke(x - 0.03, y - 0.06, x + 0.03, y + 0.06, 0.11, colours.accent);
      },
      play(track) {
        events.forEach(({ seconds, strength }, number) => {
          const partials = PARTIALS.map((ratio, position) => ({
            frequencyHz: primeHz * ratio,
            level: 0.9 / (1 + position * 0.5),
            decaySeconds: ringSeconds / (0.6 + ratio * 0.4),
          }));
          addRinging(track, seconds, strength, partials);
          const click = { frequencyHz: 3500, quality: 0.8, attackSeconds: 0.001, decaySeconds: 0.04 };
          addBurst(track, seconds, strength, click, stage.random.fork(`click ${number}`));
        });
      },
    };
  },
};
