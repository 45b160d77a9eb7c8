// Makes what a person needs of one clip to judge it by eye: its film, its waveform and its log-mel, from the file and its cached arrays.
import { access } from 'node:fs/promises';
import type { ClipView, SoundView } from '../dataset/clip-view.ts';
import { KsBuildError } from '../errors.ts';
import { LOG_MEL, SAMPLE_RATE_HZ } from '../signal/clip-arrays.ts';
import { computeLogMel, type LogMel } from '../signal/log-mel.ts';
import { melPicture } from '../signal/mel-picture.ts';
import { computeEnvelope, peakDbfs } from '../signal/sound-envelope.ts';
import { decodeView, type ViewStreams } from '../tools/decode-view.ts';
import { type ProbeContext, probe } from '../tools/ffprobe.ts';
import { chooseAudioStream, chooseVideoStream } from './choose-streams.ts';
import { arraysPath, readClipArrays } from './clip-arrays.ts';
import type { IndexedClip } from './clip-media.ts';
import type { Workspace } from './workspace.ts';

/** 5 ms a step: ten clips' widths of a wide terminal, so that zooming in still shows single strokes. */
const ENVELOPE_STEPS_PER_SECOND = 200;

/** A clip's files, as they can be sent to a thread. */
export interface ClipToView {
  readonly filePath: string;
  readonly arraysPath: string;
  readonly sha256: string;
  /** Undefined: the file is asked, which costs one more process. */
  readonly streams: ViewStreams | undefined;
}

export interface ViewContext extends ProbeContext {
  readonly ffmpegPath: string;
}

export type ClipViewOutcome =
  /** `complaint`: what ffmpeg had to say against the file, although there is something to see or to hear. */
  | { readonly kind: 'view'; readonly view: ClipView; readonly complaint: string | undefined }
  /** One line for the screen. */
  | { readonly kind: 'failed'; readonly because: string };

/** Pure. What we cut ourselves has its picture first and its sound second. */
export function clipToView(clip: IndexedClip, workspace: Pick<Workspace, 'absolute'>): ClipToView {
  const streams = { videoIndex: clip.hasPicture ? 0 : undefined, audioIndex: clip.hasSound ? 1 : undefined };
  return {
    filePath: workspace.absolute(clip.path),
    arraysPath: workspace.absolute(arraysPath(clip.path)),
    sha256: clip.sha256,
    streams: clip.method === 'verbatim' || !clip.hasPicture ? undefined : streams,
  };
}

/** Never rejects for a reason that lies in the clip, its files or the programs: that is a failed view. @throws the abort signal's reason */
export async function makeClipView(clip: ClipToView, context: ViewContext): Promise<ClipViewOutcome> {
  try {
    await access(clip.filePath);
    return await viewOf(clip, context);
  } catch (error) {
    context.abortSignal.throwIfAborted();
    if (error instanceof KsBuildError) return { kind: 'failed', because: error.message };
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    const isGone = code === 'ENOENT' || code === 'ENOTDIR';
    return { kind: 'failed', because: isGone ? `the file is gone: ${clip.filePath} (see ks-build verify)` : message };
  }
}

async function viewOf(clip: ClipToView, context: ViewContext): Promise<ClipViewOutcome> {
  const streams = clip.streams ?? (await askForStreams(clip.filePath, context));
  if (typeof streams === 'string') return { kind: 'failed', because: oneLine(streams) };
  if (streams.videoIndex === undefined && streams.audioIndex === undefined)
    return { kind: 'failed', because: 'the file has neither picture nor sound' };
  const outcome = await decodeView(clip.filePath, streams, SAMPLE_RATE_HZ, context);
  if (outcome.kind === 'failed') return { kind: 'failed', because: oneLine(outcome.message) };
  const { film, mono, complaint } = outcome.decoded;
  const filmSeconds = film === undefined ? 0 : film.count / film.videoFps;
  const soundSeconds = (mono?.length ?? 0) / SAMPLE_RATE_HZ;
  return {
    kind: 'view',
    view: {
      durationSeconds: Math.max(filmSeconds, soundSeconds),
      film,
      sound: mono && soundView(mono, (await cachedLogMel(clip)) ?? computeLogMel(mono, PARAMETERS)),
    },
    complaint: complaint && oneLine(complaint),
  };
}

const PARAMETERS = { ...LOG_MEL, sampleRateHz: SAMPLE_RATE_HZ };

/** Text: why there is no answer. */
async function askForStreams(filePath: string, context: ViewContext): Promise<ViewStreams | string> {
  const outcome = await probe(filePath, context);
  if (outcome.kind === 'unreadable') return outcome.message;
  if (outcome.kind === 'trouble') return outcome.trouble.message;
  return {
    videoIndex: chooseVideoStream(outcome.probe.videoStreams)?.index,
    audioIndex: chooseAudioStream(outcome.probe.audioStreams)?.index,
  };
}

/** The cache saves work and nothing else: one that cannot be read is no trouble of the clip. */
async function cachedLogMel(clip: ClipToView): Promise<LogMel | undefined> {
  try {
    const arrays = await readClipArrays(clip);
    if (arrays === undefined || arrays.melFrames === 0) return undefined;
    return { values: arrays.logMel, melFrames: arrays.melFrames, melBins: arrays.melBins };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === undefined) throw error;
    return undefined;
  }
}

function soundView(mono: Int16Array, logMel: LogMel): SoundView {
  const envelope = computeEnvelope(mono, SAMPLE_RATE_HZ / ENVELOPE_STEPS_PER_SECOND);
  return {
    envelope,
    envelopeStepsPerSecond: ENVELOPE_STEPS_PER_SECOND,
    peakDbfs: peakDbfs(envelope),
    mel: melPicture(logMel.values),
    melFrames: logMel.melFrames,
    melBins: logMel.melBins,
    melFramesPerSecond: SAMPLE_RATE_HZ / LOG_MEL.hopLength,
  };
}

function oneLine(message: string): string {
  return message.trim().replace(/\s*\n\s*/g, ' · ');
}
