import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parquetMetadata, parquetReadObjects } from 'hyparquet';
import type { EmbeddedCorpus } from '../../src/benchmark/embed-corpus.ts';
import { encodeEmbeddings } from '../../src/benchmark/embeddings-parquet.ts';
import type { CorpusClip } from '../../src/benchmark/training-clips.ts';
import { segmentOf } from '../helpers/index-with-plan.ts';

/** Vectors of three numbers, each of its own: floats of 32 bits that no rounding spares. */
function embedded(count: number): EmbeddedCorpus {
  const clips = Array.from({ length: count }, (_, number) => {
    const segment = {
      ...segmentOf(number, `Kläng "${number % 2}"`, number % 2 === 0 ? 'train' : 'test'),
      startSeconds: number / 8,
    };
    return { sha256: `sha-${number}`, indexed: { segment } } as CorpusClip;
  });
  const vectors = (kind: number) =>
    Float32Array.from({ length: 3 * count }, (_, at) => Math.fround((at + 1) / 7 - kind));
  return {
    clips,
    size: 3,
    vectors: { video: vectors(0), sound: vectors(1), fusedVideo: vectors(2), fusedSound: vectors(3) },
    unusableClips: 0,
  };
}

async function readBack(corpus: EmbeddedCorpus) {
  const file = encodeEmbeddings(corpus, 'ks-build 0').slice().buffer;
  return { rows: await parquetReadObjects({ file }), metadata: parquetMetadata(file) };
}

test('a Parquet file of embeddings is read back by another program, number for number', async () => {
  const corpus = embedded(5);
  const { rows, metadata } = await readBack(corpus);
  assert.equal(metadata.created_by, 'ks-build 0');
  assert.equal(rows.length, 5);
  const { video, sound, fusedVideo, fusedSound } = corpus.vectors;
  const third = (values: Float32Array) => [...values.subarray(9, 12)];
  assert.deepEqual(rows[3], {
    label: 'Kläng "1"',
    youtube_id: 'video-00003',
    time_start: 0.375,
    time_end: 13,
    split: 'test',
    clip: 'video-00003_000000.375_000013',
    sha256: 'sha-3',
    video: third(video),
    sound: third(sound),
    fused_video: third(fusedVideo),
    fused_sound: third(fusedSound),
  });
});

test('many clips stand in several groups of rows, none lost between them', async () => {
  const corpus = embedded(4_001);
  const { rows, metadata } = await readBack(corpus);
  assert.deepEqual(
    metadata.row_groups.map(({ num_rows: count }) => Number(count)),
    [2_000, 2_000, 1],
  );
  const sound = Float32Array.from(rows.flatMap((row) => row.sound as number[]));
  assert.deepEqual(sound, corpus.vectors.sound);
});
