// A loopback stand-in for the place where yt-dlp's releases are: the checksum list and one file, behind a redirect as on the real one.
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { TestContext } from 'node:test';

/** Serves until the test ends. Returns the address of the release's folder. */
export async function serveRelease(t: TestContext, listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/latest`;
}

/** @param requested receives the path of each request. */
export function release(sums: string, program: string, requested: string[] = []): RequestListener {
  return (request, response) => {
    requested.push(request.url ?? '');
    if (request.url === '/latest/SHA2-256SUMS') response.end(sums);
    else if (request.url === '/latest/yt-dlp') response.writeHead(302, { location: '/file' }).end();
    else if (request.url === '/file') response.end(program);
    else response.writeHead(404).end();
  };
}
