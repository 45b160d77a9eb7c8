// Locking, reading, comparing and verifying a corpus of 60,000 clips: an index filled by SQL; files of 400 kB, 1,000 of them, for verify.
// node --import tsx test/bench/lock.bench.ts
import { createHash, randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import path from 'node:path';
import { lockedGallery, partClips } from '../../src/benchmark/corpus-parts.ts';
import { publishedCoverage, readPublishedLists } from '../../src/benchmark/published-lists.ts';
import type { CorpusLock, LockedClip } from '../../src/dataset/corpus-lock.ts';
import { lockDifference } from '../../src/dataset/lock-difference.ts';
import { formatLock, parseLock } from '../../src/dataset/lock-text.ts';
import { DEFAULT_POLICY } from '../../src/dataset/policy.ts';
import { lockCorpus } from '../../src/pipeline/lock-corpus.ts';
import { verifyLockedFiles } from '../../src/store/corpus-lock-file.ts';
import { corporaOf } from '../../src/store/counts.ts';
import { replaceLikePairs } from '../../src/store/like-clips.ts';
import { openIndex } from '../../src/store/open.ts';
import { makeLargeIndex } from '../helpers/large-index.ts';

/** Eight rows in ten have a clip. */
const ROWS = 75_000;
const FILES = 1_000;
const FILE_BYTES = 400_000;
const ONE_COPY_IN = 100;

const rows: (readonly [string, string])[] = [];

async function measure<T>(what: string, work: () => T | Promise<T>): Promise<T> {
  const cpu = process.cpuUsage();
  const result = await work();
  const { user, system } = process.cpuUsage(cpu);
  rows.push([`${what}, CPU s`, ((user + system) / 1e6).toFixed(2)]);
  return result;
}

const folder = mkdtempSync(path.join(tmpdir(), 'ks-build-bench-'));
const indexPath = path.join(folder, 'index.db');
makeLargeIndex(indexPath, { rows: ROWS });
const index = openIndex(indexPath);
index.exec(
  `UPDATE clips SET sha256 = printf('%064x', id); UPDATE measurements SET clip_sha256 = printf('%064x', clip_id)`,
);
const ids = index.prepare('SELECT id FROM clips ORDER BY id').pluck().all() as number[];
const alike = { pictureDistance: 0.1, soundDistance: undefined, soundLeadSeconds: undefined };
const copies = ids.flatMap((id, at) =>
  at % ONE_COPY_IN === 1 ? [{ firstClipId: ids[at - 1]!, secondClipId: id, ...alike }] : [],
);
replaceLikePairs(index, DEFAULT_POLICY.duplicates, copies);

const { lock } = await measure('lock, pairs of copies known', () => lockCorpus(index, corporaOf(index)[0]!));
index.close();
const text = await measure('write it as text', () => formatLock(lock));
await measure('read it back, hash and fields checked', () => parseLock(text, 'bench'));
const clips = lock.clips.map((clip, at): LockedClip => (at % 7 === 0 ? { ...clip, label: 'another' } : clip));
const other: CorpusLock = { ...lock, clips: clips.filter((_, at) => at % 11 > 0) };
const { removed, changed } = await measure('compare two', () => lockDifference(lock, other));
await measure('one random part', () => partClips(lock, 'random-1'));
await measure('the gallery of all clips', () => lockedGallery(lock.clips));
const lists = await readPublishedLists();
await measure('coverage of the published lists', () => publishedCoverage(lock, lists));

mkdirSync(path.join(folder, 'clips'));
const files = lock.clips.slice(0, FILES).map((clip, number): LockedClip => {
  const content = randomBytes(FILE_BYTES);
  writeFileSync(path.join(folder, 'clips', `${number}`), content);
  return { ...clip, path: `clips/${number}`, sha256: createHash('sha256').update(content).digest('hex') };
});
const start = performance.now();
const check = { jobs: availableParallelism(), abortSignal: new AbortController().signal, onChecked: () => {} };
const differences = await measure(`verify ${FILES} files of ${FILE_BYTES / 1000} kB`, () =>
  verifyLockedFiles(files, folder, check),
);
const megabytes = (FILES * FILE_BYTES) / 1e6;
rows.push(['verify, MB/s', Math.round((1000 * megabytes) / (performance.now() - start)).toString()]);
rmSync(folder, { recursive: true });

process.stdout.write(`| ${lock.clips.length} clips, ${(text.length / 1e6).toFixed(1)} MB of lock | got |\n|---|---|\n`);
for (const [what, figure] of rows) process.stdout.write(`| ${what} | ${figure} |\n`);
process.stdout.write(`\n${removed.length} removed, ${changed.length} changed, ${differences.length} files differ\n`);
