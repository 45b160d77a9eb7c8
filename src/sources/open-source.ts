// From a source specification to a source that can be asked.
import type { Config } from '../config.ts';
import { type Segment, SITE_VIDEO_ID } from '../dataset/segment.ts';
import { MissingToolError } from '../errors.ts';
import type { SiteAccess } from '../tools/site-access.ts';
import type { YtDlpProgram } from '../tools/yt-dlp-arguments.ts';
import { openArchiveSource } from './archive.ts';
import { openFolderSource } from './folder.ts';
import type { LookupSource, Source } from './source.ts';
import { fillTemplate, type SourceSpec } from './source-spec.ts';
import { createSiteSource } from './video-site.ts';

export interface OpenSourceOptions {
  readonly config: Config;
  /** Absent when no source of the chain needs it. */
  readonly ytDlp: YtDlpProgram | undefined;
  readonly ffprobePath: string;
  readonly access: SiteAccess;
  readonly abortSignal: AbortSignal;
  readonly onNote: (text: string) => void;
}

export function needsYtDlp(spec: SourceSpec): boolean {
  return spec.kind === 'youtube' || spec.kind === 'url';
}

/**
 * @throws UsageError when the folder is not there, MissingToolError without yt-dlp for a site
 */
export function openSource(spec: SourceSpec, options: OpenSourceOptions): Promise<Source> {
  switch (spec.kind) {
    case 'folder':
      return openFolderSource(spec.directory, options);
    case 'archive':
    case 'cvdf':
      return openArchiveSource(spec, { ...options, proxy: options.access.proxy });
    case 'youtube':
      return Promise.resolve(siteIdsOnly(openSite('youtube', options.config.addresses.youtubeWatch, options)));
    case 'url':
      return Promise.resolve(openSite('url', spec.template, options));
  }
}

function openSite(name: 'youtube' | 'url', template: string, options: OpenSourceOptions): LookupSource {
  const { ytDlp, ffprobePath, config, access } = options;
  if (ytDlp === undefined)
    throw new MissingToolError('yt-dlp', `--source ${name} needs yt-dlp, none was found; run \`ks-build setup\``);
  return createSiteSource({
    name,
    host: new URL(template).host,
    urlFor: (segment) => fillTemplate(template, segment),
    program: ytDlp,
    ffprobePath,
    site: config.site,
    access,
  });
}

/** An id of another form cannot be one of the site's: it is not there, and asking would cost a request. */
function siteIdsOnly(source: LookupSource): LookupSource {
  return {
    ...source,
    acquire: (segment: Segment, context) =>
      SITE_VIDEO_ID.test(segment.videoId) ? source.acquire(segment, context) : Promise.resolve({ kind: 'absent' }),
  };
}
