// Loaded into the program that is measured (NODE_OPTIONS=--import): for each chunk of keys how long the program took until its frame was
// written, and how much memory it had; one line of JSON each into the file that KS_KEY_PROBE names.
import { appendFileSync } from 'node:fs';
import { isMainThread } from 'node:worker_threads';

const file = process.env.KS_KEY_PROBE;
if (isMainThread && file !== undefined) {
  const emit = process.stdin.emit;
  const write = process.stdout.write;
  let bytes = 0;
  process.stdout.write = function probed(text, ...rest) {
    bytes += Buffer.byteLength(text);
    return write.call(this, text, ...rest);
  };
  process.stdin.emit = function probed(event, ...given) {
    if (event !== 'data') return emit.call(this, event, ...given);
    bytes = 0;
    const startedMs = performance.now();
    const result = emit.call(this, event, ...given);
    const tookMs = performance.now() - startedMs;
    const rssMb = process.memoryUsage.rss() / 1e6;
    appendFileSync(file, `${JSON.stringify({ keys: String(given[0]), tookMs, bytes, rssMb })}\n`);
    return result;
  };
}
