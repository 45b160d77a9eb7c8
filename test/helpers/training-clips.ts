// Clips to train on, made by ffmpeg: a picture that moves and a tone, and one that flashes white when it beeps.
import { join } from 'node:path';
import type { ExampleShape } from '../../src/training-data/example-shape.ts';
import { type MediaEstimate, prepareMedia } from '../../src/training-data/prepare-media.ts';
import { mediaCachePath, type TrainingClip } from '../../src/training-data/training-clip.ts';
import { ffmpeg, movingPicture, tone, toolContext } from './cutting.ts';

const BOTH = { videoIndex: 0, audioIndex: 1 };
const ENCODE = ['-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p', '-c:a', 'aac'];

export function trainingClip(folder: string, name: string, shape: ExampleShape, label = 0): TrainingClip {
  return {
    clipId: name,
    label,
    filePath: join(folder, `${name}.mp4`),
    sha256: `sha-of-${name}`,
    cachePath: join(folder, mediaCachePath(`clips/${name}.mp4`, shape.media)),
  };
}

export async function movingClip(clip: TrainingClip, seconds: number, size = '96x64'): Promise<void> {
  await ffmpeg(...movingPicture(size, '25', seconds), ...tone(44_100, seconds), ...ENCODE, clip.filePath);
}

export const FLASH_SECONDS = 4;

/** Black and silent, but white and loud from 4 s to 5 s of its 8. */
export async function flashAndBeep(clip: TrainingClip): Promise<void> {
  const isOn = `between(t,${FLASH_SECONDS},${FLASH_SECONDS}.999)`;
  await ffmpeg(
    ...['-f', 'lavfi', '-i', `color=black:size=96x64:rate=25:duration=8,drawbox=t=fill:color=white:enable='${isOn}'`],
    ...['-f', 'lavfi', '-i', `aevalsrc='0.5*sin(2*PI*1000*t)*${isOn}':sample_rate=44100:duration=8`],
    ...[...ENCODE, clip.filePath],
  );
}

/** Clips whose name begins with `mute` have no sound. */
export function prepare(
  clips: readonly TrainingClip[],
  shape: ExampleShape,
  onEstimate: (estimate: MediaEstimate) => void = () => {},
) {
  const streamsOf = async ({ clipId }: TrainingClip) =>
    clipId.startsWith('mute') ? { videoIndex: 0, audioIndex: undefined } : BOTH;
  const options = { jobs: 2, streamsOf, onEstimate, onClip: () => {} };
  return prepareMedia(clips, shape.media, options, toolContext);
}
