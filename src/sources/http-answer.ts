// What an HTTP answer means for a transfer: failure codes, Retry-After, ranges and whether two answers are of one file. Pure.
import type { IncomingHttpHeaders } from 'node:http';
import { TransferError } from './transfer-error.ts';

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
}

/** What tells whether a later answer is still about the same bytes. */
export interface FileIdentity {
  readonly etag: string | undefined;
  readonly lastModified: string | undefined;
  readonly totalBytes: number | undefined;
}

/** The error of an answer that is not 200 or 206; `shown` is the address without secrets. */
export function refusal(answer: Answer, shown: string, nowMs: number): TransferError {
  const { status } = answer;
  const message = `expected a file, got HTTP ${status} from ${shown}`;
  const retryAfterSeconds = parseRetryAfter(answer.headers['retry-after'], nowMs);
  const wait = retryAfterSeconds === undefined ? {} : { retryAfterSeconds };
  if (status === 404 || status === 410) return new TransferError('not-found', message);
  if (status === 429) return new TransferError('rate-limited', message, wait);
  if (status >= 500)
    return new TransferError('server-error', message, { ...wait, isPassing: status !== 501 && status !== 505 });
  if (status === 408) return new TransferError('network', message, { isPassing: true });
  if (status === 407) return new TransferError('network', 'the proxy asks for credentials (HTTP 407): check --proxy');
  if (status === 401 || status === 403 || status === 451) return new TransferError('forbidden', message);
  return new TransferError('unknown', message);
}

/** Seconds to wait, from `120` or an HTTP date; undefined when absent or unreadable. */
export function parseRetryAfter(value: string | undefined, nowMs: number): number | undefined {
  if (value === undefined) return undefined;
  if (/^\s*\d+\s*$/.test(value)) return Number(value);
  const atMs = Date.parse(value);
  return Number.isNaN(atMs) ? undefined : Math.max(0, Math.ceil((atMs - nowMs) / 1000));
}

/** `bytes 100-999/1000` -> first byte and total; `bytes * /1000` (of a 416) has no first byte. */
export function parseContentRange(value: string | undefined): { firstByte?: number; totalBytes?: number } {
  const match = /^\s*bytes\s+(?:(\d+)-\d+|\*)\/(\d+|\*)\s*$/i.exec(value ?? '');
  if (match === null) return {};
  const [, first, total] = match;
  return {
    ...(first === undefined ? {} : { firstByte: Number(first) }),
    ...(total === undefined || total === '*' ? {} : { totalBytes: Number(total) }),
  };
}

export function fileIdentity(answer: Answer): FileIdentity {
  const { headers, status } = answer;
  const length = headers['content-length'];
  const whole = length === undefined || !/^\d+$/.test(length) ? undefined : Number(length);
  return {
    etag: headers.etag,
    lastModified: headers['last-modified'],
    totalBytes: status === 200 ? whole : parseContentRange(headers['content-range']).totalBytes,
  };
}

/** False when anything that both answers state differs. */
export function isSameFile(first: FileIdentity, later: FileIdentity): boolean {
  const agrees = <T>(a: T | undefined, b: T | undefined): boolean => a === undefined || b === undefined || a === b;
  return (
    agrees(first.etag, later.etag) &&
    agrees(first.lastModified, later.lastModified) &&
    agrees(first.totalBytes, later.totalBytes)
  );
}

/** Headers that ask for the rest of a file; If-Range takes strong validators only (RFC 9110, 13.1.5). */
export function rangeHeaders(firstByte: number, identity: FileIdentity): Record<string, string> {
  const strong = identity.etag !== undefined && !identity.etag.startsWith('W/') ? identity.etag : identity.lastModified;
  return { range: `bytes=${firstByte}-`, ...(strong === undefined ? {} : { 'if-range': strong }) };
}
