// Watches the bytes of one transfer against its limits, with the clock handed in. Says when to give it up, and why. Pure but for its memory.

export interface TransferLimits {
  /** No byte for this long, seconds. undefined: the program has its own time-outs and nothing quicker is at hand. */
  readonly silentSeconds: number | undefined;
  /** Less than `slowBytesPerSecond` over this long, seconds. */
  readonly slowSeconds: number | undefined;
  readonly slowBytesPerSecond: number;
  /** Of the whole call, the look-up included. */
  readonly timeLimitSeconds: number;
  readonly maxBytes: number;
}

export type GiveUp = { readonly code: 'stalled' | 'too-large'; readonly message: string };

export class TransferWatch {
  readonly #limits: TransferLimits;
  readonly #startedAtMs: number;
  /** The look-up may be slow for reasons of its own (sleep options): only the transfer is watched for stalls. */
  #lastByteAtMs: number | undefined;
  #receivedBytes = 0;
  #windowStart: { readonly atMs: number; readonly bytes: number } | undefined;

  constructor(limits: TransferLimits, nowMs: number) {
    this.#limits = limits;
    this.#startedAtMs = nowMs;
  }

  transferStarted(nowMs: number): void {
    this.#lastByteAtMs ??= nowMs;
    this.#windowStart ??= { atMs: nowMs, bytes: this.#receivedBytes };
  }

  /** `receivedBytes`: in total, never less than before. */
  received(receivedBytes: number, nowMs: number): void {
    this.transferStarted(nowMs);
    if (receivedBytes <= this.#receivedBytes) return;
    this.#receivedBytes = receivedBytes;
    this.#lastByteAtMs = nowMs;
  }

  /** To be asked about once a second. */
  verdict(nowMs: number): GiveUp | undefined {
    const { silentSeconds, slowSeconds, slowBytesPerSecond, timeLimitSeconds, maxBytes } = this.#limits;
    if (this.#receivedBytes > maxBytes) {
      return { code: 'too-large', message: `more than ${maxBytes} bytes came, the limit for one download` };
    }
    if (nowMs - this.#startedAtMs > timeLimitSeconds * 1000) {
      return { code: 'stalled', message: `not finished after ${timeLimitSeconds} s` };
    }
    if (silentSeconds !== undefined && this.#lastByteAtMs !== undefined) {
      if (nowMs - this.#lastByteAtMs > silentSeconds * 1000) {
        return { code: 'stalled', message: `no byte for ${silentSeconds} s` };
      }
    }
    if (slowSeconds !== undefined && this.#windowStart !== undefined) {
      const elapsedSeconds = (nowMs - this.#windowStart.atMs) / 1000;
      if (elapsedSeconds < slowSeconds) return undefined;
      const bytesPerSecond = (this.#receivedBytes - this.#windowStart.bytes) / elapsedSeconds;
      this.#windowStart = { atMs: nowMs, bytes: this.#receivedBytes };
      if (bytesPerSecond < slowBytesPerSecond) {
        return { code: 'stalled', message: `${Math.round(bytesPerSecond)} bytes/s over ${slowSeconds} s` };
      }
    }
    return undefined;
  }
}
