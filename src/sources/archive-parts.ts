// Which parts an archive source has, in reading order: one file, a list of them, or the lists of the CVDF mirror.

import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { pathToFileURL } from 'node:url';
import type { Config } from '../config.ts';
import type { Split } from '../dataset/segment.ts';
import { type ByteStreamOptions, isHttp, localPath, openByteStream } from './http-stream.ts';
import { publicAddress } from './public-address.ts';
import { TransferError } from './transfer-error.ts';

export interface ArchivePart {
  readonly location: string;
  /** Only segments of these splits can be in it; undefined: of any. */
  readonly splits?: ReadonlySet<Split>;
}

/** Largest list of parts that is read: CVDF's longest has 242 lines, 16 kB. */
const MAX_LIST_BYTES = 4 * 1024 ** 2;

/**
 * CVDF's lists to read for the wanted splits. Train parts (436 GB) only for train clips, but val and test parts for both: some variants
 * of Kinetics-Sounds mix Kinetics' val and test clips.
 */
export function cvdfLists(
  addresses: Config['addresses'],
  wantedSplits: ReadonlySet<Split>,
): readonly { readonly list: string; readonly splits: ReadonlySet<Split> }[] {
  const heldOut = new Set<Split>(['val', 'test']);
  const order: readonly Split[] = wantedSplits.has('val') ? ['val', 'test', 'train'] : ['test', 'val', 'train'];
  return order
    .map((split) => ({
      list: addresses.cvdfPartLists[split],
      splits: split === 'train' ? new Set<Split>(['train']) : heldOut,
    }))
    .filter(({ splits }) => [...splits].some((split) => wantedSplits.has(split)));
}

export function isPartList(location: string): boolean {
  return /\.txt$/i.test(isHttp(location) ? new URL(location).pathname : location);
}

/** @throws TransferError when the list cannot be read or is none. */
export async function readPartList(list: string, options: ByteStreamOptions): Promise<readonly string[]> {
  const { body } = await openByteStream(list, { ...options, maxBytes: MAX_LIST_BYTES });
  return parsePartList(await text(body), list);
}

/**
 * One location a line, blank lines and `#` comments passed over; relative ones are relative to the list. A list from the network may
 * not name local files.
 */
export function parsePartList(content: string, list: string): readonly string[] {
  const base = isHttp(list) ? new URL(list) : undefined;
  const folder = base === undefined ? dirname(resolve(localPath(list))) : '';
  return content.split('\n').flatMap((line, position) => {
    const entry = line.trim();
    if (entry === '' || entry.startsWith('#')) return [];
    const location = base === undefined ? besideLocalList(entry, folder) : besideRemoteList(entry, base);
    if (location !== undefined) return [location];
    const expected = base === undefined ? 'a path or an http(s) or file URL' : 'an http(s) address';
    throw new TransferError('unknown', `${publicAddress(list)}:${position + 1}: expected ${expected}, one a line`);
  });
}

function besideLocalList(entry: string, folder: string): string | undefined {
  if (isHttp(entry)) return URL.canParse(entry) ? entry : undefined;
  if (/^[a-z][a-z0-9+.-]+:/i.test(entry) && !/^file:/i.test(entry)) return undefined;
  return resolve(folder, localPath(entry));
}

function besideRemoteList(entry: string, base: URL): string | undefined {
  if (/[\s<>"]/.test(entry) || !URL.canParse(entry, base.href)) return undefined;
  const url = new URL(entry, base);
  return isHttp(url.href) ? url.href : undefined;
}

/** The name a part is shown and stored under: its address without secrets. */
export function partName(location: string): string {
  return isHttp(location) ? publicAddress(location) : resolve(localPath(location));
}

/**
 * The name a part has in the catalogue. It changes when another file may be meant: a local file with another size or time, or an
 * address whose hidden query differs (kept as a hash).
 */
export async function catalogName(location: string): Promise<string> {
  const name = partName(location);
  if (isHttp(location)) {
    const query = new URL(location).search;
    return query === '' ? name : `${name}#${createHash('sha256').update(query).digest('hex').slice(0, 12)}`;
  }
  const stats = await stat(name).catch(() => undefined);
  return stats === undefined ? name : `${pathToFileURL(name).href}#${stats.size}-${Math.round(stats.mtimeMs)}`;
}
