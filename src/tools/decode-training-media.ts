// One ffmpeg that decodes a clip to what is trained on: a small film in its own proportions and mono samples. Pure but for the run.
import type { Readable } from 'node:stream';
import type { VideoFrames } from '../dataset/clip-view.ts';
import type { CutStreams } from './ffmpeg-arguments.ts';
import { filmReel } from './film-reel.ts';
import { lastLines, type MediaToolContext, runMediaTool } from './media-tool.ts';
import { monoSound } from './mono-sound.ts';
import { fileUrl, SAFE_INPUT_OPTIONS } from './safe-input.ts';

export interface TrainingMediaShape {
  /** Shorter side of the film. */
  readonly shortSidePx: number;
  readonly videoFps: number;
  readonly sampleRateHz: number;
}

export interface TrainingMedia {
  /** Frame i is what a viewer sees at the instant i / videoFps. */
  readonly film: VideoFrames;
  /** Sample i is heard at i / sampleRateHz; empty: no sound stream. */
  readonly mono: Int16Array;
}

type DecodeTrainingMediaOutcome =
  | { readonly kind: 'decoded'; readonly media: TrainingMedia }
  | { readonly kind: 'failed'; readonly message: string };

/** Of a picture that is longer than this times its shorter side, the middle is kept. */
const LONGEST_SIDE_RATIO = 2;
/** A film that is larger keeps every second video frame, then every fourth: ten times a clip of 10 s of the largest shape. */
const MOST_FILM_BYTES = 128 * 1024 ** 2;
/** No clip lasts longer, seconds; a file that claims to last for ever ends here. */
const MOST_SECONDS = 600;

/**
 * The film comes on fd 3 as PPM pictures, which tell their own size, the sound on fd 4. Both begin at 0 on the file's clock. Times are
 * rounded up to the grid of the film, so that a frame of it never shows what comes only after its instant.
 */
function decodeTrainingMediaArguments(
  filePath: string,
  streams: CutStreams,
  { shortSidePx, videoFps, sampleRateHz }: TrainingMediaShape,
): string[] {
  const width = `trunc(max(${shortSidePx},${shortSidePx}*dar)/2)*2`;
  const height = `trunc(max(${shortSidePx},${shortSidePx}/dar)/2)*2`;
  const longest = LONGEST_SIDE_RATIO * shortSidePx;
  const sound = monoSound(streams, sampleRateHz, 'pipe:4');
  const graph = [
    `[0:${streams.videoIndex}]fps=fps=${videoFps}:start_time=0:round=up,scale=w='${width}':h='${height}':flags=area,` +
      `crop=w='min(iw,${longest})':h='min(ih,${longest})',format=rgb24[film]`,
    ...sound.chains,
  ];
  const film = ['-map', '[film]', '-fps_mode', 'passthrough', '-c:v', 'ppm', '-f', 'image2pipe', 'pipe:3'];
  const outputs = [...film, ...sound.outputs];
  return [
    ...['-nostdin', '-hide_banner', '-nostats', '-loglevel', 'error', '-threads', '1', '-t', String(MOST_SECONDS)],
    ...[...SAFE_INPUT_OPTIONS, '-i', fileUrl(filePath)],
    ...['-filter_complex_threads', '1', '-filter_complex', graph.join(';'), ...outputs],
  ];
}

/** @throws MissingToolError, or the abort signal's reason */
export async function decodeTrainingMedia(
  filePath: string,
  streams: CutStreams,
  shape: TrainingMediaShape,
  context: MediaToolContext & { readonly ffmpegPath: string },
): Promise<DecodeTrainingMediaOutcome> {
  const reel = filmReel(MOST_FILM_BYTES);
  const sound: Buffer[] = [];
  const takers = [(chunk: Buffer) => reel.take(chunk), (chunk: Buffer) => sound.push(chunk)];
  const end = await runMediaTool(context.ffmpegPath, decodeTrainingMediaArguments(filePath, streams, shape), context, {
    extraPipes: takers.map((take) => (stream: Readable) => stream.on('data', take)),
  });
  if (end.trouble !== undefined) return { kind: 'failed', message: end.trouble.message };
  const film = reel.film(shape.videoFps);
  if (end.exitCode !== 0 || film === undefined)
    return { kind: 'failed', message: lastLines(end.stderrTail) || 'no video frame came out' };
  const bytes = new Uint8Array(Buffer.concat(sound));
  return { kind: 'decoded', media: { film, mono: new Int16Array(bytes.buffer, 0, Math.floor(bytes.length / 2)) } };
}
