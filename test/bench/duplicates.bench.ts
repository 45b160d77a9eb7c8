// The search for duplicates among 60,000 clips: hashes and fingerprints of chance, one clip in a hundred a re-encoded copy of another.
// node --import tsx test/bench/duplicates.bench.ts
import { DEFAULT_POLICY } from '../../src/dataset/policy.ts';
import { duplicateFlags } from '../../src/pipeline/duplicate-flags.ts';
import { type ClipTraces, findDuplicates } from '../../src/pipeline/find-duplicates.ts';
import { seededRandom } from '../../src/signal/seeded-random.ts';

const CLIPS = Number(process.argv[2] ?? 60_000);
/** Of ten seconds. */
const WORDS = 240;
const HASH_BYTES = 32;
const ONE_COPY_IN = 100;
/** Share of bits that another encoder turns. */
const TURNED = { picture: 0.05, sound: 0.2 };

const random = seededRandom(1);

function turned(width: number, ratio: number): number {
  let bits = 0;
  for (let bit = 0; bit < width; bit += 1) if (random.next() < ratio) bits |= 1 << bit;
  return bits;
}

function makeClips(): ClipTraces[] {
  const clips: ClipTraces[] = [];
  for (let number = 0; number < CLIPS; number += 1) {
    const original = number % ONE_COPY_IN === ONE_COPY_IN - 1 ? clips[random.below(number)] : undefined;
    clips.push({
      videoId: `video${number}`,
      startSeconds: 0,
      endSeconds: 10,
      places: [{ corpus: 'bench', split: number % 10 === 0 ? 'val' : 'train', label: 'x' }],
      pictureHash:
        original?.pictureHash.map((byte) => byte ^ turned(8, TURNED.picture)) ??
        Uint8Array.from({ length: HASH_BYTES }, () => random.below(256)),
      soundFingerprint:
        original?.soundFingerprint.map((word) => word ^ turned(32, TURNED.sound)) ??
        Uint32Array.from({ length: WORDS }, () => random.below(2 ** 32)),
    });
  }
  return clips;
}

function measure<T>(work: () => T): { result: T; wallSeconds: number; cpuSeconds: number } {
  const cpu = process.cpuUsage();
  const start = performance.now();
  const result = work();
  const { user, system } = process.cpuUsage(cpu);
  return { result, wallSeconds: (performance.now() - start) / 1000, cpuSeconds: (user + system) / 1e6 };
}

const clips = makeClips();
const copies = Math.floor(CLIPS / ONE_COPY_IN);
const all = measure(() => findDuplicates(clips, DEFAULT_POLICY.duplicates));
const silent = clips.map((clip) => ({ ...clip, soundFingerprint: new Uint32Array(0) }));
const pictures = measure(() => findDuplicates(silent, DEFAULT_POLICY.duplicates));
const flags = measure(() => duplicateFlags(all.result, DEFAULT_POLICY));
const found = (kind: 'picture' | 'sound'): string =>
  `${all.result.filter(({ kinds }) => kinds.includes(kind)).length} pairs for ${copies} copies`;
const rows = [
  ['pictures, CPU s', pictures.cpuSeconds.toFixed(1)],
  ['pictures and sounds, CPU s', all.cpuSeconds.toFixed(1)],
  ['pictures and sounds, s', all.wallSeconds.toFixed(1)],
  ['flags, CPU s', flags.cpuSeconds.toFixed(2)],
  [`near pictures (${TURNED.picture} of the bits differ)`, found('picture')],
  [`shared sounds (${TURNED.sound} of the bits differ)`, found('sound')],
  ['peak memory, MB', (process.resourceUsage().maxRSS / 1000).toFixed(0)],
];
process.stdout.write(
  `${[`| ${CLIPS} clips of 10 s | got |`, '|---|---|', ...rows.map(([what, got]) => `| ${what} | ${got} |`)].join('\n')}\n`,
);
