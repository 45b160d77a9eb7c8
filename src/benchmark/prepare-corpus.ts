// The clips of a workspace ready to be read by a model: an index in; clips out whose training media are cached, and those that cannot be read.

import type { Split } from '../dataset/segment.ts';
import { UsageError } from '../errors.ts';
import type { Index } from '../store/open.ts';
import { type DecidedClip, readDecidedClips } from '../store/verdicts.ts';
import type { CutStreams } from '../tools/ffmpeg-arguments.ts';
import type { ExampleShape } from '../training-data/example-shape.ts';
import {
  type MediaEstimate,
  type PrepareContext,
  type PreparedMedia,
  prepareMedia,
} from '../training-data/prepare-media.ts';
import { type CorpusClip, corpusClips } from './training-clips.ts';

export interface CorpusContext extends PrepareContext {
  /** The workspace's folder. */
  readonly root: string;
  /** Programs and threads at once. */
  readonly jobs: number;
  /** The streams of a clip's file; undefined: no picture. */
  readonly streamsOf: (clip: DecidedClip, filePath: string) => Promise<CutStreams | undefined>;
  readonly onEstimate: (estimate: MediaEstimate) => void;
  readonly onPrepared: (done: number, of: number) => void;
}

/** @throws UsageError when no clip is left; what prepareMedia throws */
export async function prepareCorpus(
  index: Index,
  splits: readonly Split[],
  shape: ExampleShape,
  context: CorpusContext,
): Promise<PreparedMedia<CorpusClip>> {
  const { root, jobs, streamsOf, onEstimate, onPrepared } = context;
  const clips = corpusClips(readDecidedClips(index), splits, root, shape.media);
  const options = {
    jobs,
    streamsOf: ({ indexed, filePath }: CorpusClip) => streamsOf(indexed, filePath),
    onEstimate,
    onClip: (done: number) => onPrepared(done, clips.length),
  };
  const prepared = await prepareMedia(clips, shape.media, options, context);
  if (prepared.clips.length > 0) return prepared;
  const unusable = prepared.unusable.length === 0 ? '' : `, and ${prepared.unusable.length} without picture or sound`;
  throw new UsageError(
    `${index.name}: expected kept clips of the split ${splits.join(' or ')}, got none${unusable}; run \`ks-build status\` to see what there is`,
  );
}
