// An index as large as wanted, filled by SQL in seconds: clips with facts, measurements, scores and verdicts, and the states that follow; no files.
import { SCORES_VERSION } from '../../src/dataset/evidence.ts';
import { SIGNAL_MEASUREMENTS_VERSION } from '../../src/dataset/signal-measurements.ts';
import { openIndex } from '../../src/store/open.ts';

export interface LargeIndex {
  readonly rows: number;
  readonly classes?: number;
  /** One clip in so many is asked about. */
  readonly askEvery?: number;
}

/** The rows follow from their number alone. Row n is segment n; of ten, seven are kept and one each dropped, dead and pending. */
export function makeLargeIndex(indexPath: string, { rows, classes = 100, askEvery = 300 }: LargeIndex): void {
  const index = openIndex(indexPath);
  // 0..1, the same for the same row: multiples of a large prime spread evenly.
  const chance = (salt: number): string => `(((n + ${salt * 7919}) * 7368787 % 100003) / 100003.0)`;
  const hasClip = `n % 10 < 8`;
  const state = `CASE WHEN n % ${askEvery} = 3 THEN 'ask' WHEN n % 10 < 7 THEN 'kept' WHEN n % 10 = 7 THEN 'dropped' WHEN n % 10 = 8 THEN 'dead' ELSE 'pending' END`;
  const clips = `all_rows WHERE ${hasClip}`;
  const now = '2026-01-01T00:00:00.000Z';
  index.transaction(() => {
    index.exec(`
      CREATE TEMP TABLE all_rows AS WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r WHERE n < ${rows}) SELECT n FROM r;
      INSERT INTO corpora VALUES (1, 'ks-large', 't', 's', 'l', '${now}');
      INSERT INTO plans VALUES (1, 1, 'abc', '{}', 1, ${rows}, '${now}');
      INSERT INTO runs VALUES (1, 'fetch', 1, '${now}', NULL, NULL, '0', '{}', '{}');
      INSERT INTO clips SELECT n, printf('v%010d', n), n % 300, n % 300 + 10, printf('clips/train/class/v%010d_%06d_%06d.mp4', n, n % 300, n % 300 + 10),
        400000 + n % 1000, 'sha-' || n, 'folder', 'file', '', 're-encode', 10, 1, '${now}' FROM ${clips};
      INSERT INTO segments SELECT n, 1, printf('v%010d', n), n % 300, n % 300 + 10, printf('class number %d', n % ${classes}),
        iif(n % 12 = 0, 'val', 'train'), ${state},
        CASE ${state} WHEN 'ask' THEN 'uncertain' WHEN 'dropped' THEN 'music-bed' WHEN 'dead' THEN 'video-private' ELSE '' END,
        0, iif(${hasClip}, n, NULL), NULL FROM all_rows;
      INSERT INTO attempts SELECT n, n, 1, 0, 'folder', 'file', 'acquired', '', 400000, 1 FROM ${clips};
      INSERT INTO media_facts SELECT n, 'mov', 'h264', 340, 256, 25, 'yuv420p', 0, 10, 250, 0.01, 0, 'aac', 2, 44100, 0, 10,
        -20 - 10 * ${chance(1)}, -1, 1, '[]' FROM ${clips};
      INSERT INTO verdicts SELECT n, n, '${now}', 'facts', 'keep', '[]', '' FROM ${clips};
      INSERT INTO verdicts SELECT ${rows} + n, n, '${now}', 'filter', CASE ${state} WHEN 'ask' THEN 'ask' WHEN 'dropped' THEN 'drop' ELSE 'keep' END,
        CASE ${state} WHEN 'ask' THEN '[{"code":"uncertain","measurement":"probability","value":0.48,"threshold":0.5}]'
          WHEN 'dropped' THEN '[{"code":"music-bed","value":0.9},{"code":"voice-over","value":0.8}]' ELSE '[]' END, 'abc' FROM ${clips};
      INSERT INTO measurements SELECT n, 'sha-' || n, ${SIGNAL_MEASUREMENTS_VERSION}, printf('2026-01-01T00:%02d:%02d.%03dZ', n / 60000 % 60, n / 1000 % 60, n % 1000), 0.02, -18, 0, 12, ${chance(2)}, n % 4, 3.1, 0.2,
        4 * ${chance(3)}, 0.04, 2.2, 3 * ${chance(4)}, 0.5, 0.3, 0.4, ${chance(5)}, '[]', x'00' FROM ${clips};
      INSERT INTO scores SELECT n, 'sha-' || n, ${SCORES_VERSION}, '${now}', 1.1, 0.1, 0.4, 0.1, 0.6, 0.1, 0.5, 0.1, 0.7, 'class number 1', 0.8,
        'class number 2', 0.1, 0.1, 0.1, 0.1, ${chance(6)}, 0.2 * ${chance(7)} FROM ${clips};
      DROP TABLE all_rows;`);
  })();
  index.close();
}
