// Somebody walking on gravel: a foot comes down and stones fly and crunch, heel first, then the sole. Pure.
import { neighbours, type SoundingClass, unevenBeats } from '../sounding-class.ts';
import { addBurst } from '../tones.ts';

const CRUNCH_HZ = 1500;
const GROUND = 0.44;
const STONES = 6;

export const footsteps: SoundingClass = {
  label: 'walking on gravel',
  hue: 0.33,
  perform(stage) {
    const { colours, sizeRatio } = stage;
    const events = unevenBeats(stage, 0.58, 0.4).map((beat, number) => ({ ...beat, side: number % 2 === 0 ? 1 : -1 }));
    const crunchHz = (CRUNCH_HZ / sizeRatio) * stage.random.between(0.9, 1.1);
    return {
      events,
      draw(picture, seconds) {
        const { last, next } = neighbours(events, seconds);
        const start = last?.seconds ?? seconds - 0.3;
        const since = seconds - start;
        const end = next?.seconds ?? seconds + 0.3;
        const landed = last?.side ?? 1;
        // The other foot hangs back, then swings forward in the last part of the step and stamps.
        const part = Math.max(0, Math.min(1, 1 - (end - seconds) / Math.min(0.26, end - start)));
        const sink = 0.03 * Math.exp(-since * 12);
        picture.box(-0.64, GROUND, 0.64, GROUND + 0.1, colours.accent);
        picture.stroke(0, -0.16 + sink, 0, 0.06 + sink, 0.17, colours.main);
        picture.ellipse(0, -0.36 + sink, 0.11, 0.12, colours.light);
        const leg = (forward: number, lift: number): void => {
          const [x, y] = [0.24 * forward, GROUND - 0.04 - lift];
          picture.stroke(0, 0.08 + sink, x * 0.7 + 0.04, 0.25 - lift * 0.4, 0.09, colours.dark);
          picture.stroke(x * 0.7 + 0.04, 0.25 - lift * 0.4, x, y, 0.08, colours.dark);
          picture.stroke(x, y, x + 0.1, y, 0.08, colours.main);
        };
        leg(1 - 2 * part, 0);
        leg(2 * part - 1, 0.16 * Math.sin(Math.PI * part));
        if (since < 0.24) {
          for (let stone = 0; stone < STONES; stone += 1) {
            const across = (stone - (STONES - 1) / 2) * (0.3 + 2.4 * since) * 0.25;
            const up = 1.1 * since * (1 - since / 0.24) * (1 + (stone % 3) * 0.5);
            picture.ellipse(0.28 + across, GROUND - up, 0.03, 0.03, landed > 0 ? colours.accent : colours.dark);
          }
        }
      },
      play(track) {
        events.forEach(({ seconds, strength }, number) => {
          const random = stage.random.fork(`step ${number}`);
          const crunch = { frequencyHz: crunchHz, quality: 0.9, attackSeconds: 0.004, decaySeconds: 0.12 };
          addBurst(track, seconds, strength, crunch, random);
          const sole = { ...crunch, frequencyHz: crunchHz * 1.3, attackSeconds: 0.02, decaySeconds: 0.22 };
          addBurst(track, seconds + 0.05, 0.7 * strength, sole, random);
          for (let stone = 0; stone < STONES; stone += 1) {
            const click = { frequencyHz: crunchHz * 1.8, quality: 3, attackSeconds: 0.001, decaySeconds: 0.02 };
            addBurst(track, seconds + random.between(0.01, 0.2), strength * random.unit(), click, random);
          }
        });
      },
    };
  },
};
