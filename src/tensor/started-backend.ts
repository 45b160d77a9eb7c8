// What a backend is once it computes: its device in a person's words, and the question whether its numbers can still be trusted. Types only.

export interface StartedBackend {
  /** The device with its driver, or the processor. */
  readonly device: string;
  /** A processor that pretends to be a GPU: taken when named, never by `auto`. */
  readonly isSoftware: boolean;
  /** @throws KsBuildError when the device has reported an error, is lost or ran out of memory since it was started */
  check(): void;
}
