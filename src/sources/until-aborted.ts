// Waits for a promise, but not beyond an abort: for promises of others, who may never settle them once all is being called off.

/** @throws the abort signal's reason as soon as it is aborted. */
export async function untilAborted<T>(promise: Promise<T>, abortSignal: AbortSignal): Promise<T> {
  let onAbort = (): void => {};
  const aborted = new Promise<never>((_, reject) => {
    onAbort = () => reject(abortSignal.reason);
  });
  abortSignal.addEventListener('abort', onAbort);
  if (abortSignal.aborted) onAbort();
  try {
    return await Promise.race([aborted, promise]);
  } finally {
    abortSignal.removeEventListener('abort', onAbort);
  }
}
