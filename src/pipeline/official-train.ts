// The official Kinetics-400 train list: from the cache, or from the annotation archive, checked and then cached as a manifest of ours,
// whose own hash guards it from then on.
import { createHash, randomUUID } from 'node:crypto';
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import type { Config } from '../config.ts';
import { type KineticsCsv, parseKineticsCsv } from '../dataset/kinetics-csv.ts';
import { isTimed, type Manifest } from '../dataset/manifest.ts';
import { parseManifest, serialiseManifest } from '../dataset/manifest-text.ts';
import { quoted } from '../dataset/row-check.ts';
import type { Segment } from '../dataset/segment.ts';
import { ManifestError } from '../errors.ts';
import { readTrainCsv, type TrainCsv } from '../sources/annotation-archive.ts';
import { isHttp } from '../sources/http-stream.ts';
import { publicAddress } from '../sources/public-address.ts';
import { TransferError } from '../sources/transfer-error.ts';

export interface OfficialTrainOptions {
  readonly config: Pick<Config, 'addresses' | 'annotations' | 'transfer'>;
  /** Where the list is kept between runs; made when absent. */
  readonly cacheDirectory: string;
  /** The 400 class names: a list with any other is not the one we mean. */
  readonly labels: readonly string[];
  readonly proxy?: string | undefined;
  readonly abortSignal?: AbortSignal;
}

export interface OfficialTrain {
  /** Address of the archive, without secrets. */
  readonly source: string;
  readonly segments: readonly Segment[];
  /** Hash of the archive, and what was passed over. */
  readonly notes: readonly string[];
}

/** @throws TransferError or ManifestError; never a part of the list. */
export async function loadOfficialTrain(options: OfficialTrainOptions): Promise<OfficialTrain> {
  const address = options.config.addresses.kinetics400Annotations;
  // A local file may be exchanged under the same name, and costs little to read again: only what came over the network is cached.
  const cacheFile = isHttp(address) ? path.join(options.cacheDirectory, cacheFileName(address)) : undefined;
  const cached = cacheFile === undefined ? undefined : await readCache(cacheFile);
  if (cached !== undefined) return listOf(cached);

  const csv = await fetchTrainCsv(address, options);
  const manifest = manifestOf(address, csv, checkedRows(csv, options));
  if (cacheFile !== undefined) await writeAtomically(cacheFile, serialiseManifest(manifest));
  return listOf(manifest);
}

function cacheFileName(address: string): string {
  return `kinetics-400-train-${createHash('sha256').update(address).digest('hex').slice(0, 12)}.txt`;
}

/** Undefined when there is none, or when it does not pass its own hash: then the list is fetched again. */
async function readCache(file: string): Promise<Manifest | undefined> {
  try {
    return parseManifest(file, await readFile(file, 'utf8')).manifest;
  } catch (error) {
    if (error instanceof ManifestError || (error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

async function fetchTrainCsv(address: string, options: OfficialTrainOptions): Promise<TrainCsv> {
  const { config, proxy, abortSignal } = options;
  try {
    return await readTrainCsv(address, {
      limits: config.transfer,
      maxBytes: config.annotations.maxArchiveBytes,
      proxy,
      ...(abortSignal === undefined ? {} : { abortSignal }),
    });
  } catch (cause) {
    if (!(cause instanceof TransferError)) throw cause;
    const problem = `expected the official Kinetics-400 train list at ${publicAddress(address)}, got: ${cause.message}`;
    const remedy =
      'check the network and run again, or set addresses.kinetics400Annotations to a copy of the archive, or leave train out (--split val)';
    throw new TransferError(cause.failure.code, `${problem}; ${remedy}`, { cause });
  }
}

function checkedRows(csv: TrainCsv, options: OfficialTrainOptions): KineticsCsv {
  const list = parseKineticsCsv(csv.name, csv.content, { conflicts: 'keep-first' });
  const position = { file: csv.name };
  const known = new Set(options.labels);
  const strange = list.classes.find((label) => !known.has(label));
  if (strange !== undefined) {
    throw new ManifestError(
      position,
      `expected the ${known.size} class names of Kinetics-400 only, got ${quoted(strange)}`,
    );
  }
  const other = list.segments.find((segment) => segment.split !== 'train');
  if (other !== undefined) {
    throw new ManifestError(position, `expected rows of train only, got ${other.videoId} in ${other.split}`);
  }
  const { minTrainRows } = options.config.annotations;
  if (list.segments.length < minTrainRows) {
    const problem = `expected at least ${minTrainRows} rows (annotations.minTrainRows), got ${list.segments.length}`;
    throw new ManifestError(position, `${problem}; the list is not whole`);
  }
  return list;
}

function manifestOf(address: string, csv: TrainCsv, list: KineticsCsv): Manifest {
  const passedOver = list.repeatedRows + list.conflictingRows;
  return {
    name: 'kinetics-400-train',
    title: 'Official Kinetics-400 train list',
    source: publicAddress(address),
    licence: 'CC BY 4.0, Google LLC',
    notes: [
      `official train list: ${list.segments.length} rows from ${publicAddress(address)}, SHA-256 ${csv.archiveSha256}.`,
      ...(passedOver === 0
        ? []
        : [
            `official train list: ${list.repeatedRows} repeated and ${list.conflictingRows} contradicting rows passed over.`,
          ]),
    ],
    classes: list.classes,
    hasOfficialTrain: false,
    // By class, so that a heading serves many rows; within a class in the list's order.
    rows: list.segments.toSorted((a, b) => (a.label < b.label ? -1 : Number(a.label > b.label))),
  };
}

function listOf(manifest: Manifest): OfficialTrain {
  return { source: manifest.source, segments: manifest.rows.filter(isTimed), notes: manifest.notes };
}

async function writeAtomically(file: string, content: string): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true });
  const partial = `${file}.${randomUUID()}.partial`;
  try {
    const handle = await open(partial, 'wx');
    try {
      await handle.writeFile(content);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(partial, file);
  } catch (error) {
    await rm(partial, { force: true });
    throw error;
  }
}
