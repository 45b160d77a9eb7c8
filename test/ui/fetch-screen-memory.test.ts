// React's development build keeps a performance entry a commit; the launcher sets this too.
process.env.NODE_ENV = 'production';

import assert from 'node:assert/strict';
import { EventEmitter } from 'node:events';
import { test } from 'node:test';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { FetchListener } from '../../src/pipeline/events.ts';
import { madeUpRun } from '../helpers/fetch-run.ts';

const { Keyboard } = await import('../helpers/fetch-terminal.ts');
const { runFetchScreen } = await import('../../src/ui/run-fetch-screen.tsx');

setFlagsFromString('--expose-gc');
const collectGarbage: () => void = runInNewContext('gc');

class Sink extends EventEmitter {
  readonly columns = 100;
  readonly rows = 40;
  bytes = 0;
  write(text: string): boolean {
    this.bytes += text.length;
    return true;
  }
}

function heapBytes(): number {
  collectGarbage();
  return process.memoryUsage().heapUsed;
}

test('the screen holds no more after 25 000 events than after 5 000 events', () => {
  const sink = new Sink();
  const keyboard = new Keyboard();
  let listener: FetchListener = () => {};
  const screen = runFetchScreen({
    subscribe: (given) => {
      listener = given;
      return () => {};
    },
    controls: { pause() {}, resume() {}, setDownloads() {}, tryNow() {}, stop() {} },
    stdout: sink as unknown as NodeJS.WriteStream,
    stdin: keyboard as unknown as NodeJS.ReadStream,
    now: () => 0,
    traits: { isColourful: true, isUnicode: true },
  });
  const events = madeUpRun({ clips: 2800, slots: 8, startMs: 0, clipMs: 30_000 });
  assert.ok(events.length >= 25_000);
  const play = (from: number, to: number): void => {
    for (let position = from; position < to; position += 1) {
      listener(events[position]!);
      if (position % 100 === 0) keyboard.emit('data', '\r');
    }
  };
  play(0, 5000);
  const before = heapBytes();
  play(5000, 25_000);
  const grownMb = (heapBytes() - before) / 1e6;
  screen.restore();
  assert.ok(sink.bytes > 100_000, 'it has drawn');
  assert.ok(grownMb < 5, `grew by ${grownMb.toFixed(1)} MB`);
});
