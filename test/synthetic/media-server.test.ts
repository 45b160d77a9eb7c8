import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { type TestContext, test } from 'node:test';
import { type Behaviour, parseRange } from '../../src/synthetic/media-behaviour.ts';
import { type MediaServer, startMediaServer } from '../../src/synthetic/media-server.ts';
import { temporaryFolder } from '../helpers/programs.ts';

const BYTES = Buffer.from(Array.from({ length: 200_000 }, (_, position) => position % 251));

async function serve(t: TestContext, behaviour?: Behaviour): Promise<MediaServer> {
  const directory = temporaryFolder(t);
  writeFileSync(path.join(directory, 'a b.mp4'), BYTES);
  const behaviours = behaviour === undefined ? {} : { '/a b.mp4': behaviour };
  const server = await startMediaServer({ directory, behaviours });
  t.after(() => server.close());
  return server;
}

const fetchFrom = (server: MediaServer, headers = {}): Promise<Response> =>
  fetch(`${server.origin}/a%20b.mp4`, { headers, redirect: 'manual' });

test('ranges are read as HTTP writes them', () => {
  assert.deepEqual(parseRange('bytes=0-9', 100), { first: 0, last: 9 });
  assert.deepEqual(parseRange('bytes=90-', 100), { first: 90, last: 99 });
  assert.deepEqual(parseRange('bytes=-5', 100), { first: 95, last: 99 });
  assert.deepEqual(parseRange('bytes=50-500', 100), { first: 50, last: 99 });
  assert.equal(parseRange('bytes=100-', 100), 'unsatisfiable');
  for (const other of [undefined, 'bytes=-', 'lines=1-2', 'bytes=0-1,5-6'])
    assert.equal(parseRange(other, 100), undefined);
});

test('a file is served whole or in part, and each request is noted', async (t) => {
  const server = await serve(t);
  assert.ok(Buffer.from(await (await fetchFrom(server)).arrayBuffer()).equals(BYTES));
  const part = await fetchFrom(server, { range: 'bytes=100-299' });
  assert.equal(part.status, 206);
  assert.equal(part.headers.get('content-range'), 'bytes 100-299/200000');
  assert.ok(Buffer.from(await part.arrayBuffer()).equals(BYTES.subarray(100, 300)));
  assert.deepEqual(
    server.requests.map(({ path: asked, status, sentBytes }) => [asked, status, sentBytes]),
    [
      ['/a b.mp4', 200, 200_000],
      ['/a b.mp4', 206, 200],
    ],
  );
});

test('what is not there is 404, and nothing outside the folder is there', async (t) => {
  const server = await serve(t);
  for (const asked of ['/nothing.mp4', '/', '/..%2f..%2fetc%2fpasswd']) {
    assert.equal((await fetch(`${server.origin}${asked}`)).status, 404, asked);
  }
});

test('a status is given so many times, then the file', async (t) => {
  const server = await serve(t, { kind: 'status', status: 429, retryAfterSeconds: 7, times: 2 });
  const answers = [await fetchFrom(server), await fetchFrom(server), await fetchFrom(server)];
  assert.deepEqual(
    answers.map(({ status }) => status),
    [429, 429, 200],
  );
  assert.equal(answers[0]!.headers.get('retry-after'), '7');
});

test('a redirect and a web page are what they say', async (t) => {
  const redirect = await fetchFrom(await serve(t, { kind: 'redirect', location: '/b.mp4' }));
  assert.deepEqual([redirect.status, redirect.headers.get('location')], [302, '/b.mp4']);
  const page = await fetchFrom(await serve(t, { kind: 'html' }));
  assert.match(await page.text(), /<html>/);
});

test('without Range support the whole file comes', async (t) => {
  const response = await fetchFrom(await serve(t, { kind: 'no-range' }), { range: 'bytes=5-9' });
  assert.deepEqual([response.status, (await response.arrayBuffer()).byteLength], [200, 200_000]);
});

test('a file that is cut short promises all and sends the share, then closes', async (t) => {
  const server = await serve(t, { kind: 'cut-short', atRatio: 0.25 });
  const response = await fetchFrom(server);
  assert.equal(response.headers.get('content-length'), '200000');
  await assert.rejects(response.arrayBuffer());
  assert.equal(server.requests[0]?.sentBytes, 50_000);
});

test('a stalled answer sends its share and then nothing until the other side leaves', async (t) => {
  const server = await serve(t, { kind: 'stall', atRatio: 0.1 });
  const reader = (await fetchFrom(server)).body!.getReader();
  let received = 0;
  while (received < 20_000) received += (await reader.read()).value?.length ?? 0;
  assert.equal(received, 20_000);
  await reader.cancel();
});

test('broken bytes lie in the last three quarters, at the same places for every range', async (t) => {
  const server = await serve(t, { kind: 'broken' });
  const whole = Buffer.from(await (await fetchFrom(server)).arrayBuffer());
  assert.ok(whole.subarray(0, 50_000).equals(BYTES.subarray(0, 50_000)));
  assert.ok(!whole.equals(BYTES));
  const part = Buffer.from(await (await fetchFrom(server, { range: 'bytes=123457-' })).arrayBuffer());
  assert.ok(part.equals(whole.subarray(123_457)));
});

test('an endless body goes on after the file', async (t) => {
  const reader = (await fetchFrom(await serve(t, { kind: 'endless' }))).body!.getReader();
  let received = 0;
  while (received < 1_000_000) received += (await reader.read()).value?.length ?? 0;
  await reader.cancel();
});

test('a slow answer comes in pieces of a tenth of a second', async (t) => {
  const startedAtMs = performance.now();
  const response = await fetchFrom(await serve(t, { kind: 'slow', bytesPerSecond: 1_000_000 }));
  assert.equal((await response.arrayBuffer()).byteLength, 200_000);
  assert.ok(performance.now() - startedAtMs >= 190);
});
