import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import http from 'node:http';
import net, { type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { UsageError } from '../../src/errors.ts';
import { parseContentRange, parseRetryAfter } from '../../src/sources/http-answer.ts';
import { type ByteStreamOptions, openByteStream } from '../../src/sources/http-stream.ts';
import { TransferError } from '../../src/sources/transfer-error.ts';
import { temporaryFolder } from '../helpers/programs.ts';
import { sendFile, startRangeServer } from '../helpers/range-server.ts';

const limits: ByteStreamOptions['limits'] = {
  answerTimeoutSeconds: 30,
  idleTimeoutSeconds: 30,
  openingTries: 2,
  resumeTries: 3,
  firstRetryDelaySeconds: 0.001,
  maxRetryDelaySeconds: 0.01,
  maxRedirects: 3,
};

const content = randomBytes(3_000_000);
const digest = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

async function readAll(location: string, options: Partial<ByteStreamOptions> = {}): Promise<Buffer> {
  const { body } = await openByteStream(location, { limits, ...options });
  return buffer(body);
}

async function failureOf(reading: Promise<unknown>): Promise<TransferError> {
  const error = await reading.then(
    () => assert.fail('it was read to its end'),
    (reason: unknown) => reason,
  );
  assert.ok(error instanceof TransferError, String(error));
  return error;
}

test('a local path and a file URL are read, with their size known', async (t) => {
  const path = join(temporaryFolder(t), 'odd #name?.bin');
  await writeFile(path, content);
  const { body, totalBytes } = await openByteStream(path, { limits });
  assert.equal(totalBytes, content.length);
  assert.equal(digest(await buffer(body)), digest(content));
  assert.equal(digest(await readAll(pathToFileURL(path).href)), digest(content));
  assert.equal((await failureOf(readAll(`${path}x`))).failure.code, 'not-found');
  assert.equal((await failureOf(readAll(tmpdir()))).failure.code, 'not-found');
  assert.equal((await failureOf(readAll(path, { maxBytes: 10 }))).failure.code, 'too-large');
});

test('a URL is read whole, with its size and progress told', async (t) => {
  const server = await startRangeServer(t, (request, response) => sendFile(request, response, content));
  let received = 0;
  const { body, totalBytes } = await openByteStream(`${server.url}/a?key=1`, {
    limits,
    onProgress: (progress) => {
      assert.ok(progress.receivedBytes > received);
      assert.equal(progress.totalBytes, content.length);
      received = progress.receivedBytes;
    },
  });
  assert.equal(totalBytes, content.length);
  assert.equal(digest(await buffer(body)), digest(content));
  assert.equal(received, content.length);
  assert.equal(server.requests[0]?.url, '/a?key=1');
});

test('a broken connection is resumed where it broke', async (t) => {
  const server = await startRangeServer(t, (request, response) =>
    sendFile(request, response, content, {
      etag: '"v1"',
      breakAfterBytes: server.requests.length < 3 ? 1_200_000 : 9e9,
    }),
  );
  assert.equal(digest(await readAll(server.url)), digest(content));
  assert.equal(server.requests.length, 3);
  assert.equal(server.requests[0]?.headers.range, undefined);
  assert.match(server.requests[1]?.headers.range ?? '', /^bytes=[1-9]\d*-$/);
  assert.equal(server.requests[1]?.headers['if-range'], '"v1"');
});

test('a server without Range support is read again and the known bytes are passed over', async (t) => {
  const server = await startRangeServer(t, (request, response) =>
    sendFile(request, response, content, {
      ignoreRange: true,
      breakAfterBytes: server.requests.length < 2 ? 2_000_000 : 9e9,
    }),
  );
  assert.equal(digest(await readAll(server.url)), digest(content));
});

test('a file that changes between two connections is refused, never spliced', async (t) => {
  const server = await startRangeServer(t, (request, response) => {
    const version = server.requests.length;
    sendFile(request, response, content, {
      etag: `"v${version}"`,
      ...(version === 1 ? { breakAfterBytes: 1000 } : {}),
    });
  });
  const { failure } = await failureOf(readAll(server.url));
  assert.equal(failure.code, 'network');
  assert.match(failure.message, /changed while it was read/);
});

test('tries are bounded when no try brings progress', async (t) => {
  const server = await startRangeServer(t, (request, response) =>
    sendFile(request, response, content, { breakAfterBytes: 1000 }),
  );
  assert.equal((await failureOf(readAll(server.url))).failure.code, 'network');
  assert.equal(server.requests.length, limits.resumeTries);
});

test('each refusal of a server has its code, and the address is told without its secrets', async (t) => {
  let status = 0;
  const server = await startRangeServer(t, (_, response) => {
    response.writeHead(status, { 'retry-after': '120' }).end('no');
  });
  const expected = {
    404: 'not-found',
    410: 'not-found',
    401: 'forbidden',
    403: 'forbidden',
    429: 'rate-limited',
    500: 'server-error',
    503: 'server-error',
    418: 'unknown',
    204: 'unknown',
  };
  for (const [number, code] of Object.entries(expected)) {
    status = Number(number);
    const error = await failureOf(readAll(`http://me:secret@127.0.0.1:${server.port}/a?key=secret`));
    assert.equal(error.failure.code, code, number);
    assert.equal(error.retryAfterSeconds, status === 429 || status >= 500 ? 120 : undefined, number);
    assert.match(error.message, /127\.0\.0\.1.*\/a\?key=\*\*\*/);
    assert.doesNotMatch(error.message, /secret/);
  }
});

test('a server error that passes is tried again', async (t) => {
  const server = await startRangeServer(t, (request, response) => {
    if (server.requests.length === 1) response.writeHead(503).end();
    else sendFile(request, response, content);
  });
  assert.equal(digest(await readAll(server.url)), digest(content));
});

test('nobody listening is a network failure that says so', async () => {
  const server = net.createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  const { failure } = await failureOf(readAll(`http://127.0.0.1:${port}/`));
  assert.equal(failure.code, 'network');
  assert.match(failure.message, /ECONNREFUSED/);
});

test('redirects are followed to http only, and not for ever', async (t) => {
  const server = await startRangeServer(t, (request, response) => {
    const target = {
      '/start': '/hop',
      '/hop': '/file',
      '/loop': '/loop',
      '/local': 'file:///etc/hostname',
      '/ftp': 'ftp://h/',
    };
    const location = target[request.url as keyof typeof target];
    if (location === undefined) sendFile(request, response, content);
    else response.writeHead(302, { location }).end();
  });
  assert.equal(digest(await readAll(`${server.url}/start`)), digest(content));
  assert.match((await failureOf(readAll(`${server.url}/loop`))).message, /more than 3 redirects/);
  assert.match(
    (await failureOf(readAll(`${server.url}/local`))).message,
    /redirect to http or https, got one to file:/,
  );
  assert.match((await failureOf(readAll(`${server.url}/ftp`))).message, /got one to ftp:/);
});

test('credentials in an address reach its server and no other', async (t) => {
  const other = await startRangeServer(t, (request, response) => sendFile(request, response, content));
  const server = await startRangeServer(t, (_, response) => {
    response.writeHead(307, { location: `${other.url}/x` }).end();
  });
  await readAll(`http://me:pw@127.0.0.1:${server.port}/`);
  assert.equal(server.requests[0]?.headers.authorization, `Basic ${Buffer.from('me:pw').toString('base64')}`);
  assert.equal(other.requests[0]?.headers.authorization, undefined);
});

test('an endless body is stopped at the limit and its connection closed', async (t) => {
  const server = await startRangeServer(t, (_, response) => {
    const pour = (): void => {
      while (!response.destroyed && response.write(content));
    };
    response.on('drain', pour);
    pour();
  });
  const error = await failureOf(readAll(server.url, { maxBytes: 5_000_000 }));
  assert.equal(error.failure.code, 'too-large');
  assert.match(error.message, /at most 5000000 bytes/);
  while (server.openSockets() > 0) await new Promise(setImmediate);
});

test('a body announced as too large is not read at all', async (t) => {
  const server = await startRangeServer(t, (request, response) => sendFile(request, response, content));
  assert.equal((await failureOf(readAll(server.url, { maxBytes: 10 }))).failure.code, 'too-large');
  while (server.openSockets() > 0) await new Promise(setImmediate);
});

test('silence is a stall: before the answer, and in the middle of the body', async (t) => {
  const server = await startRangeServer(t, (request, response) => {
    if (request.url === '/half') response.writeHead(200, { 'content-length': 100 }).write('half');
  });
  const quick = { ...limits, answerTimeoutSeconds: 0.05, idleTimeoutSeconds: 0.05, openingTries: 1, resumeTries: 1 };
  const early = await failureOf(readAll(server.url, { limits: quick }));
  assert.equal(early.failure.code, 'network');
  assert.match(early.message, /no answer within 0\.05 s/);
  const patient = { ...quick, answerTimeoutSeconds: 30 };
  assert.equal((await failureOf(readAll(`${server.url}/half`, { limits: patient }))).failure.code, 'stalled');
});

test('an abort ends opening and reading at once, with its own reason, and closes the connection', async (t) => {
  const server = await startRangeServer(t, (request, response) => {
    if (request.url === '/body') response.writeHead(200, { 'content-length': 100 }).write('half');
  });
  const reason = new Error('enough');
  const opening = new AbortController();
  const waiting = assert.rejects(openByteStream(server.url, { limits, abortSignal: opening.signal }), reason);
  while (server.requests.length === 0) await new Promise(setImmediate);
  opening.abort(reason);
  await waiting;

  const reading = new AbortController();
  const { body } = await openByteStream(`${server.url}/body`, { limits, abortSignal: reading.signal });
  await once(body, 'readable');
  const ended = assert.rejects(buffer(body), reason);
  reading.abort(reason);
  await ended;
  await assert.rejects(openByteStream(server.url, { limits, abortSignal: reading.signal }), reason);
  while (server.openSockets() > 0) await new Promise(setImmediate);
});

test('a destroyed stream closes its connection, read or not', async (t) => {
  const server = await startRangeServer(t, (_, response) => {
    response.writeHead(200, { 'content-length': 100 }).write('half');
  });
  const unread = await openByteStream(server.url, { limits });
  unread.body.destroy();
  const { body }: { body: Readable } = await openByteStream(server.url, { limits });
  await once(body, 'readable');
  body.destroy();
  while (server.openSockets() > 0) await new Promise(setImmediate);
});

test('a plain request goes through the proxy whole, with the credentials of the proxy', async (t) => {
  const proxy = await startRangeServer(t, (request, response) => sendFile(request, response, content));
  const read = await readAll('http://target.invalid/a?b=1', { proxy: `http://me:pw@127.0.0.1:${proxy.port}` });
  assert.equal(digest(read), digest(content));
  assert.equal(proxy.requests[0]?.url, 'http://target.invalid/a?b=1');
  assert.equal(proxy.requests[0]?.headers.host, 'target.invalid');
  assert.equal(proxy.requests[0]?.headers['proxy-authorization'], `Basic ${Buffer.from('me:pw').toString('base64')}`);
});

test('an https request asks the proxy for a tunnel and speaks TLS through it', async (t) => {
  const asked: string[] = [];
  const firstBytes: number[] = [];
  const proxy = http.createServer().on('connect', (request, socket) => {
    asked.push(request.url ?? '');
    socket.on('error', () => {});
    socket.write('HTTP/1.1 200 OK\r\n\r\n');
    socket.once('data', (hello: Buffer) => {
      firstBytes.push(hello[0]!);
      socket.destroy();
    });
  });
  proxy.listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  t.after(() => proxy.close());
  const address = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
  const once1 = { ...limits, openingTries: 1 };
  assert.equal(
    (await failureOf(readAll('https://target.invalid/a', { limits: once1, proxy: address }))).failure.code,
    'network',
  );
  assert.deepEqual(asked, ['target.invalid:443']);
  assert.deepEqual(firstBytes, [0x16], 'a TLS handshake record');
});

test('a proxy of another kind is a usage error that does not repeat its password', async () => {
  const reading = readAll('http://target.invalid/', { proxy: 'socks5://me:secret@h:1' });
  await assert.rejects(reading, (error) => error instanceof UsageError && !error.message.includes('secret'));
});

test('Retry-After is seconds or a date, Content-Range has a first byte and a total', () => {
  const now = Date.parse('2026-11-23T00:00:00Z');
  assert.equal(parseRetryAfter('120', now), 120);
  assert.equal(parseRetryAfter('Mon, 23 Nov 2026 00:01:00 GMT', now), 60);
  assert.equal(parseRetryAfter('Mon, 23 Nov 2020 00:01:00 GMT', now), 0);
  assert.equal(parseRetryAfter('soon', now), undefined);
  assert.equal(parseRetryAfter(undefined, now), undefined);
  assert.deepEqual(parseContentRange('bytes 5-9/10'), { firstByte: 5, totalBytes: 10 });
  assert.deepEqual(parseContentRange('bytes 5-9/*'), { firstByte: 5 });
  assert.deepEqual(parseContentRange('bytes */10'), { totalBytes: 10 });
  assert.deepEqual(parseContentRange('lines 1-2/3'), {});
});
