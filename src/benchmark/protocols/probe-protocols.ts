// The protocols that ask a linear probe: as it is, without one modality, with noise in the sound, fitted on a few clips. Vectors of all clips in,
// answers out. Pure.
import { seededRandom, seedOf, shuffled } from '../../signal/seeded-random.ts';
import { classScores, fitLinearClassifier, type LinearClassifier } from '../../statistics/linear-classifier.ts';
import type { ClipVectors } from '../embed-clips.ts';
import { type AskedClips, type AskedSet, classFinding } from './asked-clips.ts';
import type { Answered } from './evaluation-task.ts';
import { fitProbe } from './fit-probe.ts';
import { type ClassTask, openProbeInputs, type ProbeInputs } from './probe-inputs.ts';

/** Clips of each class that a probe is fitted on; a class that has fewer gives all it has. */
const SHOTS = [1, 5, 10] as const;
/** Whose metrics are averaged (chosen): a single clip of a class is a matter of luck. */
const DRAWS = 5;
/** With one clip a class there is nothing to choose it on (chosen). */
const LOW_SHOT_RIDGE = 0.1;

interface ProbedVectors {
  readonly asked: AskedClips;
  readonly inputs: ProbeInputs;
}

export function openProbes(asked: AskedClips, vectors: ClipVectors): ProbedVectors {
  return { asked, inputs: openProbeInputs(vectors, asked.train.rows) };
}

export function linearProbe(probed: ProbedVectors, tasks: readonly ClassTask[]): Answered[] {
  return tasks.flatMap((task) => {
    const probe = probeOf(probed, task);
    return probed.asked.testSets.map((set) => answerOf(probed, probe, set, task, ''));
  });
}

/** A modality that is missing stands at its mean over the train clips: the probe of both was never told that one may be. */
export function missingModality(probed: ProbedVectors): Answered[] {
  const probe = probeOf(probed, 'both');
  return probed.asked.testSets.flatMap((set) => [
    answerOf(probed, probe, set, 'both', ''),
    answerOf(probed, probe, set, 'both', 'no audio', { missing: 'sound' }),
    answerOf(probed, probe, set, 'both', 'no visual', { missing: 'video' }),
  ]);
}

interface NoisySound {
  readonly snrsDb: readonly number[];
  /** `[asked clips, ratios, size]` */
  readonly sound: Float32Array;
}

/** The probe learned from sound without noise. */
export function noisySound(
  probed: ProbedVectors,
  tasks: readonly ClassTask[],
  { snrsDb, sound: ofAll }: NoisySound,
): Answered[] {
  const { testSets, asked } = probed.asked;
  const placeOf = new Map(asked.rows.map((row, place) => [row, place]));
  const size = ofAll.length / asked.rows.length / snrsDb.length;
  return tasks.flatMap((task) => {
    const probe = probeOf(probed, task);
    return testSets.flatMap((set) => [
      answerOf(probed, probe, set, task, ''),
      ...snrsDb.map((snrDb, ratio) => {
        const sound = new Float32Array(set.rows.length * size);
        for (const [at, row] of set.rows.entries()) {
          const from = (placeOf.get(row)! * snrsDb.length + ratio) * size;
          sound.set(ofAll.subarray(from, from + size), at * size);
        }
        return answerOf(probed, probe, set, task, `SNR ${snrDb} dB`, { sound });
      }),
    ]);
  });
}

/** Means and deviations are those of all train clips, which takes no label. All methods of a seed see the same draws. */
export function lowShot({ asked, inputs }: ProbedVectors, tasks: readonly ClassTask[], seed: number): Answered[] {
  const { train, testSets, classNames } = asked;
  const classes = classNames.length;
  const most = Math.max(...classNames.map((_, label) => train.labels.filter((other) => other === label).length));
  return SHOTS.filter((shots) => shots <= most).flatMap((shots) => {
    const draws = Array.from({ length: DRAWS }, (_, draw) =>
      drawShots(asked, shots, seedOf('shots', seed, shots, draw)),
    );
    return tasks.flatMap((task) => {
      const probes = draws.map((drawn) =>
        fitLinearClassifier(
          {
            values: inputs.rows(
              task,
              drawn.map((at) => train.rows[at]!),
            ),
            features: inputs.features(task),
            labels: drawn.map((at) => train.labels[at]!),
            classes,
          },
          { ridge: LOW_SHOT_RIDGE },
        ),
      );
      return testSets.map((set) => {
        const values = inputs.rows(task, set.rows);
        const scores = probes.map((probe) => classScores(probe, values));
        return classFinding(set, classes, task, `${shots} ${shots === 1 ? 'clip' : 'clips'} a class`, scores);
      });
    });
  });
}

/** Positions in the train side. */
function drawShots({ train, classNames }: AskedClips, shots: number, seed: number): number[] {
  const random = seededRandom(seed);
  return classNames.flatMap((_, label) => {
    const ofClass = [...train.labels.keys()].filter((at) => train.labels[at] === label);
    return shuffled(ofClass, random).slice(0, shots);
  });
}

/** Fitted on the train side. */
export function probeOf({ asked, inputs }: ProbedVectors, task: ClassTask): LinearClassifier {
  const { rows, labels, clips } = asked.train;
  const values = inputs.rows(task, rows);
  const labelled = { values, features: inputs.features(task), labels, classes: asked.classNames.length };
  return fitProbe(
    labelled,
    clips.map(({ videoGroup }) => videoGroup),
  );
}

function answerOf(
  { asked, inputs }: ProbedVectors,
  probe: LinearClassifier,
  set: AskedSet,
  task: ClassTask,
  condition: string,
  change?: Parameters<ProbeInputs['rows']>[2],
): Answered {
  const scores = classScores(probe, inputs.rows(task, set.rows, change));
  return classFinding(set, asked.classNames.length, task, condition, [scores]);
}
