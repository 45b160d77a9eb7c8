// A run of `embed`: a checkpoint and a workspace in, matrices of vectors and the list of their clips out.
import { availableParallelism } from 'node:os';
import { join, resolve } from 'node:path';
import { readCheckpoint } from '../avcl/checkpoint-file.ts';
import { type EmbeddedCorpus, embedCorpus, VECTOR_KINDS, type VectorKind } from '../benchmark/embed-corpus.ts';
import { encodeEmbeddings } from '../benchmark/embeddings-parquet.ts';
import { type Segment, SPLITS } from '../dataset/segment.ts';
import { InterruptedError } from '../errors.ts';
import { PROGRAM_VERSION } from '../program-version.ts';
import { openIndexForReading } from '../store/open.ts';
import { openBackend } from '../tensor/backend.ts';
import { BACKEND_NAMES } from '../tensor/backend-names.ts';
import { encodeNpy } from '../tensor/npy.ts';
import { writeWholeFile } from '../tools/write-whole-file.ts';
import { openCorpusContext } from './corpus-context.ts';
import type { EmbedFlags } from './embed.ts';
import { catchStopSignals } from './fetch-display.ts';
import { print, printJson } from './output.ts';
import { parseChoice, parseCount } from './parse-value.ts';

const FORMATS = ['npy', 'parquet'] as const;

const FILES: Readonly<Record<VectorKind, string>> = {
  video: 'video.npy',
  sound: 'sound.npy',
  fusedVideo: 'fused-video.npy',
  fusedSound: 'fused-sound.npy',
};

export async function runEmbed(checkpointPath: string, flags: EmbedFlags): Promise<void> {
  const root = resolve(flags.workspace);
  const splits = flags.split === undefined ? SPLITS : [parseChoice('--split', flags.split, SPLITS)];
  const backend = parseChoice('--backend', flags.backend, ['auto', ...BACKEND_NAMES]);
  const jobs = flags.jobs === undefined ? availableParallelism() : parseCount('--jobs', flags.jobs);
  const format = parseChoice('--format', flags.format, FORMATS);
  const checkpoint = await readCheckpoint(resolve(checkpointPath));
  const index = openIndexForReading(join(root, 'index.db'));
  const stop = new AbortController();
  const releaseSignals = catchStopSignals(() => stop.abort(new InterruptedError()));
  try {
    const wishes = { root, configFile: flags.config, jobs, isQuiet: flags.quiet === true, abortSignal: stop.signal };
    const context = await openCorpusContext(wishes);
    await openBackend(backend);
    const embedded = await embedCorpus(index, checkpoint, splits, context);
    const folder = resolve(flags.out);
    const files = format === 'npy' ? await writeMatrices(folder, embedded) : await writeTable(folder, embedded);
    const { clips, size, unusableClips } = embedded;
    if (flags.json) printJson({ schema: 1, folder, clips: clips.length, size, unusableClips, files });
    else if (!flags.quiet) print(`${clips.length} clips, vectors of ${size}: ${folder}`);
  } finally {
    releaseSignals();
    index.close();
  }
}

type WrittenFiles = Readonly<Partial<Record<VectorKind | 'table', string>>>;

async function writeTable(folder: string, embedded: EmbeddedCorpus): Promise<WrittenFiles> {
  const table = 'embeddings.parquet';
  await writeWholeFile(join(folder, table), [encodeEmbeddings(embedded, `ks-build ${PROGRAM_VERSION}`)]);
  return { table };
}

async function writeMatrices(folder: string, { clips, size, vectors }: EmbeddedCorpus): Promise<WrittenFiles> {
  for (const kind of VECTOR_KINDS)
    await writeWholeFile(join(folder, FILES[kind]), [encodeNpy(vectors[kind], clips.length, size)]);
  const lines = [
    'label,youtube_id,time_start,time_end,split',
    ...clips.map(({ indexed }) => csvLine(indexed.segment)),
    '',
  ];
  await writeWholeFile(join(folder, 'clips.csv'), [Buffer.from(lines.join('\n'))]);
  return FILES;
}

/** As Kinetics has it. Ids and splits need no quotes. */
function csvLine({ label, videoId, startSeconds, endSeconds, split }: Segment): string {
  const quoted = /[",\n\r]/.test(label) ? `"${label.replaceAll('"', '""')}"` : label;
  return [quoted, videoId, startSeconds, endSeconds, split].join(',');
}
