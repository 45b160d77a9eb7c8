// Batches for training or for reading embeddings, made by threads ahead of the one who asks: clips and a shape in, batches in their order out.
import type { BatchSource, TrainingBatch } from '../dataset/training-batch.ts';
import { type BatchOrder, readingOrder, trainingOrder } from './batch-order.ts';
import { startBatchThreads } from './batch-threads.ts';
import type { Reading } from './example-plan.ts';
import type { ExampleShape } from './example-shape.ts';
import type { TrainingClip } from './training-clip.ts';

export interface FeedOptions {
  readonly batchSize: number;
  /** Threads. */
  readonly workers: number;
  /** Batches in the making or waiting to be taken: the bound of memory. Fewer than `workers` leave threads idle. */
  readonly ahead: number;
}

/** Numbers depend on seed, epoch and clip alone, whatever the number of threads. @throws UsageError when there are fewer clips than a batch has */
export function openLoader(
  clips: readonly TrainingClip[],
  shape: ExampleShape,
  options: FeedOptions & { readonly seed: number },
): BatchSource {
  return openFeed(trainingOrder(clips.map(bare), options.seed, options.batchSize), shape, options);
}

/** Every clip once, in its order and as it is, with one or several windows; the last batch may be smaller. */
export function openPlainLoader(
  clips: readonly TrainingClip[],
  shape: ExampleShape,
  options: FeedOptions & { readonly windowsPerClip: number },
): BatchSource {
  const windows = options.windowsPerClip;
  const readings = Array.from({ length: windows }, (_, window): Reading => ({ kind: 'plain', window, windows }));
  return openFeed(readingOrder(clips.map(bare), readings, options.batchSize), shape, options);
}

/**
 * The sound of the same windows with white noise added, each clip's windows at each of the signal-to-noise ratios, decibels, before the next
 * clip's. The picture is not read: `video` is all zeros.
 */
export function openNoisyLoader(
  clips: readonly TrainingClip[],
  shape: ExampleShape,
  options: FeedOptions & { readonly windowsPerClip: number; readonly snrsDb: readonly number[] },
): BatchSource {
  const windows = options.windowsPerClip;
  const readings = options.snrsDb.flatMap((snrDb) =>
    Array.from({ length: windows }, (_, window): Reading => ({ kind: 'noisy-sound', window, windows, snrDb })),
  );
  return openFeed(readingOrder(clips.map(bare), readings, options.batchSize), shape, options);
}

/** What goes to threads: without whatever else the caller knows of a clip. */
function bare({ clipId, label, filePath, sha256, cachePath }: TrainingClip): TrainingClip {
  return { clipId, label, filePath, sha256, cachePath };
}

interface Place {
  readonly epoch: number;
  readonly batch: number;
}

function openFeed(order: BatchOrder, shape: ExampleShape, { workers, ahead }: FeedOptions): BatchSource {
  const threads = startBatchThreads(shape, workers);
  const { batchesPerEpoch } = order;
  let inHand: (Place & { readonly made: Promise<TrainingBatch> })[] = [];
  let next: Place = { epoch: 0, batch: 0 };

  /** Training goes on into the next epoch, so that nobody waits at its beginning. */
  const makeAhead = (): void => {
    while (inHand.length < ahead) {
      if (next.batch === batchesPerEpoch) {
        if (order.isOnePass) return;
        next = { epoch: next.epoch + 1, batch: 0 };
      }
      const made = threads.make(order.rows(next.epoch, next.batch));
      // Whoever asks for it hears of an error; a batch that nobody asks for any more may fail.
      made.catch(() => {});
      inHand.push({ ...next, made });
      next = { ...next, batch: next.batch + 1 };
    }
  };
  const take = (place: Place): Promise<TrainingBatch> => {
    const first = inHand[0];
    if (first === undefined || first.epoch !== place.epoch || first.batch !== place.batch) {
      threads.forgetWaiting();
      inHand = [];
      next = place;
    }
    makeAhead();
    const { made } = inHand.shift()!;
    return made;
  };

  return {
    batchesPerEpoch,
    async *batches(epoch, fromBatch) {
      for (let batch = fromBatch; batch < batchesPerEpoch; batch += 1) {
        const made = await take({ epoch, batch });
        // While the caller works on this batch, threads work on those behind it.
        makeAhead();
        yield made;
      }
    },
    close: () => threads.stop(),
  };
}
