import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ClipViewOutcome } from '../../src/pipeline/clip-view.ts';
import { createViewCache } from '../../src/pipeline/view-cache.ts';

const MEGABYTE = 1024 ** 2;

function viewOf(bytes: number): ClipViewOutcome {
  const film = { widthPx: 1, heightPx: 1, count: 1, videoFps: 1, rgb: new Uint8Array(bytes) };
  return { kind: 'view', view: { durationSeconds: 1, film, sound: undefined }, complaint: undefined };
}

/** A maker that is told when each view is done. */
class Maker {
  readonly started: number[] = [];
  readonly calledOff: number[] = [];
  readonly ready: number[] = [];
  readonly #open = new Map<number, (outcome: ClipViewOutcome) => void>();

  readonly make = (clipId: number, abortSignal: AbortSignal): Promise<ClipViewOutcome> =>
    new Promise((resolve, reject) => {
      this.started.push(clipId);
      this.#open.set(clipId, resolve);
      abortSignal.addEventListener('abort', () => {
        this.calledOff.push(clipId);
        this.#open.delete(clipId);
        reject(abortSignal.reason);
      });
    });

  readonly onReady = (clipId: number): void => {
    this.ready.push(clipId);
  };

  get inHand(): number[] {
    return [...this.#open.keys()];
  }

  async finish(clipId: number, outcome = viewOf(MEGABYTE)): Promise<void> {
    this.#open.get(clipId)!(outcome);
    this.#open.delete(clipId);
    await settled();
  }
}

/** Until all promises that can settle have settled. */
function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

test('the clip on the screen is made first, then the next ones, one after the other, and no further than asked', async () => {
  const maker = new Maker();
  const cache = createViewCache({ make: maker.make, ahead: 2, mostBytes: 100 * MEGABYTE, onReady: maker.onReady });
  cache.want([1, 2, 3, 4]);
  assert.deepEqual(maker.inHand, [1]);
  assert.equal(cache.get(1), undefined);
  for (const clipId of [1, 2, 3]) await maker.finish(clipId);
  assert.deepEqual(maker.started, [1, 2, 3]);
  assert.deepEqual(maker.ready, [1, 2, 3]);
  assert.equal(cache.get(2)?.kind, 'view');
  cache.want([2, 3, 4]);
  assert.deepEqual(maker.inHand, [4], 'what is ready is not made again');
});

test('a clip that is jumped to is made at once, and what is no longer wanted is called off', async () => {
  const maker = new Maker();
  const cache = createViewCache({ make: maker.make, ahead: 3, mostBytes: 100 * MEGABYTE, onReady: maker.onReady });
  cache.want([1, 2, 3]);
  await maker.finish(1);
  cache.want([3, 2]);
  assert.deepEqual(maker.inHand, [2, 3], 'the one in the making goes on, as it is still wanted');
  cache.want([9, 10]);
  await settled();
  assert.deepEqual(maker.calledOff, [2, 3]);
  assert.deepEqual(maker.inHand, [9]);
});

test('a clip that was called off and is wanted again is made again', async () => {
  const maker = new Maker();
  const cache = createViewCache({ make: maker.make, ahead: 0, mostBytes: 100 * MEGABYTE, onReady: maker.onReady });
  cache.want([1]);
  cache.want([2]);
  cache.want([1]);
  await settled();
  assert.deepEqual(maker.started, [1, 2, 1]);
  await maker.finish(1);
  assert.deepEqual(maker.ready, [1]);
});

test('memory is bounded: the view that was not used for longest goes first, one that is wanted stays', async () => {
  const maker = new Maker();
  const cache = createViewCache({ make: maker.make, ahead: 0, mostBytes: 3 * MEGABYTE, onReady: maker.onReady });
  for (const clipId of [1, 2, 3]) {
    cache.want([clipId]);
    await maker.finish(clipId);
  }
  cache.want([1]);
  cache.want([4]);
  await maker.finish(4);
  assert.deepEqual(
    [1, 2, 3, 4].filter((clipId) => cache.get(clipId) !== undefined),
    [1, 3, 4],
  );
  cache.want([5]);
  await maker.finish(5, viewOf(10 * MEGABYTE));
  assert.deepEqual(
    [1, 3, 4, 5].filter((clipId) => cache.get(clipId) !== undefined),
    [5],
  );
});

test('a failed view is kept while it is looked at, and tried again when the clip is wanted again', async () => {
  const maker = new Maker();
  const cache = createViewCache({ make: maker.make, ahead: 1, mostBytes: MEGABYTE, onReady: maker.onReady });
  cache.want([1, 2]);
  await maker.finish(1, { kind: 'failed', because: 'the file is gone' });
  assert.equal(cache.get(1)?.kind, 'failed');
  cache.want([2]);
  cache.want([1]);
  await settled();
  assert.deepEqual(maker.started, [1, 2, 1]);
});

test('an error while a view is made is a failed view, and the next clips are made', async () => {
  const views = [1, 2].map(() => viewOf(MEGABYTE));
  const make = async (clipId: number): Promise<ClipViewOutcome> => {
    if (clipId === 1) throw new TypeError('no such thing');
    return views[clipId - 1]!;
  };
  const cache = createViewCache({ make, ahead: 1, mostBytes: 100 * MEGABYTE, onReady() {} });
  cache.want([1, 2]);
  await settled();
  assert.deepEqual(cache.get(1), { kind: 'failed', because: 'a fault of ours: TypeError: no such thing' });
  assert.equal(cache.get(2)?.kind, 'view');
});

test('closing calls everything off and waits for it', async () => {
  const maker = new Maker();
  const cache = createViewCache({ make: maker.make, ahead: 3, mostBytes: MEGABYTE, onReady: maker.onReady });
  cache.want([1, 2]);
  await cache.close();
  assert.deepEqual([maker.calledOff, maker.inHand, maker.ready], [[1], [], []]);
});
