// Probed streams and media for tests of pure functions: ordinary ones, of which a test changes what it is about.
import type { SourceMedia } from '../../src/sources/source.ts';
import type { MediaProbe, ProbedAudioStream, ProbedVideoStream } from '../../src/tools/ffprobe.ts';

export function videoStream(changes: Partial<ProbedVideoStream> = {}): ProbedVideoStream {
  return {
    index: 0,
    codec: 'h264',
    pixelFormat: 'yuv420p',
    widthPx: 640,
    heightPx: 360,
    sampleAspectRatio: 1,
    rotationDegrees: 0,
    meanVideoFps: 30,
    startSeconds: 0,
    durationSeconds: 180,
    isDefault: true,
    isAttachedPicture: false,
    ...changes,
  };
}

export function audioStream(changes: Partial<ProbedAudioStream> = {}): ProbedAudioStream {
  return {
    index: 1,
    codec: 'aac',
    channels: 2,
    sampleRateHz: 44100,
    startSeconds: 0,
    durationSeconds: 180,
    isDefault: true,
    isAside: false,
    ...changes,
  };
}

export function mediaProbe(changes: Partial<MediaProbe> = {}): MediaProbe {
  return {
    container: 'mov',
    startSeconds: 0,
    durationSeconds: 180,
    videoStreams: [videoStream()],
    audioStreams: [audioStream()],
    ...changes,
  };
}

export function sourceMedia(changes: Partial<SourceMedia> = {}): SourceMedia {
  return {
    filePath: 'video.mp4',
    originSeconds: 0,
    extent: 'whole',
    route: 'file',
    sizeBytes: 1,
    ownership: 'borrowed',
    provenance: 'video.mp4',
    ...changes,
  };
}
