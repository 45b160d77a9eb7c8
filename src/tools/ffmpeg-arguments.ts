// Arguments of the ffmpeg that writes a clip. Pure. fluent-ffmpeg composes them and is not asked to run anything: its runner starts two
// more processes to list formats and encoders, has no process group and no extra pipes (README, choices).
import fluentFfmpeg from 'fluent-ffmpeg';
import { fileUrl, SAFE_INPUT_OPTIONS } from './safe-input.ts';

export interface CutStreams {
  readonly videoIndex: number;
  readonly audioIndex: number | undefined;
}

/** What of the source is wanted, on the clock that starts with the file's earliest stream. */
export interface Interval {
  readonly seekSeconds: number;
  /** undefined: to the end. */
  readonly durationSeconds: number | undefined;
  /** Decoded before the interval and thrown away, for containers in which a seek may land behind the keyframe that is needed. */
  readonly prerollSeconds: number;
}

export const WHOLE_FILE: Interval = { seekSeconds: 0, durationSeconds: undefined, prerollSeconds: 0 };

export interface PictureTarget {
  readonly widthPx: number;
  readonly heightPx: number;
  /** As ffmpeg's rational: `30000/1001`. */
  readonly videoFps: string;
  /** Where the picture begins inside the clip; the first video frame is held from here on. */
  readonly startSeconds: number;
  readonly x264Preset: string;
  readonly x264Crf: number;
}

export interface SoundTarget {
  readonly channels: number;
  readonly sampleRateHz: number;
  readonly bitrateKbps: number;
  /** Silence from 0 to the source's first sample; without it a late sound stays late in the file. */
  readonly fillsFromZero: boolean;
}

interface CutFiles {
  readonly inputPath: string;
  readonly outputPath: string;
}

/** Microseconds are ffmpeg's own unit; plain decimals, never `1e-7`. */
function secondsText(seconds: number): string {
  return seconds.toFixed(6);
}

/** One thread a process and one process a core: x264 with more threads costs more CPU for the same clip. */
const GLOBAL_OPTIONS = [
  '-nostdin',
  '-hide_banner',
  '-nostats',
  '-loglevel',
  'error',
  '-xerror',
  '-filter_threads',
  '1',
];

/** No title, chapter, encoder string or date of the source: equal cuts are equal files. The index comes first, for streaming. */
const CONTAINER_OPTIONS = [
  ...['-map_metadata', '-1', '-map_chapters', '-1', '-fflags', '+bitexact', '-movflags', '+faststart', '-y'],
];

function compose(files: CutFiles, streams: CutStreams, interval: Interval): fluentFfmpeg.FfmpegCommand {
  const command = fluentFfmpeg()
    .input(fileUrl(files.inputPath))
    .inputOptions([...GLOBAL_OPTIONS, '-threads', '1', ...SAFE_INPUT_OPTIONS])
    // Before the input: ffmpeg jumps to the video's previous keyframe, decodes from there and drops what comes before.
    .seekInput(secondsText(interval.seekSeconds - interval.prerollSeconds))
    .outputOptions(['-map', `0:${streams.videoIndex}`])
    .outputOptions(streams.audioIndex === undefined ? ['-an'] : ['-map', `0:${streams.audioIndex}`])
    .outputOptions(CONTAINER_OPTIONS)
    .format('mp4')
    .output(fileUrl(files.outputPath));
  return interval.durationSeconds === undefined ? command : command.duration(secondsText(interval.durationSeconds));
}

function argumentsOf(command: fluentFfmpeg.FfmpegCommand): string[] {
  return command._getArguments().map(String);
}

/** Before all other filters: drops the preroll and lets the clip's clock begin where it ends. */
function withoutPreroll(trim: string, setTimes: string, { prerollSeconds }: Interval): fluentFfmpeg.AudioVideoFilter[] {
  if (prerollSeconds === 0) return [];
  const start = secondsText(prerollSeconds);
  return [
    { filter: trim, options: { start } },
    { filter: setTimes, options: `PTS-${start}/TB` },
  ];
}

/**
 * Decodes the interval and writes H.264 and AAC. The picture lies on a constant grid that starts with the clip, so that the first
 * video frame stands at 0 although the source's grid does not meet the cut; holes in the sound become silence, else all after a hole
 * would come early.
 */
export function reEncodeArguments(
  files: CutFiles,
  streams: CutStreams,
  interval: Interval,
  picture: PictureTarget,
  sound: SoundTarget | undefined,
): string[] {
  const command = compose(files, streams, interval)
    .videoCodec('libx264')
    .videoFilters([
      ...withoutPreroll('trim', 'setpts', interval),
      { filter: 'fps', options: { fps: picture.videoFps, start_time: secondsText(picture.startSeconds) } },
      { filter: 'scale', options: [picture.widthPx, picture.heightPx].map(String) },
      { filter: 'setsar', options: '1' },
      { filter: 'format', options: 'yuv420p' },
    ])
    .outputOptions(['-preset', picture.x264Preset, '-crf', String(picture.x264Crf)])
    // The grid is made above: ffmpeg itself must neither double nor drop video frames.
    .outputOptions(['-fps_mode', 'passthrough', '-threads:v', '1', '-flags:v', '+bitexact']);
  if (sound !== undefined) {
    command
      .audioCodec('aac')
      .audioChannels(sound.channels)
      .audioFrequency(sound.sampleRateHz)
      .audioBitrate(`${sound.bitrateKbps}k`)
      .audioFilters([
        ...withoutPreroll('atrim', 'asetpts', interval),
        { filter: 'aresample', options: { async: 1, ...(sound.fillsFromZero ? { first_pts: 0 } : {}) } },
      ])
      .outputOptions(['-flags:a', '+bitexact']);
  }
  return argumentsOf(command);
}

/** Copies the packets: quick, and never more exact than the keyframe before the cut and the players' regard for edit lists. */
export function copyArguments(files: CutFiles, streams: CutStreams, interval: Interval): string[] {
  return argumentsOf(compose(files, streams, interval).outputOptions(['-c', 'copy']));
}
