// What fitting a linear probe costs, its ridge chosen on four folds: rows, features and classes as the presets have them; CPU seconds.
// node --import tsx test/bench/probe.bench.ts [ROWS FEATURES CLASSES]
import process from 'node:process';
import { fitProbe } from '../../src/benchmark/protocols/fit-probe.ts';
import { seededRandom } from '../../src/signal/seeded-random.ts';

/** A corpus that was generated and both vectors of `smoke`; a tenth of Kinetics-Sounds and both vectors of `small`. */
const SIZES = [
  [128, 96, 8],
  [2000, 512, 32],
];
/** How far a class stands from the others along a feature of its own, in deviations: about what a probe of a good model sees. */
const APART = 1;

const asked = process.argv.slice(2).map(Number);
for (const [rows, features, classes] of asked.length === 3 ? [asked] : SIZES) {
  const random = seededRandom(1);
  const values = Float64Array.from({ length: rows! * features! }, () => random.normal());
  const labels = Array.from({ length: rows! }, () => random.below(classes!));
  for (const [row, label] of labels.entries()) values[row * features! + label]! += APART;
  const videos = labels.map((_, row) => `video-${row}`);
  const before = process.cpuUsage();
  fitProbe({ values, features: features!, labels, classes: classes! }, videos);
  const { user, system } = process.cpuUsage(before);
  process.stdout.write(
    `${rows} clips, ${features} features, ${classes} classes: ${((user + system) / 1e6).toFixed(1)} s of CPU\n`,
  );
}
