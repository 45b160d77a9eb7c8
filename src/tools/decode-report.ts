// One ffmpeg that decodes a file to the end and tells all that a clip's facts need: its arguments, and what its outputs mean. Pure.
// Two outputs, and the clip's arrays where they are wanted: thumbnails on fd 3, and on stdout ffmpeg's `framecrc` list, one line a video frame or piece of sound with its time.
import { type ClipShape, clipOutputs, DECODER_OPTIONS, EVEN_TIMES, smallPicture, soundFilters } from './decode-clip.ts';
import type { CutStreams, Interval } from './ffmpeg-arguments.ts';
import { fileUrl, SAFE_INPUT_OPTIONS } from './safe-input.ts';

/** Descriptor on which the thumbnails come; those of the arrays follow. */
const THUMBNAILS_FD = 3;

/** Sound is listed in pieces of about a third of a second: a line for each codec frame would be half of the list. */
const SAMPLES_A_LINE = 16384;

export interface DecodeWishes {
  readonly interval: Interval;
  readonly thumbnailSidePx: number;
  readonly shape: ClipShape;
  /** The clip's arrays come too, on three more descriptors: next to nothing, since starting ffmpeg and decoding is nearly all the cost. */
  readonly withArrays: boolean;
}

/** Thumbnails are made of the small picture whether the arrays are wanted or not: the same facts either way. */
function pictureFilters(pad: string, { thumbnailSidePx, shape, withArrays }: DecodeWishes): string[] {
  const small = `${pad}${smallPicture(shape)}`;
  const smaller = `scale=${thumbnailSidePx}:${thumbnailSidePx}:flags=area,format=gray,split[thumbnails][times]`;
  return withArrays
    ? [`${small},split[asItIs][uneven]`, `[asItIs]${smaller}`, `[uneven]${EVEN_TIMES}[picture]`]
    : [`${small},${smaller}`];
}

/** volumedetect reads 16-bit samples; its answer has steps of 0.1 dB, and -91.0 is digital silence. */
function levelFilters(pad: string, { shape, withArrays }: DecodeWishes): string[] {
  const levels = `volumedetect,asetnsamples=n=${SAMPLES_A_LINE}:p=0[sound]`;
  return withArrays
    ? [`${pad}asplit[levels][heard]`, `[levels]${levels}`, ...soundFilters('[heard]', shape)]
    : [`${pad}${levels}`];
}

export function decodeArguments(filePath: string, streams: CutStreams, wishes: DecodeWishes): string[] {
  const { seekSeconds, durationSeconds } = wishes.interval;
  const graph = pictureFilters(`[0:${streams.videoIndex}]`, wishes);
  if (streams.audioIndex !== undefined) graph.push(...levelFilters(`[0:${streams.audioIndex}]`, wishes));
  const seek = seekSeconds === 0 ? [] : ['-ss', seekSeconds.toFixed(6)];
  const length = durationSeconds === undefined ? [] : ['-t', durationSeconds.toFixed(6)];
  return [
    ...['-nostdin', '-hide_banner', '-nostats', '-loglevel', 'level+info', '-xerror', ...DECODER_OPTIONS],
    ...[...seek, ...length, ...SAFE_INPUT_OPTIONS, '-i', fileUrl(filePath)],
    ...['-filter_complex_threads', '1', '-filter_complex', graph.join(';')],
    ...['-map', '[thumbnails]', '-fps_mode', 'passthrough', '-f', 'rawvideo', `pipe:${THUMBNAILS_FD}`],
    ...['-map', '[times]', ...(streams.audioIndex === undefined ? [] : ['-map', '[sound]'])],
    ...['-fps_mode', 'passthrough', '-c:v', 'rawvideo', '-c:a', 'pcm_s16le', '-f', 'framecrc', 'pipe:1'],
    ...(wishes.withArrays ? clipOutputs(streams, THUMBNAILS_FD + 1) : []),
  ];
}

export interface DecodedVideo {
  readonly codec: string;
  readonly pixelFormat: string;
  readonly widthPx: number;
  readonly heightPx: number;
  /** Presentation times of all video frames, then the end of the last one. */
  readonly timesSeconds: readonly number[];
}

export interface DecodedAudio {
  readonly codec: string;
  readonly channels: number;
  readonly sampleRateHz: number;
  readonly startSeconds: number;
  readonly endSeconds: number;
  readonly meanLevelDbfs: number;
  readonly peakLevelDbfs: number;
}

export interface DecodeReport {
  readonly container: string;
  /** undefined when no video frame came out. */
  readonly video: DecodedVideo | undefined;
  /** undefined when no sample came out. */
  readonly audio: DecodedAudio | undefined;
  readonly errors: readonly string[];
}

export interface Packet {
  readonly timeSeconds: number;
  readonly durationSeconds: number;
  readonly sizeBytes: number;
}

export interface PacketList {
  readonly packets: ReadonlyMap<number, readonly Packet[]>;
  readonly sampleRateHz: number | undefined;
}

/** Lines such as `#tb 0: 1/15360` and `0, dts, pts, duration, size, 0xchecksum`. */
export function parseFrameList(frameList: string): PacketList {
  const timeBases = new Map<number, number>();
  const packets = new Map<number, Packet[]>();
  let sampleRateHz: number | undefined;
  for (const line of frameList.split('\n')) {
    if (line.startsWith('#')) {
      const [, key, stream, value = ''] = /^#(\w+) (\d+): (.*)$/.exec(line) ?? [];
      const [numerator, denominator] = value.split('/').map(Number);
      if (key === 'tb') timeBases.set(Number(stream), (numerator as number) / (denominator as number));
      if (key === 'sample_rate') sampleRateHz = Number(value);
      continue;
    }
    const fields = line.split(',');
    if (fields.length < 5) continue;
    const [stream, , pts, duration, sizeBytes] = fields.map(Number) as [number, number, number, number, number];
    const timeBase = timeBases.get(stream) ?? 1;
    const packet = { timeSeconds: pts * timeBase, durationSeconds: duration * timeBase, sizeBytes };
    const list = packets.get(stream);
    if (list === undefined) packets.set(stream, [packet]);
    else list.push(packet);
  }
  return { packets, sampleRateHz };
}

/** `Stream #0:1[0x2](und): Audio: aac (LC) (mp4a / 0x6134706D), 44100 Hz, stereo, fltp, 127 kb/s`: how ffmpeg lists what it opened. */
function streamLine(log: string, index: number): string {
  const input = log.slice(log.indexOf('Input #0'), log.indexOf('Output #0'));
  return new RegExp(`Stream #0:${index}\\b.*`).exec(input)?.[0] ?? '';
}

function parseVideo(log: string, index: number, packets: readonly Packet[]): DecodedVideo | undefined {
  if (packets.length === 0) return undefined;
  const line = streamLine(log, index);
  const [, pixelFormat = 'unknown', widthPx, heightPx] = /, (\w+)(?:\([^)]*\))?, (\d+)x(\d+)/.exec(line) ?? [];
  const timesSeconds = packets.map((packet) => packet.timeSeconds).sort((a, b) => a - b);
  return {
    codec: codecIn(line),
    pixelFormat,
    widthPx: Number(widthPx ?? 0),
    heightPx: Number(heightPx ?? 0),
    timesSeconds: [...timesSeconds, endOfVideo(timesSeconds, packets.at(-1) as Packet)],
  };
}

/** The last video frame lasts as long as the mean one; alone, as long as the file says. */
function endOfVideo(timesSeconds: readonly number[], lastPacket: Packet): number {
  const first = timesSeconds[0] as number;
  const last = timesSeconds.at(-1) as number;
  const count = timesSeconds.length;
  return last + (count > 1 ? (last - first) / (count - 1) : lastPacket.durationSeconds);
}

function codecIn(line: string): string {
  return /(?:Video|Audio): (\w+)/.exec(line)?.[1] ?? 'unknown';
}

/** The filter reports once for each time that it was set up; the last report is the one that heard the sound. */
function levelIn(log: string, name: 'mean_volume' | 'max_volume'): number | undefined {
  const levels = [...log.matchAll(new RegExp(`${name}: (-?[\\d.]+) dB`, 'g'))];
  const text = levels.at(-1)?.[1];
  return text === undefined ? undefined : Number(text);
}

function parseAudio(log: string, index: number, list: PacketList, silenceDbfs: number): DecodedAudio | undefined {
  const packets = list.packets.get(1) ?? [];
  const first = packets[0];
  const last = packets.at(-1);
  if (first === undefined || last === undefined) return undefined;
  const sampleRateHz = list.sampleRateHz ?? 0;
  const samplesInFirst = first.durationSeconds * sampleRateHz;
  return {
    codec: codecIn(streamLine(log, index)),
    // Two bytes a sample.
    channels: Math.round(first.sizeBytes / 2 / samplesInFirst),
    sampleRateHz,
    startSeconds: first.timeSeconds,
    endSeconds: last.timeSeconds + last.durationSeconds,
    meanLevelDbfs: levelIn(log, 'mean_volume') ?? silenceDbfs,
    peakLevelDbfs: levelIn(log, 'max_volume') ?? silenceDbfs,
  };
}

/** Under -xerror a decoder's complaint ends the run: without an exit status there was none, whatever else stands in the log. */
function errorsIn(log: string, exitCode: number | undefined): string[] {
  if (exitCode === 0) return [];
  const lines = log.split('\n').filter((line) => /\[(?:error|fatal|panic)\]/.test(line));
  const texts = lines.map((line) => line.replace(/ @ 0x[0-9a-f]+/g, '').replace(/\[(?:error|fatal|panic)\] /, ''));
  return texts.length > 0 ? [...new Set(texts)].slice(0, MOST_ERRORS) : [`ffmpeg ended with status ${exitCode}`];
}

const MOST_ERRORS = 10;

export function parseDecodeReport(
  streams: CutStreams,
  outputs: { readonly frameList: string; readonly log: string; readonly exitCode: number | undefined },
  silenceDbfs: number,
): DecodeReport {
  const list = parseFrameList(outputs.frameList);
  const { audioIndex } = streams;
  return {
    container: /Input #0, ([^,]+),/.exec(outputs.log)?.[1] ?? 'unknown',
    video: parseVideo(outputs.log, streams.videoIndex, list.packets.get(0) ?? []),
    audio: audioIndex === undefined ? undefined : parseAudio(outputs.log, audioIndex, list, silenceDbfs),
    errors: errorsIn(outputs.log, outputs.exitCode),
  };
}
