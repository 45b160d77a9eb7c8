// A clip to train on: which files it has and which class it belongs to; and the error that its cache cannot be read.
import { join } from 'node:path';
import { KsBuildError } from '../errors.ts';
import type { MediaShape } from './example-shape.ts';

export interface TrainingClip {
  readonly clipId: string;
  /** Number of its class, from 0 on. */
  readonly label: number;
  /** Full path of the media file, and the hash of its bytes. */
  readonly filePath: string;
  readonly sha256: string;
  /** Full path of its cache file, see mediaCachePath. */
  readonly cachePath: string;
}

/** `clips/train/x/y.mp4` to `arrays/train/x/y.128px-8fps-112mel.media`; both relative to the workspace. Shapes lie side by side. */
export function mediaCachePath(clipPath: string, { shortSidePx, videoFps, melSide }: MediaShape): string {
  const name = clipPath.replace(/^clips\//, '').replace(/\.[^./]*$/, '');
  return join('arrays', `${name}.${shortSidePx}px-${videoFps}fps-${melSide}mel.media`);
}

/** The cache of a clip is missing or damaged. Exit 7. */
export class UnreadableMedia extends KsBuildError {
  readonly clip: TrainingClip;
  readonly problem: string;

  constructor(clip: TrainingClip, problem: string) {
    super(
      'training-media',
      7,
      `clip ${clip.clipId}, ${clip.cachePath}: ${problem}; run the same command again (with --resume where there is a checkpoint) to make it anew`,
    );
    this.clip = clip;
    this.problem = problem;
  }
}
