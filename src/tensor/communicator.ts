// Replicas of a model that learn from one batch together: what each of them tells all others. Types, and the replica that is alone.

export interface Communicator {
  readonly size: number;
  /**
   * Waits until all replicas have told their numbers; all must tell as many at the same point of their work.
   * @returns everybody's numbers, in the order of the replicas; good until the next call
   */
  exchange(values: Float32Array): readonly Float32Array[];
}

export const ALONE: Communicator = { size: 1, exchange: (values) => [values] };
