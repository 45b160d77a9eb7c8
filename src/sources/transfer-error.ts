// Why a transfer ended without all of its bytes: a failure code as of a clip, carried by an error because streams end with errors.
import type { Failure, FailureCode } from '../dataset/failure.ts';
import { EXIT_TRY_LATER, KsBuildError } from '../errors.ts';

export interface TransferErrorOptions {
  readonly cause?: unknown;
  /** The same request may succeed in a moment: worth another try at once. */
  readonly isPassing?: boolean;
  /** What the server asked for, seconds. */
  readonly retryAfterSeconds?: number;
}

export class TransferError extends KsBuildError {
  readonly failure: Failure;
  readonly isPassing: boolean;
  readonly retryAfterSeconds: number | undefined;

  /** `message` names the address without secrets. */
  constructor(code: FailureCode, message: string, options: TransferErrorOptions = {}) {
    super('transfer', EXIT_TRY_LATER, message, 'cause' in options ? { cause: options.cause } : {});
    this.failure = { code, message };
    this.isPassing = options.isPassing ?? false;
    this.retryAfterSeconds = options.retryAfterSeconds;
  }
}
