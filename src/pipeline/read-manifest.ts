// A corpus as it is listed, before any archive is fetched: a manifest that ships, by its name; one that was derived, or a user's CSV, by its
// path.
import { createHash } from 'node:crypto';
import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { parseKineticsCsv } from '../dataset/kinetics-csv.ts';
import { SHIPPED_MANIFESTS } from '../dataset/manifest.ts';
import { type ParsedManifest, parseManifest } from '../dataset/manifest-text.ts';
import { didYouMean } from '../dataset/nearest-name.ts';
import { quoted } from '../dataset/row-check.ts';
import { UsageError } from '../errors.ts';

const MANIFEST_EXTENSION = '.txt';
const CSV_EXTENSION = '.csv';

/** Largest CSV that is read, bytes (1 GiB, some 20 million rows). */
const MAX_CSV_BYTES = 1024 ** 3;

/** What tells one corpus from another. */
export interface ManifestIdentity {
  readonly name: string;
  /** Of the manifest's content, or of the bytes of the CSV. */
  readonly sha256: string;
}

/** @throws UsageError when there is no such name or file, ManifestError when it is malformed. */
export async function readManifest(nameOrFile: string, directory = SHIPPED_MANIFESTS): Promise<ParsedManifest> {
  return isCsv(nameOrFile) ? readCsvAsManifest(nameOrFile) : readShippedManifest(nameOrFile, directory);
}

/** The same name and hash as `readManifest` finds, without the time that the rows of a large CSV take. */
export async function identifyManifest(nameOrFile: string, directory = SHIPPED_MANIFESTS): Promise<ManifestIdentity> {
  if (isCsv(nameOrFile)) return csvIdentity(nameOrFile, await readCsv(nameOrFile));
  const { manifest, sha256 } = await readShippedManifest(nameOrFile, directory);
  return { name: manifest.name, sha256 };
}

/** Names of the manifests that ship, in alphabetical order. */
export async function listManifests(directory = SHIPPED_MANIFESTS): Promise<readonly string[]> {
  const files = await readdir(directory);
  return files
    .filter((file) => file.endsWith(MANIFEST_EXTENSION))
    .map((file) => file.slice(0, -MANIFEST_EXTENSION.length))
    .sort();
}

async function readShippedManifest(name: string, directory: string): Promise<ParsedManifest> {
  if (name.toLowerCase().endsWith(MANIFEST_EXTENSION)) return parseManifest(name, await readText(name));
  const names = await listManifests(directory);
  if (!names.includes(name)) {
    const expected = `expected a corpus (${names.join(', ')}) or a file ending in ${CSV_EXTENSION} or ${MANIFEST_EXTENSION}`;
    throw new UsageError(`${expected}, got ${quoted(name)}${didYouMean(name, names)}`);
  }
  const file = path.join(directory, name + MANIFEST_EXTENSION);
  return parseManifest(file, await readFile(file, 'utf8'));
}

function isCsv(nameOrFile: string): boolean {
  return nameOrFile.toLowerCase().endsWith(CSV_EXTENSION);
}

async function readCsvAsManifest(file: string): Promise<ParsedManifest> {
  const content = await readCsv(file);
  const { segments, classes, repeatedRows } = parseKineticsCsv(file, content);
  const { name, sha256 } = csvIdentity(file, content);
  const manifest = {
    name,
    title: `rows of ${path.basename(file)}`,
    source: file,
    licence: 'as the author of the file says',
    notes: repeatedRows === 0 ? [] : [`rows that repeat an earlier one, counted once: ${repeatedRows}.`],
    classes,
    hasOfficialTrain: false,
    rows: segments,
  };
  return { manifest, sha256 };
}

function csvIdentity(file: string, content: Uint8Array): ManifestIdentity {
  const name = path.basename(file).slice(0, -CSV_EXTENSION.length);
  return { name, sha256: createHash('sha256').update(content).digest('hex') };
}

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    throw new UsageError(`${file}: expected a manifest that can be read, got ${code}; check the path`, { cause });
  }
}

async function readCsv(file: string): Promise<Uint8Array> {
  try {
    const { size } = await stat(file);
    if (size > MAX_CSV_BYTES) {
      throw new UsageError(`${file}: expected a CSV of at most ${MAX_CSV_BYTES} bytes, got ${size}; split it`);
    }
    return await readFile(file);
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'EACCES' || code === 'EISDIR') {
      throw new UsageError(`${file}: expected a CSV file that can be read, got ${code}; check the path`, { cause });
    }
    throw cause;
  }
}
