// Which fold each clip belongs to: by video, stratified by class, repeatable by seed. Pure. Also the guard that no model scores what it saw.
import { KsBuildError } from '../errors.ts';
import { seededRandom, seedOf, shuffled } from '../signal/seeded-random.ts';
import type { ListedClip } from './clip-scores.ts';

/**
 * The fold of every clip, 0..folds-1. The videos of a class are shuffled and dealt out one by one, each class going on where the last
 * one stopped. A video with several labels counts for the label of its first clip.
 */
export function assignFolds(clips: readonly ListedClip[], folds: number, seed: number): number[] {
  const labelOfVideo = new Map<string, string>();
  for (const clip of clips) if (!labelOfVideo.has(clip.videoId)) labelOfVideo.set(clip.videoId, clip.label);
  const videosOfLabel = new Map<string, string[]>();
  for (const video of [...labelOfVideo.keys()].sort()) {
    const label = labelOfVideo.get(video)!;
    const known = videosOfLabel.get(label);
    if (known === undefined) videosOfLabel.set(label, [video]);
    else known.push(video);
  }
  const foldOfVideo = new Map<string, number>();
  for (const label of [...videosOfLabel.keys()].sort()) {
    for (const video of shuffled(videosOfLabel.get(label)!, seededRandom(seedOf('folds', seed, label)))) {
      foldOfVideo.set(video, foldOfVideo.size % folds);
    }
  }
  return clips.map((clip) => foldOfVideo.get(clip.videoId)!);
}

/** @throws KsBuildError when a video is on both sides: its score would be worthless, so the run ends. */
export function assertNeverSeen(trainedOn: readonly ListedClip[], scored: readonly ListedClip[]): void {
  const seen = new Set(trainedOn.map((clip) => clip.videoId));
  const leaked = scored.find((clip) => seen.has(clip.videoId) || seen.has(clip.probe?.soundVideoId ?? ''));
  if (leaked === undefined) return;
  throw new KsBuildError(
    'judge-leak',
    1,
    `expected clips to be scored only by models that never saw their video or a copy of it, got clip ${leaked.clipName} of video ${leaked.videoId}, ` +
      'which the model was trained on; this is a bug, please report it',
  );
}
