// Measures clips that are cut already: decodes each once, keeps its arrays and writes its numbers into the index. Several at a time; the
// decoding runs beside us, the arithmetic here.
import PQueue from 'p-queue';
import { createMeasurementWriter } from '../store/measurements.ts';
import type { Index } from '../store/open.ts';
import type { DecodedClip } from '../tools/decode-clip.ts';
import { openSpeechDetector } from '../tools/silero-vad.ts';
import { arraysPath, type ClipArraysContext } from './clip-arrays.ts';
import { clipFileOf, type IndexedClip } from './clip-media.ts';
import { type AnalysedClip, analyseClip, analyseDecoded, type SpeechDetector } from './measure-signals.ts';
import type { Workspace } from './workspace.ts';

export interface ClipToMeasure extends IndexedClip {
  readonly clipId: number;
}

export interface MeasuringContext extends ClipArraysContext {
  readonly ffprobePath: string;
  readonly workspace: Pick<Workspace, 'absolute'>;
  readonly detectSpeech: SpeechDetector;
}

/**
 * Without its optional runtime the share of speech is not known. One clip after the other: the network keeps a state. The runtime is
 * loaded for the first clip, since it takes a second and many runs have nothing to measure.
 */
export function sharedSpeechDetector(): SpeechDetector {
  let opening: ReturnType<typeof openSpeechDetector> | undefined;
  let last: Promise<unknown> = Promise.resolve();
  return (mono) => {
    const share = last.then(async () => {
      opening ??= openSpeechDetector();
      return (await opening)?.(mono);
    });
    last = share.catch(() => undefined);
    return share;
  };
}

export interface MeasuringReport {
  readonly measured: number;
  /** Clips that could not be measured, with the words of the tool: the filter abstains on them. */
  readonly unmeasured: readonly { readonly path: string; readonly message: string }[];
}

/** Measures one clip, decoded already or not, and writes it down. @returns why it could not be measured, if so */
export function createClipMeasurer(index: Index, context: MeasuringContext) {
  const writer = createMeasurementWriter(index);
  return async (clip: ClipToMeasure, decoded?: DecodedClip): Promise<string | undefined> => {
    const outcome =
      decoded === undefined ? await decodeAndAnalyse(clip, context) : await analyse(clip, decoded, context);
    if (typeof outcome === 'string') return outcome;
    writer.save(clip.clipId, clip.sha256, outcome.measurements);
    return undefined;
  };
}

async function decodeAndAnalyse(clip: ClipToMeasure, context: MeasuringContext): Promise<AnalysedClip | string> {
  const file = await clipFileOf(clip, context.workspace, context);
  if (file === undefined) return 'no picture to decode';
  const outcome = await analyseClip(file, context.detectSpeech, context);
  return outcome.kind === 'failed' ? outcome.failure.message : outcome;
}

function analyse(clip: ClipToMeasure, decoded: DecodedClip, context: MeasuringContext): Promise<AnalysedClip> {
  const file = { sha256: clip.sha256, arraysPath: context.workspace.absolute(arraysPath(clip.path)) };
  return analyseDecoded(file, decoded, context.detectSpeech);
}

/** @throws the abort signal's reason: what is measured until then stays */
export async function measureClips(
  index: Index,
  clips: readonly ClipToMeasure[],
  jobs: number,
  context: MeasuringContext,
  onClip: (done: number) => void,
): Promise<MeasuringReport> {
  const measure = createClipMeasurer(index, context);
  const queue = new PQueue({ concurrency: jobs });
  const unmeasured: { path: string; message: string }[] = [];
  let done = 0;
  await queue.addAll(
    clips.map((clip) => async () => {
      context.abortSignal.throwIfAborted();
      const message = await measure(clip);
      if (message !== undefined) unmeasured.push({ path: clip.path, message });
      done += 1;
      onClip(done);
    }),
  );
  return { measured: done - unmeasured.length, unmeasured };
}
