// A video site as a source: one segment at a time through yt-dlp, as the padded section that the cut needs, or else the whole file.
import { mkdir, readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import type { Config } from '../config.ts';
import type { Failure } from '../dataset/failure.ts';
import type { Segment } from '../dataset/segment.ts';
import { DiskFullError } from '../errors.ts';
import { probe } from '../tools/ffprobe.ts';
import { redactUrl } from '../tools/redact.ts';
import type { SiteAccess } from '../tools/site-access.ts';
import { type DownloadOutcome, download } from '../tools/yt-dlp.ts';
import type { WantedPart, YtDlpProgram } from '../tools/yt-dlp-arguments.ts';
import { fallsBackToFull, type Section, sectionFor, trustedOrigin } from './site-route.ts';
import type { AcquireContext, AcquireOutcome, LookupSource } from './source.ts';

export interface SiteSourceOptions {
  readonly name: 'youtube' | 'url';
  /** The host whose rate counts, with its port where there is one. */
  readonly host: string;
  /** A full http(s) address. */
  readonly urlFor: (segment: Segment) => string;
  readonly program: YtDlpProgram;
  readonly ffprobePath: string;
  readonly site: Config['site'];
  readonly access: SiteAccess;
}

/** One segment on its way. */
interface Errand {
  readonly url: string;
  readonly segment: Segment;
  readonly context: AcquireContext;
}

type DownloadedFile = Extract<DownloadOutcome, { kind: 'file' }>;

/** Longest that reading a section's header may take, seconds. */
const PROBE_TIME_LIMIT_SECONDS = 30;

/**
 * `acquire` rejects with InterruptedError when it was cancelled, DiskFullError when the disk is full and MissingToolError when a
 * program is not there; everything else is an outcome. Unfinished whole files stay in the segment's directory: a later try goes on.
 */
export function createSiteSource(options: SiteSourceOptions): LookupSource {
  const { program, site, access, ffprobePath } = options;

  function downloadPart(errand: Errand, wanted: WantedPart): Promise<DownloadOutcome> {
    return download({ url: errand.url, wanted, program, site, access, ...errand.context });
  }

  async function acquireFull(errand: Errand): Promise<AcquireOutcome> {
    const outcome = await downloadPart(errand, { kind: 'full' });
    return outcome.kind === 'file' ? acquired(errand, outcome, 'full', 0) : failed(outcome.failure);
  }

  async function acquireSection(errand: Errand, section: Section): Promise<AcquireOutcome> {
    const outcome = await downloadPart(errand, { kind: 'section', ...section });
    if (outcome.kind === 'file') {
      const originSeconds = await originOf(errand, section, outcome);
      if (originSeconds !== undefined) return acquired(errand, outcome, 'section', originSeconds);
    } else if (!fallsBackToFull(outcome.failure.code, outcome.phase)) return failed(outcome.failure);
    await discardSections(errand.context.directory);
    return acquireFull(errand);
  }

  async function originOf(errand: Errand, section: Section, file: DownloadedFile): Promise<number | undefined> {
    const { abortSignal } = errand.context;
    const probed = await probe(file.filePath, { ffprobePath, abortSignal, timeLimitSeconds: PROBE_TIME_LIMIT_SECONDS });
    if (probed.kind !== 'probed') return undefined;
    return trustedOrigin(errand.segment, section, probed.probe, file.videoDurationSeconds);
  }

  return {
    kind: 'lookup',
    name: options.name,
    host: options.host,
    async acquire(segment, context) {
      const errand = { url: options.urlFor(segment), segment, context };
      await mkdir(context.directory, { recursive: true });
      const section = sectionFor(segment, errand.url, site.sectionPadSeconds);
      // A whole file that an earlier try has begun is gone on with: the section has already failed once.
      const isWholeBegun = (await readdir(context.directory)).some((name) => name.startsWith('full-'));
      return section === undefined || isWholeBegun ? acquireFull(errand) : acquireSection(errand, section);
    },
  };
}

/** A section is never resumed: ffmpeg writes it anew each time. */
async function discardSections(directory: string): Promise<void> {
  const names = (await readdir(directory)).filter((name) => name.startsWith('section-'));
  await Promise.all(names.map((name) => rm(path.join(directory, name), { force: true })));
}

function acquired(
  errand: Errand,
  file: DownloadedFile,
  route: 'section' | 'full',
  originSeconds: number,
): AcquireOutcome {
  const { filePath, sizeBytes } = file;
  const provenance = redactUrl(errand.url);
  return {
    kind: 'acquired',
    media: { filePath, sizeBytes, originSeconds, extent: 'whole', route, ownership: 'temporary', provenance },
  };
}

function failed(failure: Failure): AcquireOutcome {
  if (failure.code !== 'disk-full') return { kind: 'failure', failure };
  throw new DiskFullError(
    `expected room for a download, got: ${failure.message}. Free some space and run the same command again.`,
  );
}
