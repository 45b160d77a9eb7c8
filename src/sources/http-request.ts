// One GET to its answer: redirects followed within bounds, headers awaited within a time, errors turned into failure codes.
import http, { type IncomingMessage } from 'node:http';
import https from 'node:https';
import { KsBuildError } from '../errors.ts';
import { refusal } from './http-answer.ts';
import { openTunnel, parseProxy, type Route, viaProxy } from './http-proxy.ts';
import { publicAddress } from './public-address.ts';
import { TransferError } from './transfer-error.ts';

export interface RequestLimits {
  readonly answerTimeoutSeconds: number;
  readonly maxRedirects: number;
}

export interface GetOptions {
  readonly headers: Readonly<Record<string, string>>;
  readonly limits: RequestLimits;
  readonly abortSignal: AbortSignal;
  readonly proxy: string | undefined;
}

const REDIRECTS = new Set([301, 302, 303, 307, 308]);

/**
 * Resolves with an answer of status 200 or 206, its body unread; the abort signal closes it.
 * @throws TransferError for every other; the abort signal's reason when aborted.
 */
export async function get(address: string, options: GetOptions): Promise<IncomingMessage> {
  options.abortSignal.throwIfAborted();
  let url = new URL(address);
  for (let redirects = 0; redirects <= options.limits.maxRedirects; redirects++) {
    const shown = publicAddress(url.href);
    const answer = await send(url, options).catch((error: unknown) => {
      throw options.abortSignal.aborted ? options.abortSignal.reason : networkError(error, shown);
    });
    const status = answer.statusCode ?? 0;
    if (status === 200 || status === 206) {
      closeOnAbort(answer, options.abortSignal);
      return answer;
    }
    answer.destroy();
    if (!REDIRECTS.has(status)) throw refusal({ status, headers: answer.headers }, shown, Date.now());
    url = redirectTarget(answer.headers.location, url, shown);
  }
  throw new TransferError(
    'unknown',
    `expected a file, got more than ${options.limits.maxRedirects} redirects from ${publicAddress(address)}`,
  );
}

/** A connection that failed or broke; texts of Node name the proxy's address, its codes do not. */
export function networkError(error: unknown, shown: string): KsBuildError {
  if (error instanceof KsBuildError) return error;
  const code = (error as NodeJS.ErrnoException).code ?? 'connection broken';
  return new TransferError('network', `${code} while reading ${shown}`, { isPassing: true, cause: error });
}

async function send(url: URL, options: GetOptions): Promise<IncomingMessage> {
  const proxy = options.proxy === undefined ? undefined : parseProxy(options.proxy);
  return withDeadline(url, options, async (abortSignal) =>
    answerOf(url, options.headers, await routeTo(url, proxy, abortSignal), abortSignal),
  );
}

/** Gives `work` a signal that also aborts when the time for an answer is over; rejects with the reason of the abort. */
async function withDeadline<T>(
  url: URL,
  options: GetOptions,
  work: (abortSignal: AbortSignal) => Promise<T>,
): Promise<T> {
  const seconds = options.limits.answerTimeoutSeconds;
  const deadline = new AbortController();
  const onLate = (): void =>
    deadline.abort(
      new TransferError('network', `no answer within ${seconds} s from ${publicAddress(url.href)}`, {
        isPassing: true,
      }),
    );
  const onAbort = (): void => deadline.abort(options.abortSignal.reason);
  const timer = setTimeout(onLate, seconds * 1000);
  options.abortSignal.addEventListener('abort', onAbort, { once: true });
  try {
    return await work(deadline.signal);
  } catch (error) {
    throw deadline.signal.aborted ? deadline.signal.reason : error;
  } finally {
    clearTimeout(timer);
    options.abortSignal.removeEventListener('abort', onAbort);
  }
}

async function routeTo(url: URL, proxy: URL | undefined, abortSignal: AbortSignal): Promise<Route> {
  if (proxy === undefined) return { agent: false };
  if (url.protocol === 'http:') return { ...viaProxy(proxy, url), agent: false };
  const socket = await openTunnel(proxy, url, abortSignal);
  return { createConnection: () => socket };
}

function answerOf(
  url: URL,
  headers: Readonly<Record<string, string>>,
  route: Route,
  abortSignal: AbortSignal,
): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const requestOptions = {
      ...route,
      headers: { 'user-agent': 'ks-build', 'accept-encoding': 'identity', ...route.headers, ...headers },
      signal: abortSignal,
    };
    const request = url.protocol === 'https:' ? https.get(url, requestOptions) : http.get(url, requestOptions);
    request.once('response', resolve);
    request.on('error', reject);
  });
}

/** Ends the body with the signal's reason, even one that nobody has begun to read. */
function closeOnAbort(answer: IncomingMessage, abortSignal: AbortSignal): void {
  const onAbort = (): void => void answer.destroy(abortSignal.reason);
  abortSignal.addEventListener('abort', onAbort, { once: true });
  answer.once('close', () => abortSignal.removeEventListener('abort', onAbort));
  if (abortSignal.aborted) onAbort();
}

function redirectTarget(location: string | undefined, from: URL, shown: string): URL {
  if (location === undefined || !URL.canParse(location, from.href)) {
    throw new TransferError('unknown', `expected a file, got a redirect to nowhere from ${shown}`);
  }
  const target = new URL(location, from);
  if (target.protocol === 'http:' || target.protocol === 'https:') return target;
  throw new TransferError(
    'unknown',
    `expected a redirect to http or https, got one to ${target.protocol} from ${shown}`,
  );
}
