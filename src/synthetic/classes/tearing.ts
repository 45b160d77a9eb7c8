// A sheet that is torn in jerks from top to bottom: while the tear runs it hisses and crackles; a new sheet follows a torn one. Pure.
import { neighbours, type SoundingClass, unevenBeats } from '../sounding-class.ts';
import { addBurst } from '../tones.ts';

const HISS_HZ = 3200;
const JERKS_A_SHEET = 6;
const LENGTH = 0.84;

export const tearing: SoundingClass = {
  label: 'tearing paper',
  hue: 0.75,
  perform(stage) {
    const { colours, sizeRatio } = stage;
    const random = stage.random.fork('jerks');
    const events = unevenBeats(stage, 0.6, 0.5).map((beat, number) => ({
      ...beat,
      lengthSeconds: random.between(0.12, 0.3),
      step: number % JERKS_A_SHEET,
    }));
    const hissHz = (HISS_HZ / sizeRatio) * stage.random.between(0.9, 1.1);
    const zigzag = Array.from({ length: 9 }, () => random.between(-0.03, 0.03));
    return {
      events,
      draw(picture, seconds) {
        const { last } = neighbours(events, seconds);
        const done = last === undefined ? 0 : Math.min(1, (seconds - last.seconds) / last.lengthSeconds);
        const torn = ((last?.step ?? 0) + done) / JERKS_A_SHEET;
        const open = 0.05 + 0.2 * torn;
        const rows = zigzag.length;
        for (let row = 0; row < rows; row += 1) {
          const [top, bottom] = [-0.42 + (LENGTH * row) / rows, -0.42 + (LENGTH * (row + 1)) / rows];
          const gap = Math.max(0, torn - row / rows) * open * 2;
          const edge = zigzag[row] as number;
          const lean = Math.max(0, torn - row / rows) * 0.12;
          picture.box(-0.42 - lean, top, edge - gap, bottom + 0.01, colours.light);
          picture.box(edge + gap, top, 0.42 + lean, bottom + 0.01, colours.light);
          if (row % 2 === 1) {
            picture.box(-0.36 - lean, top + 0.02, edge - gap - 0.08, top + 0.05, colours.main);
            picture.box(edge + gap + 0.08, top + 0.02, 0.36 + lean, top + 0.05, colours.main);
          }
        }
        const lean = torn * 0.12;
        picture.stroke(-0.4 - lean, -0.4, -0.2 - open, -0.36, 0.1, colours.accent);
        picture.stroke(0.4 + lean, -0.4, 0.2 + open, -0.36, 0.1, colours.accent);
      },
      play(track) {
        events.forEach(({ seconds, strength, lengthSeconds }, number) => {
          const noise = stage.random.fork(`tear ${number}`);
          const hiss = { frequencyHz: hissHz, quality: 0.7, attackSeconds: 0.02, decaySeconds: lengthSeconds * 2.2 };
          addBurst(track, seconds, 0.7 * strength, hiss, noise);
          for (let at = 0; at < lengthSeconds; at += noise.between(0.008, 0.03)) {
            const fibre = {
              frequencyHz: hissHz * noise.between(0.7, 1.5),
              quality: 1.5,
              attackSeconds: 0.001,
              decaySeconds: 0.025,
            };
            addBurst(track, seconds + at, strength * noise.unit(), fibre, noise);
          }
        });
      },
    };
  },
};
