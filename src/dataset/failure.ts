// Why a clip is not there: a closed set of codes, each with the state it leads to and what to do about it.
// Three different things are never mixed: the video is gone (dead), not now (deferred), our side broke (failed).

export type FailureState = 'dead' | 'deferred' | 'failed';

interface FailureKind {
  readonly state: FailureState;
  /** One line for tables and `status`. */
  readonly meaning: string;
  /** Seconds until a deferred clip may be tried again (chosen; rate limits use the breaker's own time when it is later). */
  readonly retryAfterSeconds?: number;
  /** Trips the breaker of the host: the whole pool pauses. */
  readonly tripsBreaker?: true;
  /** The text does not prove that the video is gone: dead only after a second probe at a later time. */
  readonly needsConfirmation?: true;
}

const HOUR = 3600;
const DAY = 24 * HOUR;

export const FAILURES = {
  'video-removed': { state: 'dead', meaning: 'removed by the uploader or the site' },
  'video-private': { state: 'dead', meaning: 'private video' },
  'account-terminated': { state: 'dead', meaning: 'the account behind the video was closed' },
  'copyright-removed': { state: 'dead', meaning: 'taken down for copyright' },
  'members-only': { state: 'dead', meaning: 'for paying members only' },
  'drm-protected': { state: 'dead', meaning: 'DRM-protected' },
  'not-a-video': { state: 'dead', meaning: 'the address holds no video' },
  'not-found': { state: 'dead', meaning: 'HTTP 404 or 410', needsConfirmation: true },
  'video-unavailable': { state: 'dead', meaning: 'unavailable, no reason given', needsConfirmation: true },

  'rate-limited': { state: 'deferred', meaning: 'rate-limited', retryAfterSeconds: HOUR, tripsBreaker: true },
  'bot-check': {
    state: 'deferred',
    meaning: 'the site asks for a sign-in',
    retryAfterSeconds: HOUR,
    tripsBreaker: true,
  },
  'ip-blocked': { state: 'deferred', meaning: 'this address is blocked', retryAfterSeconds: HOUR, tripsBreaker: true },
  captcha: { state: 'deferred', meaning: 'captcha demanded', retryAfterSeconds: HOUR, tripsBreaker: true },
  'geo-blocked': { state: 'deferred', meaning: 'not available in this country', retryAfterSeconds: 30 * DAY },
  'age-restricted': { state: 'deferred', meaning: 'needs an account of age', retryAfterSeconds: 30 * DAY },
  'not-yet-aired': { state: 'deferred', meaning: 'premiere or live event to come', retryAfterSeconds: DAY },
  forbidden: { state: 'deferred', meaning: 'HTTP 403', retryAfterSeconds: HOUR },
  'server-error': { state: 'deferred', meaning: 'HTTP 5xx', retryAfterSeconds: 600 },
  network: { state: 'deferred', meaning: 'network, proxy or DNS', retryAfterSeconds: 600 },
  stalled: { state: 'deferred', meaning: 'the transfer stalled or broke off', retryAfterSeconds: 600 },
  'format-unavailable': { state: 'deferred', meaning: 'no format that fits the settings', retryAfterSeconds: DAY },
  'too-large': { state: 'deferred', meaning: 'larger than the limit for one download', retryAfterSeconds: 30 * DAY },
  'absent-from-sources': { state: 'deferred', meaning: 'in none of the given sources', retryAfterSeconds: 0 },
  unconfirmed: { state: 'deferred', meaning: 'looked gone once; awaits a second probe', retryAfterSeconds: DAY },
  unknown: { state: 'deferred', meaning: 'text that we do not know', retryAfterSeconds: DAY },

  'tool-failed': { state: 'failed', meaning: 'a program that we run broke' },
  'timed-out': { state: 'failed', meaning: 'a program ran past its time limit' },
  'cut-failed': { state: 'failed', meaning: 'ffmpeg could not cut' },
  'cut-not-exact': { state: 'failed', meaning: 'the cut did not verify' },
  'disk-full': { state: 'failed', meaning: 'no space left' },
  internal: { state: 'failed', meaning: 'a bug of ours' },
} as const satisfies Record<string, FailureKind>;

export type FailureCode = keyof typeof FAILURES;

export interface Failure {
  readonly code: FailureCode;
  /** Raw text of the tool or a sentence of ours; kept in the ledger, cookies and proxies already removed. */
  readonly message: string;
}

export function failureKind(code: FailureCode): FailureKind {
  return FAILURES[code];
}

export function isFailureCode(text: string): text is FailureCode {
  return Object.hasOwn(FAILURES, text);
}
