// A loopback HTTP server whose answers a test decides one request at a time, with a ready answer for files with Range support.
import http, { type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { TestContext } from 'node:test';

export type Answer = (request: IncomingMessage, response: ServerResponse) => void;

export interface RangeServer {
  readonly url: string;
  readonly port: number;
  /** Every request so far, oldest first. */
  readonly requests: readonly IncomingMessage[];
  /** Sockets open now. */
  openSockets(): number;
}

/** Closes with the test. `answer` gets every request. */
export async function startRangeServer(t: TestContext, answer: Answer): Promise<RangeServer> {
  const requests: IncomingMessage[] = [];
  let sockets = 0;
  const server = http.createServer((request, response) => {
    requests.push(request);
    answer(request, response);
  });
  server.on('connection', (socket) => {
    sockets += 1;
    socket.once('close', () => {
      sockets -= 1;
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => {
    server.closeAllConnections();
    return new Promise<void>((resolve) => void server.close(() => resolve()));
  });
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, port, requests, openSockets: () => sockets };
}

export interface FileAnswerOptions {
  readonly etag?: string;
  /** Cuts the connection after this many bytes of the body. */
  readonly breakAfterBytes?: number;
  /** Sends the whole file whatever is asked for. */
  readonly ignoreRange?: boolean;
}

/** Sends `content` as a file server does: 200, or 206 for `Range: bytes=N-` when If-Range agrees. */
export function sendFile(
  request: IncomingMessage,
  response: ServerResponse,
  content: Buffer,
  options: FileAnswerOptions = {},
): void {
  const first = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? Number.NaN);
  const ifRange = request.headers['if-range'];
  const isPart = !Number.isNaN(first) && !options.ignoreRange && (ifRange === undefined || ifRange === options.etag);
  const body = isPart ? content.subarray(first) : content;
  response.writeHead(isPart ? 206 : 200, {
    'content-length': body.length,
    ...(options.etag === undefined ? {} : { etag: options.etag }),
    ...(isPart ? { 'content-range': `bytes ${first}-${content.length - 1}/${content.length}` } : {}),
  });
  if (options.breakAfterBytes === undefined) response.end(body);
  else response.write(body.subarray(0, options.breakAfterBytes), () => response.destroy());
}
