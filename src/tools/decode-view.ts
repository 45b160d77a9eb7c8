// One ffmpeg that decodes a clip to what a person looks at: small video frames and mono samples. Pure but for the run.
import type { Readable } from 'node:stream';
import type { VideoFrames } from '../dataset/clip-view.ts';
import { filmReel } from './film-reel.ts';
import { lastLines, type MediaToolContext, runMediaTool } from './media-tool.ts';
import { monoSound } from './mono-sound.ts';
import { fileUrl, SAFE_INPUT_OPTIONS } from './safe-input.ts';

/** Which streams of the file are looked at and listened to; undefined: there is none. */
export interface ViewStreams {
  readonly videoIndex: number | undefined;
  readonly audioIndex: number | undefined;
}

/** The picture is fitted into this box with the sides that a viewer sees: pixel shape and rotation are applied. */
const BOX = { widthPx: 160, heightPx: 120 };
/** More video frames a second than this show a person nothing more. */
const MOST_VIDEO_FPS = 30;
/** 10 s at 30 video frames a second fill 17 MB of the box; a clip longer than 18 s is shown with fewer a second. */
const MOST_FILM_BYTES = 32 * 1024 ** 2;
/** Nothing that is judged at a glance lasts longer, seconds; a file that claims to last for ever ends here. */
const MOST_SECONDS = 600;

export interface DecodedView {
  readonly film: VideoFrames | undefined;
  readonly mono: Int16Array | undefined;
  /** What ffmpeg had to say against the file, although something came out; undefined: nothing. */
  readonly complaint: string | undefined;
}

export type DecodeViewOutcome =
  | { readonly kind: 'decoded'; readonly decoded: DecodedView }
  | { readonly kind: 'failed'; readonly message: string };

/**
 * The film comes on fd 3 as PPM pictures, which tell their own size; on fd 4 one line about its first video frame tells the rate; the
 * sound comes on fd 5. Both streams begin at 0 on the file's clock: what starts late is preceded by its first video frame, or silence.
 */
export function decodeViewArguments(filePath: string, streams: ViewStreams, monoSampleRateHz: number): string[] {
  const graph: string[] = [];
  const outputs: string[] = [];
  if (streams.videoIndex !== undefined) {
    const width = `max(2,trunc(min(${BOX.widthPx},${BOX.heightPx}*dar)/2)*2)`;
    const height = `max(2,trunc(min(${BOX.heightPx},${BOX.widthPx}/dar)/2)*2)`;
    graph.push(
      `[0:${streams.videoIndex}]fps=fps='min(source_fps,${MOST_VIDEO_FPS})':start_time=0,` +
        `scale=w='${width}':h='${height}':flags=area,format=rgb24,split[film][first]`,
    );
    outputs.push('-map', '[film]', '-fps_mode', 'passthrough', '-c:v', 'ppm', '-f', 'image2pipe', 'pipe:3');
    outputs.push('-map', '[first]', '-frames:v', '1', '-f', 'framecrc', 'pipe:4');
  }
  const sound = monoSound(streams, monoSampleRateHz, 'pipe:5');
  graph.push(...sound.chains);
  outputs.push(...sound.outputs);
  return [
    ...['-nostdin', '-hide_banner', '-nostats', '-loglevel', 'error', '-threads', '1', '-t', String(MOST_SECONDS)],
    ...[...SAFE_INPUT_OPTIONS, '-i', fileUrl(filePath)],
    ...['-filter_complex_threads', '1', '-filter_complex', graph.join(';'), ...outputs],
  ];
}

/** From `#tb 0: 1001/30000` and the first line `stream, dts, pts, duration, ...`: a video frame lasts duration x time base. */
export function videoFpsOf(frameList: string): number | undefined {
  const timeBase = /^#tb 0: (\d+)\/(\d+)/m.exec(frameList);
  const duration = /^0,\s*-?\d+,\s*-?\d+,\s*(\d+),/m.exec(frameList);
  if (timeBase === null || duration === null) return undefined;
  const videoFps = Number(timeBase[2]) / (Number(timeBase[1]) * Number(duration[1]));
  return Number.isFinite(videoFps) ? videoFps : undefined;
}

async function decodeStreams(
  filePath: string,
  streams: ViewStreams,
  monoSampleRateHz: number,
  context: MediaToolContext & { readonly ffmpegPath: string },
): Promise<DecodeViewOutcome> {
  const reel = filmReel(MOST_FILM_BYTES);
  const frameList: Buffer[] = [];
  const sound: Buffer[] = [];
  const takers = [
    (chunk: Buffer) => reel.take(chunk),
    (chunk: Buffer) => frameList.push(chunk),
    (chunk: Buffer) => sound.push(chunk),
  ];
  const end = await runMediaTool(
    context.ffmpegPath,
    decodeViewArguments(filePath, streams, monoSampleRateHz),
    context,
    { extraPipes: takers.map((take) => (stream: Readable) => stream.on('data', take)) },
  );
  const videoFps = videoFpsOf(Buffer.concat(frameList).toString('latin1'));
  const film = videoFps === undefined ? undefined : reel.film(videoFps);
  const bytes = new Uint8Array(Buffer.concat(sound));
  const mono = bytes.length < 2 ? undefined : new Int16Array(bytes.buffer, 0, Math.floor(bytes.length / 2));
  const complaint = end.trouble?.message ?? (lastLines(end.stderrTail, 2) || undefined);
  if (film !== undefined || mono !== undefined) return { kind: 'decoded', decoded: { film, mono, complaint } };
  return { kind: 'failed', message: complaint ?? 'nothing came out of it' };
}

/**
 * A stream that cannot be decoded at all ends ffmpeg before the other has begun: then each is decoded alone.
 * @throws MissingToolError, or the abort signal's reason
 */
export async function decodeView(
  filePath: string,
  streams: ViewStreams,
  monoSampleRateHz: number,
  context: MediaToolContext & { readonly ffmpegPath: string },
): Promise<DecodeViewOutcome> {
  const tries: readonly ViewStreams[] = [
    streams,
    { videoIndex: streams.videoIndex, audioIndex: undefined },
    { videoIndex: undefined, audioIndex: streams.audioIndex },
  ];
  const isBoth = streams.videoIndex !== undefined && streams.audioIndex !== undefined;
  let first: DecodeViewOutcome | undefined;
  for (const wanted of isBoth ? tries : [streams]) {
    const outcome = await decodeStreams(filePath, wanted, monoSampleRateHz, context);
    if (outcome.kind === 'decoded') return outcome;
    first ??= outcome;
  }
  return first!;
}
