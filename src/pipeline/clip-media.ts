// A clip of the index as a file to decode: where it lies and which of its streams are meant.
import type { ClipArrays } from '../signal/clip-arrays.ts';
import type { DecodedClip } from '../tools/decode-clip.ts';
import type { CutStreams } from '../tools/ffmpeg-arguments.ts';
import { type ProbeContext, probe } from '../tools/ffprobe.ts';
import { chooseAudioStream, chooseVideoStream } from './choose-streams.ts';
import {
  arraysPath,
  type ClipArraysContext,
  type ClipFile,
  decodeForArrays,
  loadClipArrays,
  readClipArrays,
} from './clip-arrays.ts';
import type { Workspace } from './workspace.ts';

export interface IndexedClip {
  /** Relative to the workspace. */
  readonly path: string;
  readonly sha256: string;
  readonly method: 'verbatim' | 'copy' | 're-encode';
  readonly hasPicture: boolean;
  readonly hasSound: boolean;
}

/** What we cut ourselves has its picture first and its sound second; a file taken as it came is probed. undefined: no picture. */
export async function clipStreams(
  clip: IndexedClip,
  filePath: string,
  context: ProbeContext,
): Promise<CutStreams | undefined> {
  if (!clip.hasPicture) return undefined;
  if (clip.method !== 'verbatim') return { videoIndex: 0, audioIndex: clip.hasSound ? 1 : undefined };
  return fileStreams(filePath, context);
}

/** Of a file of which nothing is known. undefined: no picture. */
export async function fileStreams(filePath: string, context: ProbeContext): Promise<CutStreams | undefined> {
  const outcome = await probe(filePath, context);
  if (outcome.kind !== 'probed') return undefined;
  const video = chooseVideoStream(outcome.probe.videoStreams);
  if (video === undefined) return undefined;
  return { videoIndex: video.index, audioIndex: chooseAudioStream(outcome.probe.audioStreams)?.index };
}

/** undefined: there is no picture to decode. @throws MissingToolError, or the abort signal's reason */
export async function clipFileOf(
  clip: IndexedClip,
  workspace: Pick<Workspace, 'absolute'>,
  context: ProbeContext,
): Promise<ClipFile | undefined> {
  const filePath = workspace.absolute(clip.path);
  const streams = await clipStreams(clip, filePath, context);
  if (streams === undefined) return undefined;
  return { filePath, sha256: clip.sha256, arraysPath: workspace.absolute(arraysPath(clip.path)), streams };
}

/** undefined where it does not decode. @throws MissingToolError, or the abort signal's reason */
export async function decodedClip(file: ClipFile, context: ClipArraysContext): Promise<DecodedClip | undefined> {
  const outcome = await decodeForArrays(file.filePath, file.streams, context);
  return outcome.kind === 'decoded' ? outcome.clip : undefined;
}

/** From the cache, for which nothing is probed, or made anew; undefined where it does not decode. @throws as above */
export async function clipArraysOf(
  clip: IndexedClip,
  workspace: Pick<Workspace, 'absolute'>,
  context: ProbeContext & ClipArraysContext,
): Promise<ClipArrays | undefined> {
  const cached = await readClipArrays({ sha256: clip.sha256, arraysPath: workspace.absolute(arraysPath(clip.path)) });
  if (cached !== undefined) return cached;
  const file = await clipFileOf(clip, workspace, context);
  const outcome = file === undefined ? undefined : await loadClipArrays(file, context);
  return outcome?.kind === 'arrays' ? outcome.arrays : undefined;
}
