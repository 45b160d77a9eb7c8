// A one-cylinder engine that speeds up and slows down: one stroke of the piston, one puff, one beat of its low rough sound. Pure.
import type { Random } from '../random.ts';
import { neighbours, type SoundingClass, type SoundingEvent, type Span } from '../sounding-class.ts';
import { addBurst, addRinging } from '../tones.ts';

const BEAT_HZ = 75;
const MIDDLE_GAP_SECONDS = 0.3;

/** The gap between strokes wanders by a factor of two either way, and now and then the engine stalls for a moment. */
function strokes(span: Span, tempoRatio: number, random: Random): SoundingEvent[] {
  const events: SoundingEvent[] = [];
  let seconds = span.fromSeconds + random.between(0, 0.3);
  let wander = 0;
  while (seconds < span.toSeconds) {
    events.push({ seconds, strength: random.between(0.6, 1) });
    wander = Math.max(-0.7, Math.min(0.7, wander + 0.28 * random.normal()));
    const stallSeconds = random.chance(0.06) ? random.between(0.3, 0.8) : 0;
    seconds += (MIDDLE_GAP_SECONDS * Math.exp(wander)) / tempoRatio + stallSeconds;
  }
  return events;
}

export const engine: SoundingClass = {
  label: 'running engine',
  hue: 0.98,
  perform(stage) {
    const { colours, sizeRatio } = stage;
    const events = strokes(stage.span, stage.tempoRatio, stage.random.fork('strokes'));
    const beatHz = (BEAT_HZ / sizeRatio) * stage.random.between(0.9, 1.1);
    return {
      events,
      draw(picture, seconds) {
        const { last, next } = neighbours(events, seconds);
        const start = last?.seconds ?? seconds - 0.2;
        const since = seconds - start;
        const turn = 2 * Math.PI * Math.min(1, since / ((next?.seconds ?? seconds + 0.2) - start));
        const piston = -0.12 - 0.13 * Math.cos(turn);
        const [crankX, crankY] = [0.14 * Math.sin(turn), 0.3 - 0.14 * Math.cos(turn)];
        picture.ellipse(0, 0.3, 0.26, 0.26, colours.dark);
        picture.ellipse(0, 0.3, 0.2, 0.2, colours.main);
        picture.box(-0.2, -0.48, -0.14, 0.06, colours.main);
        picture.box(0.14, -0.48, 0.2, 0.06, colours.main);
        picture.box(-0.2, -0.5, 0.2, -0.44, colours.dark);
        picture.stroke(0, piston, crankX, crankY, 0.05, colours.light);
        picture.box(-0.13, piston - 0.1, 0.13, piston + 0.06, colours.accent);
        picture.ellipse(crankX, crankY, 0.05, 0.05, colours.dark);
        if (since < 0.3) {
          const puff = 0.04 + 0.3 * since;
          picture.ellipse(
            0.34 + since * 0.6,
            -0.42 - since * 0.3,
            puff,
            puff,
            since < 0.1 ? colours.light : [150, 150, 150],
          );
        }
      },
      play(track) {
        events.forEach(({ seconds, strength }, number) => {
          const partials = [1, 2, 3, 4, 5].map((ratio) => ({
            frequencyHz: beatHz * ratio,
            level: 1 / ratio ** 0.7,
            decaySeconds: 0.2,
          }));
          addRinging(track, seconds, strength, partials);
          const exhaust = { frequencyHz: 260, quality: 0.5, attackSeconds: 0.006, decaySeconds: 0.25 };
          addBurst(track, seconds, 1.6 * strength, exhaust, stage.random.fork(`exhaust ${number}`));
        });
      },
    };
  },
};
