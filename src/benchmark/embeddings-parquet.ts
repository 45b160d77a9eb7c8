// Embeddings as the bytes of a Parquet file, a row a clip: what the clip is, and its vectors as lists of 32-bit floats. Pure.
import { ByteWriter, type ColumnSource, ParquetWriter, type SchemaElement } from 'hyparquet-writer';
import { clipName } from '../dataset/segment.ts';
import { type EmbeddedCorpus, VECTOR_KINDS, type VectorKind } from './embed-corpus.ts';
import type { CorpusClip } from './training-clips.ts';

/** The writer wants numbers as lists, which takes several times their room: never more than a group of them (chosen). */
const ROWS_PER_GROUP = 2_000;

const VECTOR_COLUMNS: Readonly<Record<VectorKind, string>> = {
  video: 'video',
  sound: 'sound',
  fusedVideo: 'fused_video',
  fusedSound: 'fused_sound',
};

/** As Kinetics names them, where it has them. */
const CLIP_COLUMNS: readonly { readonly schema: SchemaElement; of(clip: CorpusClip): string | number }[] = [
  { schema: text('label'), of: ({ indexed }) => indexed.segment.label },
  { schema: text('youtube_id'), of: ({ indexed }) => indexed.segment.videoId },
  { schema: required('time_start', 'DOUBLE'), of: ({ indexed }) => indexed.segment.startSeconds },
  { schema: required('time_end', 'DOUBLE'), of: ({ indexed }) => indexed.segment.endSeconds },
  { schema: text('split'), of: ({ indexed }) => indexed.segment.split },
  { schema: text('clip'), of: ({ indexed }) => clipName(indexed.segment) },
  { schema: text('sha256'), of: ({ sha256 }) => sha256 },
];

const SCHEMA: SchemaElement[] = [
  { name: 'embeddings', num_children: CLIP_COLUMNS.length + VECTOR_KINDS.length },
  ...CLIP_COLUMNS.map(({ schema }) => schema),
  ...VECTOR_KINDS.flatMap((kind) => listOfFloats(VECTOR_COLUMNS[kind])),
];

/** @param program that is named as the file's maker */
export function encodeEmbeddings({ clips, size, vectors }: EmbeddedCorpus, program: string): Uint8Array {
  const bytes = new ByteWriter();
  const file = new ParquetWriter({ writer: bytes, schema: SCHEMA, createdBy: program });
  for (let first = 0; first < clips.length; first += ROWS_PER_GROUP) {
    const rows = clips.slice(first, first + ROWS_PER_GROUP);
    const listed = (values: Float32Array) =>
      rows.map((_, at) => [...values.subarray((first + at) * size, (first + at + 1) * size)]);
    const columnData: ColumnSource[] = [
      ...CLIP_COLUMNS.map(({ schema, of }) => ({ name: schema.name, data: rows.map(of) })),
      ...VECTOR_KINDS.map((kind) => vectorColumn(VECTOR_COLUMNS[kind], listed(vectors[kind]))),
    ];
    file.write({ columnData, rowGroupSize: ROWS_PER_GROUP });
  }
  file.finish();
  return bytes.getBytes();
}

/** The least and the largest float help nobody to find a clip, and no code makes floats smaller. */
function vectorColumn(name: string, data: number[][]): ColumnSource {
  return { name, data, statistics: false, codec: 'UNCOMPRESSED' };
}

function required(name: string, type: 'DOUBLE' | 'FLOAT' | 'BYTE_ARRAY'): SchemaElement {
  return { name, type, repetition_type: 'REQUIRED' };
}

function text(name: string): SchemaElement {
  return { ...required(name, 'BYTE_ARRAY'), converted_type: 'UTF8' };
}

/** As the format has it for lists (https://github.com/apache/parquet-format/blob/master/LogicalTypes.md#lists). */
function listOfFloats(name: string): SchemaElement[] {
  return [
    { name, num_children: 1, converted_type: 'LIST', repetition_type: 'REQUIRED' },
    { name: 'list', num_children: 1, repetition_type: 'REPEATED' },
    required('element', 'FLOAT'),
  ];
}
