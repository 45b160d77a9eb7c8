// Tar archives of any size, streamed once: wanted members become temporary files that are handed over one by one, nothing else lands
// on disk. Parts read to their end are remembered with their members, so that a later run opens only those that hold something wanted.
import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import type { Config } from '../config.ts';
import { type Failure, failureKind } from '../dataset/failure.ts';
import type { Segment, Split } from '../dataset/segment.ts';
import { UsageError } from '../errors.ts';
import { type ArchivePart, cvdfLists, isPartList, partName, readPartList } from './archive-parts.ts';
import { ArchiveReader } from './archive-reader.ts';
import { isHttp, localPath } from './http-stream.ts';
import type { Deliver, StreamContext, StreamReport, StreamSource } from './source.ts';
import type { SourceSpec } from './source-spec.ts';
import { TransferError } from './transfer-error.ts';
import { untilAborted } from './until-aborted.ts';
import { WantedMembers } from './wanted-members.ts';

export type ArchiveSpec = Extract<SourceSpec, { readonly kind: 'archive' | 'cvdf' }>;

export interface ArchiveSourceOptions {
  readonly config: Pick<Config, 'addresses' | 'transfer' | 'pool'>;
  readonly proxy?: string | undefined;
}

/** @throws UsageError when a local archive is not there or is a folder. Lists of parts are read later, by `stream`. */
export async function openArchiveSource(spec: ArchiveSpec, options: ArchiveSourceOptions): Promise<StreamSource> {
  if (spec.kind === 'archive') await requireLocalFile(spec.location);
  const { addresses } = options.config;
  const address = spec.kind === 'cvdf' ? addresses.cvdfReplacement : spec.location;
  return {
    kind: 'stream',
    name: spec.kind,
    host: isHttp(address) ? new URL(address).host : undefined,
    stream: (wanted, deliver, context) => stream(spec, options, wanted, deliver, context),
  };
}

/** @throws the abort signal's reason; what `deliver` and `accepted` reject with. */
async function stream(
  spec: ArchiveSpec,
  options: ArchiveSourceOptions,
  segments: readonly Segment[],
  deliver: Deliver,
  context: StreamContext,
): Promise<StreamReport> {
  const wanted = new WantedMembers(segments);
  const unreadParts: { part: string; failure: Failure }[] = [];
  const reader = new ArchiveReader({ config: options.config, proxy: options.proxy, wanted, deliver, context });

  async function orUnread<T>(location: string, reading: Promise<T>): Promise<T | undefined> {
    try {
      return await reading;
    } catch (error) {
      context.abortSignal.throwIfAborted();
      if (!(error instanceof TransferError)) throw error;
      unreadParts.push({ part: partName(location), failure: deferred(error.failure) });
      return undefined;
    }
  }

  const readList = (list: string) =>
    orUnread(
      list,
      readPartList(list, { limits: options.config.transfer, proxy: options.proxy, abortSignal: context.abortSignal }),
    );

  const parts = await partsOf(spec, options.config.addresses, new Set(segments.map(({ split }) => split)), readList);
  for (const [position, part] of parts.entries()) {
    if (!(await untilAborted(wanted.wantsAny(part.splits), context.abortSignal))) continue;
    await orUnread(part.location, reader.read(part, position + 1, parts.length));
    await untilAborted(wanted.settle(), context.abortSignal);
  }
  return { unreadParts, receivedBytes: reader.receivedBytes };
}

async function partsOf(
  spec: ArchiveSpec,
  addresses: Config['addresses'],
  wantedSplits: ReadonlySet<Split>,
  readList: (list: string) => Promise<readonly string[] | undefined>,
): Promise<readonly ArchivePart[]> {
  if (spec.kind === 'archive') {
    const locations = isPartList(spec.location) ? ((await readList(spec.location)) ?? []) : [spec.location];
    return locations.map((location) => ({ location }));
  }
  const parts: ArchivePart[] = [];
  for (const { list, splits } of cvdfLists(addresses, wantedSplits)) {
    for (const location of (await readList(list)) ?? []) parts.push({ location, splits });
  }
  return [...parts, { location: addresses.cvdfReplacement }];
}

async function requireLocalFile(location: string): Promise<void> {
  if (isHttp(location)) return;
  const path = localPath(location);
  const problem = await access(path, constants.R_OK).then(
    async () =>
      (await stat(path)).isDirectory() ? 'a folder; for clips that are already unpacked use folder:' : undefined,
    (error: NodeJS.ErrnoException) => `${error.code}; check the path`,
  );
  if (problem === undefined) return;
  throw new UsageError(`--source archive: expected a tar file or a .txt list of them, got ${path}: ${problem}`);
}

/** A part that is missing says nothing about the videos in it: the code is always one that defers. */
function deferred(failure: Failure): Failure {
  return failureKind(failure.code).state === 'deferred' ? failure : { ...failure, code: 'unknown' };
}
