// Reads one part of an archive: judges its members, writes the wanted ones to temporary files, hands them over, remembers the names.
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Config } from '../config.ts';
import { clipName, type Segment } from '../dataset/segment.ts';
import { type ArchivePart, catalogName } from './archive-parts.ts';
import { openByteStream } from './http-stream.ts';
import { type NameMatch, parseMediaName } from './media-file-name.ts';
import { judgeMember } from './member-check.ts';
import { copyMemberFile, writeMemberFile } from './member-file.ts';
import { PartReport } from './part-report.ts';
import type { Deliver, StreamContext } from './source.ts';
import { readTar, type TarMember } from './tar-members.ts';
import { untilAborted } from './until-aborted.ts';
import type { WantedMembers } from './wanted-members.ts';

export interface ArchiveReaderOptions {
  readonly config: Pick<Config, 'transfer' | 'pool'>;
  readonly proxy: string | undefined;
  readonly wanted: WantedMembers;
  readonly deliver: Deliver;
  readonly context: StreamContext;
}

export class ArchiveReader {
  readonly #options: ArchiveReaderOptions;
  /** How often a segment's media was taken: a retake gets a file name of its own, since the earlier file may still be in use. */
  readonly #takes = new Map<Segment, number>();
  receivedBytes = 0;

  constructor(options: ArchiveReaderOptions) {
    this.#options = options;
  }

  /**
   * Reads a part unless the catalogue says that it holds nothing wanted; stops when nothing is wanted any more.
   * @throws TransferError when it cannot be read to its end: what was handed over before stays.
   */
  async read(part: ArchivePart, partNumber: number, partCount: number): Promise<void> {
    const { wanted, context } = this.#options;
    const name = await catalogName(part.location);
    const known = context.catalog.membersOf(name);
    if (known !== undefined && !wanted.includesAny(known)) return;

    const report = new PartReport(part.location, partNumber, partCount, context);
    try {
      const memberNames = await this.#readMembers(part, report);
      await untilAborted(wanted.settle(), context.abortSignal);
      if (memberNames !== undefined) context.catalog.record(name, memberNames);
    } finally {
      this.receivedBytes += report.receivedBytes;
      report.finish();
    }
  }

  /** Names of the files in the part; undefined when it was left before its end. */
  async #readMembers(part: ArchivePart, report: PartReport): Promise<readonly string[] | undefined> {
    const { config, proxy, wanted, context } = this.#options;
    const { abortSignal } = context;
    const { body, totalBytes } = await openByteStream(part.location, {
      limits: config.transfer,
      proxy,
      abortSignal,
      onProgress: ({ receivedBytes }) => report.received(receivedBytes),
    });
    report.totalBytes = totalBytes;
    const memberNames: string[] = [];
    for await (const member of readTar(body, report.part)) {
      const verdict = judgeMember(member.header);
      if (verdict.kind === 'refused') report.refused(member.header.name, verdict.problem);
      if (verdict.kind !== 'file') {
        member.passOver();
        continue;
      }
      memberNames.push(member.header.name);
      const matches = await untilAborted(wanted.matchesOf(member.header.name), abortSignal);
      if (matches.length === 0 || this.#isTooLarge(member, report)) {
        member.passOver();
        continue;
      }
      await this.#take(member, matches, report.part);
      if (!(await untilAborted(wanted.wantsAny(part.splits), abortSignal))) return undefined;
    }
    return memberNames;
  }

  #isTooLarge({ header }: TarMember, report: PartReport): boolean {
    const { maxMemberBytes } = this.#options.config.pool;
    if (header.size <= maxMemberBytes) return false;
    report.refused(header.name, `${header.size} bytes, more than the limit of ${maxMemberBytes}`);
    return true;
  }

  /** Writes a member to a file of its own for each segment that it is taken for, and hands them over. */
  async #take({ header, content }: TarMember, matches: readonly NameMatch[], part: string): Promise<void> {
    const files = matches.map((match) => ({ ...match, path: this.#filePath(match.segment, header.name) }));
    const ours = new Set(files.map(({ path }) => path));
    const [first, ...others] = files;
    try {
      await writeMemberFile(first!.path, content);
      for (const { path } of others) await copyMemberFile(first!.path, path);
      for (const { segment, extent, path } of files) {
        const originSeconds = extent === 'trimmed' ? segment.startSeconds : 0;
        const origin = { originSeconds, extent, route: 'member', ownership: 'temporary' } as const;
        await this.#handOver(segment, {
          ...origin,
          filePath: path,
          sizeBytes: header.size,
          provenance: `${part}!${header.name}`,
        });
        ours.delete(path);
      }
    } finally {
      for (const path of ours) await rm(path, { force: true });
    }
  }

  async #handOver(segment: Segment, media: Parameters<Deliver>[1]): Promise<void> {
    const { context, deliver, wanted } = this.#options;
    context.abortSignal.throwIfAborted();
    const { accepted } = await untilAborted(deliver(segment, media), context.abortSignal);
    wanted.handedOver(segment, accepted);
  }

  #filePath(segment: Segment, memberName: string): string {
    const take = (this.#takes.get(segment) ?? 0) + 1;
    this.#takes.set(segment, take);
    const suffix = take === 1 ? '' : `.${take}`;
    return join(
      this.#options.context.directory,
      `${clipName(segment)}${suffix}${parseMediaName(memberName)!.extension}`,
    );
  }
}
