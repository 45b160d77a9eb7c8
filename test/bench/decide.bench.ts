// How long the filter takes to decide anew on 60,000 clips: `node --import tsx test/bench/decide.bench.ts`. Expected: under a second.
import type { ClipEvidence } from '../../src/dataset/evidence.ts';
import { DEFAULT_POLICY } from '../../src/dataset/policy.ts';
import { decideCorpus } from '../../src/pipeline/decide-correspondence.ts';
import { seededRandom } from '../../src/signal/seeded-random.ts';
import { evidenceOf, NO_SIGNALS, scoresOf } from '../helpers/evidence.ts';

const CLIPS = 60_000;
const CLASSES = 100;
const RUNS = 5;

const random = seededRandom(1);
const evidence = Array.from({ length: CLIPS }, (_, number): ClipEvidence => {
  const [swap, shift, musicBed, voiceOver] = Array.from({ length: 4 }, () => random.next() ** 4) as [
    number,
    number,
    number,
    number,
  ];
  const probability = (1 - swap) * (1 - shift) * (1 - musicBed) * (1 - voiceOver);
  return evidenceOf(`clip-${number}`, {
    label: `class ${number % CLASSES}`,
    signals: { ...NO_SIGNALS, clippedRatio: random.next() ** 8 },
    scores: scoresOf({ swap, shift, musicBed, voiceOver, probability, spread: random.next() / 2 }),
  });
});

const seconds = Array.from({ length: RUNS }, () => {
  const start = process.cpuUsage();
  decideCorpus(evidence, DEFAULT_POLICY);
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1e6;
}).sort((a, b) => a - b);
process.stdout.write(
  `decide: ${CLIPS} clips of ${CLASSES} classes in ${seconds[Math.floor(RUNS / 2)]!.toFixed(3)} CPU s (median of ${RUNS})\n`,
);
