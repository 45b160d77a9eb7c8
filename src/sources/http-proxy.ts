// An HTTP proxy for a request: plain http is asked of the proxy itself, https goes through a CONNECT tunnel.
import http from 'node:http';
import type https from 'node:https';
import { isIP, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import tls from 'node:tls';
import { UsageError } from '../errors.ts';
import { TransferError } from './transfer-error.ts';

/** How a request gets to its host: request options beside its own. */
export type Route = Omit<https.RequestOptions, 'headers'> & { readonly headers?: Readonly<Record<string, string>> };

/** @throws UsageError: Node has no SOCKS client, and the address may hold a password, so it is not repeated. */
export function parseProxy(proxy: string): URL {
  const url = URL.canParse(proxy) ? new URL(proxy) : undefined;
  if (url?.protocol !== 'http:') {
    throw new UsageError('--proxy: archives and annotations take an http:// proxy only, got another kind of address');
  }
  return url;
}

/** Request options that send a plain http request by way of the proxy. */
export function viaProxy(proxy: URL, target: URL): Route {
  return {
    hostname: proxy.hostname.replace(/^\[|\]$/g, ''),
    port: proxy.port === '' ? 80 : Number(proxy.port),
    path: target.href.replace(/^(https?:\/\/)[^/]*@/, '$1'),
    headers: { host: target.host, ...proxyAuthorization(proxy) },
  };
}

/** A TLS connection to an https target through the proxy's CONNECT. */
export function openTunnel(proxy: URL, target: URL, abortSignal: AbortSignal): Promise<Socket> {
  const authority = `${target.hostname}:${target.port === '' ? 443 : target.port}`;
  return new Promise((resolve, reject) => {
    const request = http.request({
      ...viaProxy(proxy, target),
      method: 'CONNECT',
      path: authority,
      headers: { host: authority, ...proxyAuthorization(proxy) },
      signal: abortSignal,
      agent: false,
    });
    request.once('error', reject);
    request.once('connect', (answer, socket) => {
      if (answer.statusCode === 200) return resolve(secured(socket, target));
      socket.destroy();
      reject(new TransferError('network', `the proxy refused a tunnel (HTTP ${answer.statusCode}): check --proxy`));
    });
    request.end();
  });
}

/** The certificate is checked against the target; a literal address has no server name to send (RFC 6066). */
function secured(socket: Duplex, target: URL): Socket {
  const host = target.hostname.replace(/^\[|\]$/g, '');
  return tls.connect({ socket, host, ...(isIP(host) === 0 ? { servername: host } : {}) });
}

function proxyAuthorization(proxy: URL): Record<string, string> {
  if (proxy.username === '' && proxy.password === '') return {};
  const credentials = `${decodeURIComponent(proxy.username)}:${decodeURIComponent(proxy.password)}`;
  return { 'proxy-authorization': `Basic ${Buffer.from(credentials).toString('base64')}` };
}
