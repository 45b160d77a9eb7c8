// A small video site on loopback: serves the files of a folder with Range, and misbehaves at the addresses where it is told to.
import { once } from 'node:events';
import { stat } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { type Behaviour, bodyOf, parseRange } from './media-behaviour.ts';

export interface ServedRequest {
  readonly path: string;
  readonly range: string | undefined;
  readonly status: number;
  /** Grows while the answer is being sent. */
  sentBytes: number;
}

export interface MediaServer {
  /** `http://127.0.0.1:PORT` */
  readonly origin: string;
  /** `127.0.0.1:PORT` */
  readonly host: string;
  readonly requests: readonly ServedRequest[];
  close(): Promise<void>;
}

export interface MediaServerOptions {
  readonly directory: string;
  /** By path, `/a.mp4`; what is not named is served as it should be, and 404 where there is no such file. */
  readonly behaviours?: Readonly<Record<string, Behaviour>>;
}

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.mp4': 'video/mp4',
  '.webm': 'video/webm',
  '.mkv': 'video/x-matroska',
  '.m3u8': 'application/vnd.apple.mpegurl',
  '.ts': 'video/mp2t',
};
const WEB_PAGE =
  '<!doctype html><html><head><title>A page</title></head><body><p>There is no video here.</p></body></html>';

export async function startMediaServer(options: MediaServerOptions): Promise<MediaServer> {
  const requests: ServedRequest[] = [];
  const timesAsked = new Map<string, number>();

  /** The behaviour of an address for this request, which it counts. */
  function behaviourAt(requestPath: string): Behaviour {
    const asked = timesAsked.get(requestPath) ?? 0;
    timesAsked.set(requestPath, asked + 1);
    const behaviour = options.behaviours?.[requestPath] ?? { kind: 'serve' };
    return behaviour.times !== undefined && asked >= behaviour.times ? { kind: 'serve' } : behaviour;
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const requestPath = decodeURIComponent(new URL(request.url ?? '/', 'http://localhost').pathname);
    const behaviour = behaviourAt(requestPath);
    const begin = (status: number, headers: Record<string, string | number>): ServedRequest => {
      response.writeHead(status, headers);
      const served: ServedRequest = { path: requestPath, range: request.headers.range, status, sentBytes: 0 };
      requests.push(served);
      return served;
    };
    if (behaviour.kind === 'status') {
      const { status, retryAfterSeconds } = behaviour;
      begin(status, retryAfterSeconds === undefined ? {} : { 'retry-after': retryAfterSeconds });
      response.end();
    } else if (behaviour.kind === 'redirect') {
      begin(302, { location: behaviour.location });
      response.end();
    } else if (behaviour.kind === 'html') {
      begin(200, { 'content-type': 'text/html; charset=utf-8' });
      response.end(WEB_PAGE);
    } else {
      const filePath = path.join(options.directory, path.posix.normalize(requestPath));
      const sizeBytes = await sizeOfFile(filePath);
      if (sizeBytes === undefined) {
        begin(404, {});
        response.end();
      } else {
        await sendFile(behaviour, { path: filePath, sizeBytes }, request, response, begin);
      }
    }
  }

  const server = createServer((request, response) => {
    // The other side hung up, or asked for something that is no path: nobody is left to tell.
    answer(request, response).catch(() => response.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    origin: `http://${host}`,
    host,
    requests,
    async close() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

async function sendFile(
  behaviour: Behaviour,
  file: { readonly path: string; readonly sizeBytes: number },
  request: IncomingMessage,
  response: ServerResponse,
  begin: (status: number, headers: Record<string, string | number>) => ServedRequest,
): Promise<void> {
  const { sizeBytes } = file;
  const hasRanges = behaviour.kind !== 'no-range' && behaviour.kind !== 'endless';
  const asked = hasRanges ? parseRange(request.headers.range, sizeBytes) : undefined;
  if (asked === 'unsatisfiable') {
    begin(416, { 'content-range': `bytes */${sizeBytes}` });
    response.end();
    return;
  }
  const range = asked ?? { first: 0, last: sizeBytes - 1 };
  const served = begin(asked === undefined ? 200 : 206, {
    'content-type': CONTENT_TYPES[path.extname(file.path)] ?? 'application/octet-stream',
    ...(hasRanges ? { 'accept-ranges': 'bytes' } : {}),
    ...(behaviour.kind === 'endless' ? {} : { 'content-length': range.last - range.first + 1 }),
    ...(asked === undefined ? {} : { 'content-range': `bytes ${range.first}-${range.last}/${sizeBytes}` }),
  });
  // An answer that stalls or breaks off before its first byte still has its headers.
  response.flushHeaders();
  if (request.method === 'HEAD') {
    response.end();
    return;
  }
  const gone = new AbortController();
  response.once('close', () => gone.abort());
  for await (const chunk of bodyOf(behaviour, file, range, gone.signal)) {
    if (gone.signal.aborted) return;
    served.sentBytes += chunk.length;
    if (!response.write(chunk)) await once(response, 'drain', { signal: gone.signal });
  }
  const isComplete = served.sentBytes === range.last - range.first + 1;
  if (isComplete) response.end();
  else if (behaviour.kind === 'cut-short') closeOnceSent(response);
  // A stalled answer stays open until the other side has had enough.
}

/** Closes the connection after what was written has left, so that the other side gets all of it and then nothing. */
function closeOnceSent(response: ServerResponse): void {
  response.socket?.end();
}

/** undefined: no such file, or a folder. */
async function sizeOfFile(filePath: string): Promise<number | undefined> {
  try {
    const facts = await stat(filePath);
    return facts.isFile() ? facts.size : undefined;
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return undefined;
    throw error;
  }
}
