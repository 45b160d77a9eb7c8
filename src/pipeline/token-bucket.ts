// How often a host may be asked: a token bucket as a value, with the clock handed in. Pure.

export interface TokenBucket {
  /** Tokens that may be saved up: the burst at the start. */
  readonly capacity: number;
  /** Tokens gained a second at full speed. */
  readonly fullRatePerSecond: number;
  /** Share of the full speed that is used now, 0..1: halved by each trip of the breaker, regained by successes. */
  readonly speedRatio: number;
  readonly tokens: number;
  readonly updatedAtMs: number;
}

/** Never slower than this share of the full speed (chosen): 300 an hour become one request in just over three minutes. */
const MIN_SPEED_RATIO = 1 / 16;
/** Regained by each success (chosen): from half speed back to full takes twenty clips, so that a limit is approached from below. */
const SPEED_STEP_RATIO = 0.025;

export function createBucket(perHour: number, burst: number, nowMs: number): TokenBucket {
  return { capacity: burst, fullRatePerSecond: perHour / 3600, speedRatio: 1, tokens: burst, updatedAtMs: nowMs };
}

function ratePerSecond(bucket: TokenBucket): number {
  return bucket.fullRatePerSecond * bucket.speedRatio;
}

function refill(bucket: TokenBucket, nowMs: number): TokenBucket {
  const elapsedSeconds = Math.max(0, nowMs - bucket.updatedAtMs) / 1000;
  const tokens = Math.min(bucket.capacity, bucket.tokens + elapsedSeconds * ratePerSecond(bucket));
  return { ...bucket, tokens, updatedAtMs: nowMs };
}

/** Takes one token, or says how long it will be until there is one. */
export function takeToken(
  bucket: TokenBucket,
  nowMs: number,
): { readonly bucket: TokenBucket; readonly waitMs: number } {
  const filled = refill(bucket, nowMs);
  // A hair below one counts as one: a timer set for exactly the missing time must find its token.
  if (filled.tokens >= 1 - 1e-6) return { bucket: { ...filled, tokens: Math.max(0, filled.tokens - 1) }, waitMs: 0 };
  return { bucket: filled, waitMs: Math.ceil(((1 - filled.tokens) / ratePerSecond(filled)) * 1000) };
}

/** After a trip: half the speed, and the saved-up burst is gone. */
export function slowDown(bucket: TokenBucket, nowMs: number): TokenBucket {
  const filled = refill(bucket, nowMs);
  return {
    ...filled,
    speedRatio: Math.max(MIN_SPEED_RATIO, filled.speedRatio / 2),
    tokens: Math.min(1, filled.tokens),
  };
}

/** After a success: a little quicker again, up to the full speed. */
export function speedUp(bucket: TokenBucket, nowMs: number): TokenBucket {
  const filled = refill(bucket, nowMs);
  return { ...filled, speedRatio: Math.min(1, filled.speedRatio + SPEED_STEP_RATIO) };
}
