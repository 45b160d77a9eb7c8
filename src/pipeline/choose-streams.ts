// Which picture and which sound of a file with several are meant. Pure. ffmpeg's own choice is not asked: of two equal sounds it takes
// the first, although that may be the telephone-quality one.
import type { ProbedAudioStream, ProbedVideoStream } from '../tools/ffprobe.ts';

/** Below this a stream holds speech band only; a corpus of sounds wants the other one (chosen). */
const WIDE_BAND_FROM_HZ = 16000;
/** More channels than these are mixed down anyway. */
const KEPT_CHANNELS = 2;

/** The stream for which the earliest differing preference is greatest; the first of equals. */
function best<Stream>(
  streams: readonly Stream[],
  preferences: readonly ((stream: Stream) => number)[],
): Stream | undefined {
  const [first, ...rest] = streams;
  if (first === undefined) return undefined;
  return rest.reduce((leader, challenger) => {
    const difference = preferences.map((prefer) => prefer(challenger) - prefer(leader)).find((by) => by !== 0) ?? 0;
    return difference > 0 ? challenger : leader;
  }, first);
}

/** The author's default first, then the largest picture. Cover images are no pictures. */
export function chooseVideoStream(streams: readonly ProbedVideoStream[]): ProbedVideoStream | undefined {
  const moving = streams.filter((stream) => !stream.isAttachedPicture && stream.widthPx > 0 && stream.heightPx > 0);
  return best(moving, [(stream) => Number(stream.isDefault), (stream) => stream.widthPx * stream.heightPx]);
}

/**
 * The main programme rather than a commentary; wide band rather than telephone band; then what the author marked as default (the
 * mix that viewers hear); then the higher sample rate; then more channels, up to the two that are kept; then the first.
 */
export function chooseAudioStream(streams: readonly ProbedAudioStream[]): ProbedAudioStream | undefined {
  const sounding = streams.filter((stream) => stream.channels > 0 && stream.sampleRateHz > 0);
  return best(sounding, [
    (stream) => Number(!stream.isAside),
    (stream) => Number(stream.sampleRateHz >= WIDE_BAND_FROM_HZ),
    (stream) => Number(stream.isDefault),
    (stream) => stream.sampleRateHz,
    (stream) => Math.min(stream.channels, KEPT_CHANNELS),
  ]);
}
