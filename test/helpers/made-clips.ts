// Clips for the filter without any file: a square that jumps with every beat, a low or a high one by class.

import { arraysOf } from '../../src/pipeline/clip-arrays.ts';
import type { ClipToFilter } from '../../src/pipeline/filter-corpus.ts';
import type { ClipArrays } from '../../src/signal/clip-arrays.ts';
import { PICTURE_SIDE_PX, SAMPLE_RATE_HZ } from '../../src/signal/clip-arrays.ts';
import { seededRandom, seedOf } from '../../src/signal/seeded-random.ts';
import type { DecodedClip } from '../../src/tools/decode-clip.ts';

const VIDEO_FPS = 25;
const SECONDS = 4;
const GREY = 128;
const BEAT_SECONDS = 0.4;

function beatsOf(clipName: string): number[] {
  const random = seededRandom(seedOf('beats', clipName));
  const beats: number[] = [];
  for (let seconds = random.next(); seconds < SECONDS; seconds += BEAT_SECONDS * (1 + random.next()))
    beats.push(seconds);
  return beats;
}

export function madeDecoded({ clipName, label }: Pick<ClipToFilter, 'clipName' | 'label'>): DecodedClip {
  const beats = beatsOf(clipName);
  const pitchHz = label === 'low' ? 200 : 2000;
  const mono = new Int16Array(SECONDS * SAMPLE_RATE_HZ);
  for (const beat of beats) {
    for (let at = Math.round(beat * SAMPLE_RATE_HZ), age = 0; at < mono.length && age < 4000; at += 1, age += 1)
      mono[at]! += Math.round(6000 * Math.sin((2 * Math.PI * pitchHz * age) / SAMPLE_RATE_HZ) * Math.exp(-age / 800));
  }
  const random = seededRandom(seedOf('places', clipName));
  const places = beats.map(() => ({ row: random.below(48), column: random.below(48) }));
  const planes = Array.from({ length: SECONDS * VIDEO_FPS }, (_, videoFrame) => {
    const luma = new Uint8Array(PICTURE_SIDE_PX ** 2).fill(label === 'low' ? 60 : 160);
    const shown = places[beats.filter((beat) => beat <= videoFrame / VIDEO_FPS).length - 1];
    for (let at = 0; shown !== undefined && at < 256; at += 1)
      luma[(shown.row + (at >> 4)) * PICTURE_SIDE_PX + shown.column + (at & 15)] = 235;
    return luma;
  });
  const chroma = new Uint8Array(PICTURE_SIDE_PX ** 2).fill(GREY);
  return {
    picture: {
      videoFps: VIDEO_FPS,
      videoFrames: planes.length,
      widthPx: PICTURE_SIDE_PX,
      heightPx: PICTURE_SIDE_PX,
      plane: (videoFrame, plane) => (plane === 'y' ? planes[videoFrame]! : chroma),
    },
    sound: { wide: mono, channels: 1, sampleRateHz: SAMPLE_RATE_HZ, mono },
  };
}

export function madeArrays(clip: Pick<ClipToFilter, 'clipName' | 'label'>): ClipArrays {
  return arraysOf(madeDecoded(clip));
}
