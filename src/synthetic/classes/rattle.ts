// A rattle that is shaken: its beads hit the wall each time it turns back, a short hiss near the top of what is heard. Pure.
import { neighbours, type SoundingClass, unevenBeats } from '../sounding-class.ts';
import { addBurst } from '../tones.ts';

const BEADS_HZ = 5600;

export const rattle: SoundingClass = {
  label: 'shaking rattle',
  hue: 0.5,
  perform(stage) {
    const { colours, sizeRatio } = stage;
    const events = unevenBeats(stage, 0.4, 0.45).map((beat, number) => ({ ...beat, side: number % 2 === 0 ? 1 : -1 }));
    const beadsHz = Math.min(7000, BEADS_HZ / sizeRatio ** 0.7) * stage.random.between(0.95, 1.05);
    const stripes = 2 + stage.random.below(3);
    return {
      events,
      draw(picture, seconds) {
        const { last, next } = neighbours(events, seconds);
        const start = last?.seconds ?? seconds - 0.2;
        const end = next?.seconds ?? seconds + 0.2;
        const since = seconds - start;
        // It rests at a side and is thrown to the other in the last fifth of a second.
        const part = Math.max(0, Math.min(1, 1 - (end - seconds) / Math.min(0.2, end - start)));
        const recoil = 0.3 * Math.exp(-since * 10);
        const angle = (last?.side ?? 1) * (0.5 - recoil * 0.4) * (1 - 2 * part * part);
        const point = (distance: number, across: number): [number, number] => [
          distance * Math.sin(angle) + across * Math.cos(angle),
          0.46 - distance * Math.cos(angle) + across * Math.sin(angle),
        ];
        const [baseX, baseY] = point(0, 0);
        const [neckX, neckY] = point(0.45, 0);
        picture.stroke(baseX, baseY, neckX, neckY, 0.07, colours.dark);
        const [headX, headY] = point(0.66, 0);
        picture.ellipse(headX, headY, 0.2, 0.22, colours.main);
        for (let stripe = 0; stripe < stripes; stripe += 1) {
          const along = 0.54 + (0.24 * stripe) / Math.max(1, stripes - 1);
          const [x0, y0] = point(along, -0.14);
          const [x1, y1] = point(along, 0.14);
          picture.stroke(x0, y0, x1, y1, 0.04, stripe % 2 === 0 ? colours.accent : colours.light);
        }
      },
      play(track) {
        events.forEach(({ seconds, strength }, number) => {
          const random = stage.random.fork(`beads ${number}`);
          const hiss = { frequencyHz: beadsHz, quality: 1.6, attackSeconds: 0.006, decaySeconds: 0.14 };
          addBurst(track, seconds, strength, hiss, random);
          addBurst(
            track,
            seconds + 0.03,
            0.5 * strength,
            { ...hiss, frequencyHz: beadsHz * 0.8, decaySeconds: 0.09 },
            random,
          );
        });
      },
    };
  },
};
