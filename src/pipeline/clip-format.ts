// What a re-encoded clip looks like: size, constant frame rate, channels, sample rate. Pure arithmetic on the chosen streams.
import type { Config } from '../config.ts';
import type { PictureTarget, SoundTarget } from '../tools/ffmpeg-arguments.ts';
import type { ProbedAudioStream, ProbedVideoStream } from '../tools/ffprobe.ts';

/** Broadcast and camera rates; a mean rate this close to one of them is that rate, measured over a finite file. */
const USUAL_FPS: readonly { readonly fps: number; readonly text: string }[] = [
  { fps: 24000 / 1001, text: '24000/1001' },
  { fps: 24, text: '24' },
  { fps: 25, text: '25' },
  { fps: 30000 / 1001, text: '30000/1001' },
  { fps: 30, text: '30' },
];
const USUAL_FPS_TOLERANCE_RATIO = 0.0005;
/** Sources that run faster than the limit are divided evenly (60 -> 30, 50 -> 25) unless that leaves less than film's rate. */
const LEAST_DIVIDED_FPS = 23.9;
/** A slide show claims as little as one image a minute; below this a constant rate serves nobody (chosen). */
const LEAST_FPS = 1;
/** When the file does not say: the rate of most web video (chosen). */
const UNKNOWN_FPS = 30;

/** Sample rates of AAC (ISO/IEC 14496-3, table 1.18), Hz. */
const AAC_SAMPLE_RATES_HZ = new Set([
  96000, 88200, 64000, 48000, 44100, 32000, 24000, 22050, 16000, 12000, 11025, 8000, 7350,
]);
const MOST_CHANNELS = 2;

/** The source's mean rate, at most `maxFps`, as ffmpeg's rational. */
export function constantFps(meanFps: number | undefined, maxFps: number): string {
  const sourceFps = Math.max(LEAST_FPS, meanFps ?? UNKNOWN_FPS);
  const divided = sourceFps / Math.ceil(sourceFps / (maxFps * (1 + USUAL_FPS_TOLERANCE_RATIO)));
  const fps = divided === sourceFps || divided >= LEAST_DIVIDED_FPS ? divided : maxFps;
  const usual = USUAL_FPS.find((candidate) => Math.abs(fps / candidate.fps - 1) < USUAL_FPS_TOLERANCE_RATIO);
  return usual?.text ?? `${Math.round(fps * 1000)}/1000`;
}

/** x264 with 4:2:0 takes even sides only. Rounded down, never up; the small part makes up for 255.9999 of the arithmetic. */
function even(px: number): number {
  return Math.max(2, 2 * Math.floor(px / 2 + 1e-6));
}

/** The picture as players display it: turned, with square pixels; its shorter side `shortSidePx` or less. */
export function scaledSize(video: ProbedVideoStream, shortSidePx: number): { widthPx: number; heightPx: number } {
  const squareWidthPx = video.widthPx * video.sampleAspectRatio;
  const isTurned = video.rotationDegrees === 90 || video.rotationDegrees === 270;
  const [widthPx, heightPx] = isTurned ? [video.heightPx, squareWidthPx] : [squareWidthPx, video.heightPx];
  const scale = Math.min(1, shortSidePx / Math.min(widthPx, heightPx));
  return { widthPx: even(widthPx * scale), heightPx: even(heightPx * scale) };
}

export function pictureTarget(video: ProbedVideoStream, startSeconds: number, settings: Config['cut']): PictureTarget {
  return {
    ...scaledSize(video, settings.shortSidePx),
    videoFps: constantFps(video.meanVideoFps, settings.maxVideoFps),
    startSeconds,
    x264Preset: settings.x264Preset,
    x264Crf: settings.x264Crf,
  };
}

export function soundTarget(audio: ProbedAudioStream, fillsFromZero: boolean, settings: Config['cut']): SoundTarget {
  const isAacRate = AAC_SAMPLE_RATES_HZ.has(audio.sampleRateHz);
  return {
    channels: Math.min(audio.channels, MOST_CHANNELS),
    sampleRateHz: isAacRate ? audio.sampleRateHz : settings.fallbackSampleRateHz,
    bitrateKbps: settings.audioBitrateKbps,
    fillsFromZero,
  };
}
