// What one way of installing something comes to. Passing over is normal: the next way is tried, and the reasons are shown.

export type InstallOutcome =
  | { readonly state: 'installed'; readonly path: string; readonly from: string }
  | { readonly state: 'passed-over'; readonly reason: string };

export function passedOver(reason: string): InstallOutcome {
  return { state: 'passed-over', reason };
}

/** The words of an error and of what caused it: fetch says only "fetch failed" itself. */
export function describeError(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? `${error.message}: ${error.cause.message}` : error.message;
}
