// Cost of one redraw of the fetch screen at 30 events a second, drawn eight times a second, in this machine's own milliseconds:
//   NODE_ENV=production node --import tsx test/bench/screen.bench.ts
process.env.NODE_ENV = 'production';
process.env.FORCE_COLOR = '2';

import { EventEmitter } from 'node:events';
import type { FetchListener } from '../../src/pipeline/events.ts';
import { madeUpRun } from '../helpers/fetch-run.ts';

const { Keyboard } = await import('../helpers/fetch-terminal.ts');
const { runFetchScreen } = await import('../../src/ui/run-fetch-screen.tsx');

const EVENTS_A_SECOND = 30;
const FRAMES_A_SECOND = 8;
const WARM_UP_FRAMES = 100;

class Sink extends EventEmitter {
  bytes = 0;
  constructor(
    readonly columns: number,
    readonly rows: number,
  ) {
    super();
  }
  write(text: string): boolean {
    this.bytes += Buffer.byteLength(text);
    return true;
  }
}

interface Redraws {
  readonly ms: number[];
  readonly cpuMs: number[];
  readonly bytes: number[];
}

function measure(slots: number, columns: number, rows: number): Redraws {
  const sink = new Sink(columns, rows);
  const keyboard = new Keyboard();
  let listener: FetchListener = () => {};
  let nowMs = 0;
  const screen = runFetchScreen({
    subscribe: (given) => {
      listener = given;
      return () => {};
    },
    controls: { pause() {}, resume() {}, setDownloads() {}, tryNow() {}, stop() {} },
    stdout: sink as unknown as NodeJS.WriteStream,
    stdin: keyboard as unknown as NodeJS.ReadStream,
    now: () => nowMs,
    traits: { isColourful: true, isUnicode: true },
  });
  // Nine events a clip: this length of a clip gives the rate of events.
  const clipMs = (slots * 9 * 1000) / EVENTS_A_SECOND;
  const events = madeUpRun({ clips: 600, slots, startMs: 0, clipMs });
  const redraws: Redraws = { ms: [], cpuMs: [], bytes: [] };
  let position = 0;
  for (let frame = 0; position < events.length; frame += 1) {
    nowMs = (frame * 1000) / FRAMES_A_SECOND;
    for (; position < events.length && events[position]!.atMs <= nowMs; position += 1) listener(events[position]!);
    const bytesBefore = sink.bytes;
    const cpuBefore = process.cpuUsage();
    const startedAt = performance.now();
    keyboard.emit('data', '\r');
    if (frame < WARM_UP_FRAMES) continue;
    redraws.ms.push(performance.now() - startedAt);
    const { user, system } = process.cpuUsage(cpuBefore);
    redraws.cpuMs.push((user + system) / 1000);
    redraws.bytes.push(sink.bytes - bytesBefore);
  }
  screen.restore();
  return redraws;
}

function quantile(values: readonly number[], share: number): number {
  return values.toSorted((a, b) => a - b)[Math.floor(share * (values.length - 1))] ?? Number.NaN;
}

process.stdout.write(
  'slots  terminal  frames   ms p50   ms p95   ms max  CPU p50  CPU p95   bytes p50   bytes p95   kB/s\n',
);
for (const [slots, columns, rows] of [
  [4, 80, 24],
  [4, 120, 40],
  [16, 120, 40],
  [16, 240, 70],
] as const) {
  const { ms, cpuMs, bytes } = measure(slots, columns, rows);
  const kilobytesPerSecond = (bytes.reduce((sum, size) => sum + size, 0) / bytes.length) * FRAMES_A_SECOND * 1e-3;
  const cells = [
    String(slots).padStart(5),
    `${columns}x${rows}`.padStart(9),
    String(ms.length).padStart(7),
    ...[0.5, 0.95, 1].map((share) => quantile(ms, share).toFixed(2).padStart(8)),
    ...[0.5, 0.95].map((share) => quantile(cpuMs, share).toFixed(2).padStart(8)),
    ...[0.5, 0.95].map((share) => String(quantile(bytes, share)).padStart(11)),
    kilobytesPerSecond.toFixed(1).padStart(6),
  ];
  process.stdout.write(`${cells.join(' ')}\n`);
}
