// Small sounding source videos, made by ffmpeg: a moving test picture with a tone.
import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';

export interface SourceVideo {
  readonly seconds: number;
  /** Pitch of the tone, Hz; 0: no sound stream. */
  readonly toneHz: number;
  readonly size?: string;
}

export async function makeVideo(file: string, { seconds, toneHz, size = '160x120' }: SourceVideo): Promise<void> {
  const picture = ['-f', 'lavfi', '-i', `testsrc2=size=${size}:rate=15:duration=${seconds}`];
  const sound =
    toneHz === 0 ? [] : ['-f', 'lavfi', '-i', `sine=frequency=${toneHz}:sample_rate=16000:duration=${seconds}`];
  const encoding = [
    '-c:v',
    'libx264',
    '-preset',
    'ultrafast',
    '-g',
    '30',
    '-pix_fmt',
    'yuv420p',
    '-c:a',
    'aac',
    '-shortest',
    '-movflags',
    '+faststart',
  ];
  await promisify(execFile)('ffmpeg', ['-v', 'error', '-nostdin', '-y', ...picture, ...sound, ...encoding, file]);
}

export interface CsvRow {
  readonly label: string;
  readonly videoId: string;
  readonly startSeconds: number;
  readonly endSeconds: number;
  readonly split?: string;
}

/** A manifest in Kinetics' columns. */
export function writeCsv(folder: string, rows: readonly CsvRow[], name = 'corpus.csv'): string {
  const file = path.join(folder, name);
  const lines = rows.map(({ label, videoId, startSeconds, endSeconds, split = 'train' }) =>
    [`"${label.replaceAll('"', '""')}"`, videoId, startSeconds, endSeconds, split].join(','),
  );
  writeFileSync(file, ['label,youtube_id,time_start,time_end,split', ...lines, ''].join('\n'));
  return file;
}
