// A folder with the media that the tests of the video site serve: moving picture and noise, so that each frame and sample tells its place.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

export interface SiteMedia {
  readonly directory: string;
  file(name: string): string;
  make(): void;
  remove(): void;
}

const inputs = (videoFps: string, seconds: number): string[] => [
  ...['-f', 'lavfi', '-i', `testsrc2=size=160x90:rate=${videoFps}:duration=${seconds}`],
  ...['-f', 'lavfi', '-i', `anoisesrc=amplitude=0.3:seed=7:sample_rate=48000:duration=${seconds}`],
];

/** `ntsc.mp4`: 40 s at 30000/1001 frames/s, key frames 5 s apart, B-frames; `short.webm`: 6 s. */
export function makeFolder(): SiteMedia {
  const directory = mkdtempSync(path.join(tmpdir(), 'ks-build-test-'));
  const file = (name: string): string => path.join(directory, name);
  return {
    directory,
    file,
    make() {
      const quiet = ['-v', 'error', '-y'];
      const h264 = [
        '-c:v',
        'libx264',
        '-preset',
        'veryfast',
        '-bf',
        '2',
        '-g',
        '150',
        '-sc_threshold',
        '0',
        '-pix_fmt',
        'yuv420p',
      ];
      execFileSync('ffmpeg', [
        ...quiet,
        ...inputs('30000/1001', 40),
        ...h264,
        '-c:a',
        'aac',
        '-movflags',
        '+faststart',
        file('ntsc.mp4'),
      ]);
      const vp8 = ['-c:v', 'libvpx', '-deadline', 'realtime', '-cpu-used', '8', '-b:v', '300k'];
      execFileSync('ffmpeg', [...quiet, ...inputs('25', 6), ...vp8, '-c:a', 'libvorbis', file('short.webm')]);
    },
    remove() {
      rmSync(directory, { recursive: true, force: true });
    },
  };
}
