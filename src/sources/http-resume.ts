// The bytes of an http(s) URL from first to last: after a break the rest is asked for with Range, if the file is still the same.
import type { IncomingMessage } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import type { Config } from '../config.ts';
import { type FileIdentity, fileIdentity, isSameFile, parseContentRange, rangeHeaders } from './http-answer.ts';
import { get, networkError } from './http-request.ts';
import { publicAddress } from './public-address.ts';
import { TransferError } from './transfer-error.ts';

export interface ReadOptions {
  readonly limits: Config['transfer'];
  readonly abortSignal: AbortSignal;
  readonly proxy: string | undefined;
}

/** A try that brought this much counts as progress, and the count of tries in a row starts again. */
const PROGRESS_BYTES = 1024 * 1024;

/** Resolves when the first answer is there. @throws TransferError */
export async function readHttp(address: string, options: ReadOptions) {
  const tries = new Tries(options);
  for (;;) {
    try {
      const answer = await get(address, { ...options, headers: {} });
      const identity = fileIdentity({ status: answer.statusCode!, headers: answer.headers });
      return { totalBytes: identity.totalBytes, chunks: readOn(address, answer, identity, options) };
    } catch (error) {
      await tries.waitOrThrow(error, options.limits.openingTries);
    }
  }
}

async function* readOn(address: string, first: IncomingMessage, identity: FileIdentity, options: ReadOptions) {
  const shown = publicAddress(address);
  const tries = new Tries(options);
  let answer: IncomingMessage | undefined = first;
  let receivedBytes = 0;
  for (;;) {
    let broughtBytes = 0;
    try {
      answer ??= await askForRest(address, receivedBytes, identity, options);
      let skipBytes = answer.statusCode === 200 ? receivedBytes : 0;
      for await (const chunk of chunksOf(answer, shown, options)) {
        const fresh = skipBytes === 0 ? chunk : chunk.subarray(skipBytes);
        skipBytes = Math.max(0, skipBytes - chunk.length);
        receivedBytes += fresh.length;
        broughtBytes += fresh.length;
        if (fresh.length > 0) yield fresh;
      }
      if (receivedBytes === (identity.totalBytes ?? receivedBytes)) return;
      throw new TransferError('stalled', `got ${receivedBytes} of ${identity.totalBytes} bytes of ${shown}`, {
        isPassing: true,
      });
    } catch (error) {
      answer = undefined;
      if (broughtBytes >= PROGRESS_BYTES) tries.startAgain();
      await tries.waitOrThrow(error, options.limits.resumeTries);
    }
  }
}

async function askForRest(address: string, firstByte: number, identity: FileIdentity, options: ReadOptions) {
  const headers = firstByte === 0 ? {} : rangeHeaders(firstByte, identity);
  const answer = await get(address, { ...options, headers });
  const status = answer.statusCode!;
  const startsRight = status !== 206 || parseContentRange(answer.headers['content-range']).firstByte === firstByte;
  if (startsRight && isSameFile(identity, fileIdentity({ status, headers: answer.headers }))) return answer;
  answer.destroy();
  throw new TransferError(
    'network',
    `the file changed while it was read, or cannot be resumed: ${publicAddress(address)}`,
  );
}

/** The chunks of one answer; a wait for the next one that lasts too long ends it as stalled. */
async function* chunksOf(answer: IncomingMessage, shown: string, { limits, abortSignal }: ReadOptions) {
  let isWaiting = true;
  const onSilence = (): void => {
    const seconds = limits.idleTimeoutSeconds;
    const silence = new TransferError('stalled', `no byte for ${seconds} s from ${shown}`, { isPassing: true });
    if (isWaiting) answer.destroy(silence);
  };
  const timer = setTimeout(onSilence, limits.idleTimeoutSeconds * 1000);
  try {
    for await (const chunk of answer as AsyncIterable<Buffer>) {
      isWaiting = false;
      yield chunk;
      isWaiting = true;
      timer.refresh();
    }
  } catch (error) {
    throw abortSignal.aborted ? abortSignal.reason : networkError(error, shown);
  } finally {
    clearTimeout(timer);
    answer.destroy();
  }
}

/** Counts tries in a row and waits between them, longer each time. */
class Tries {
  readonly #options: ReadOptions;
  #failed = 0;

  constructor(options: ReadOptions) {
    this.#options = options;
  }

  startAgain(): void {
    this.#failed = 0;
  }

  /** Resolves when it is time for another try; throws the error when it will not pass or all tries are spent. */
  async waitOrThrow(error: unknown, maxTries: number): Promise<void> {
    const { limits, abortSignal } = this.#options;
    this.#failed += 1;
    if (!(error instanceof TransferError) || !error.isPassing || this.#failed >= maxTries) throw error;
    const backOffSeconds = Math.min(
      limits.firstRetryDelaySeconds * 2 ** (this.#failed - 1),
      limits.maxRetryDelaySeconds,
    );
    const seconds = Math.max(backOffSeconds, error.retryAfterSeconds ?? 0);
    if (seconds > limits.maxRetryDelaySeconds) throw error;
    await delay(seconds * 1000, undefined, { signal: abortSignal }).catch(() => {
      throw abortSignal.reason;
    });
  }
}
