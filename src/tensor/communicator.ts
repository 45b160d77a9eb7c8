// Replicas of a model that learn from one batch together, each in a thread of its own: what each of them tells all others.

export interface Communicator {
  readonly size: number;
  /**
   * Blocks until all replicas have told their numbers; all must do so at the same point of their work.
   * @returns everybody's numbers, in the order of the replicas; they stand until the next call
   */
  exchange(values: Float32Array): readonly Float32Array[];
}

export const ALONE: Communicator = { size: 1, exchange: (values) => [values] };

/** Another replica ended, or failed with an error that is to be asked of it. */
export class ReplicaLost extends Error {}

/** What the replicas share; goes to their threads as it is. */
export interface SharedExchange {
  readonly size: number;
  /** How many numbers one replica may tell at once. */
  readonly capacity: number;
  readonly control: SharedArrayBuffer;
  readonly numbers: SharedArrayBuffer;
}

export interface SharedCommunicator extends Communicator {
  /** This replica will not come again: everybody who waits for it, now or later, gets a ReplicaLost. */
  leave(): void;
}

/** Places in `control`; behind them, for both banks, how many numbers each replica told. */
const ARRIVED = 0;
const ROUND = 1;
const LOST = 2;
const COUNTS = 3;
/** Two, so that nobody overwrites what others still read: who is one round ahead writes into the other one. */
const BANKS = 2;
const FLOAT_BYTES = 4;
/** Looks before a thread goes to sleep, some tenths of a millisecond: to sleep and be woken costs more than most others let wait (measured). */
const LOOKS = 20_000;
/** A thread that is ended by force cannot say so; whoever waits longer than any step takes gives up (chosen). */
const LONGEST_WAIT_MS = 30 * 60_000;

export function createSharedExchange(size: number, capacity: number): SharedExchange {
  const control = new SharedArrayBuffer((COUNTS + BANKS * size) * Int32Array.BYTES_PER_ELEMENT);
  return { size, capacity, control, numbers: new SharedArrayBuffer(BANKS * size * capacity * FLOAT_BYTES) };
}

export function joinExchange({ size, capacity, control, numbers }: SharedExchange, rank: number): SharedCommunicator {
  const state = new Int32Array(control);
  let bank = 0;
  const placeOf = (of: number): number => (bank * size + of) * capacity;
  return {
    size,
    exchange: (values) => {
      if (values.length > capacity)
        throw new Error(`a replica told ${values.length} numbers, there is room for ${capacity}`);
      bank = (bank + 1) % BANKS;
      state[COUNTS + bank * size + rank] = values.length;
      new Float32Array(numbers).set(values, placeOf(rank));
      meet(state, size);
      return Array.from(
        { length: size },
        (_, of) => new Float32Array(numbers, placeOf(of) * FLOAT_BYTES, state[COUNTS + bank * size + of]),
      );
    },
    leave: () => {
      Atomics.store(state, LOST, 1);
      Atomics.add(state, ROUND, 1);
      Atomics.notify(state, ROUND);
    },
  };
}

/** Returns in all replicas when the last of them has come. */
function meet(state: Int32Array<SharedArrayBuffer>, size: number): void {
  const round = Atomics.load(state, ROUND);
  if (Atomics.add(state, ARRIVED, 1) === size - 1) {
    Atomics.store(state, ARRIVED, 0);
    Atomics.add(state, ROUND, 1);
    Atomics.notify(state, ROUND);
  } else {
    const isOpen = () => Atomics.load(state, ROUND) === round && Atomics.load(state, LOST) === 0;
    for (let looks = 0; looks < LOOKS && isOpen(); looks += 1);
    // The last one of the round before may wake us up late, when we wait again already.
    while (isOpen())
      if (Atomics.wait(state, ROUND, round, LONGEST_WAIT_MS) === 'timed-out')
        throw new ReplicaLost(`a replica has not come for ${LONGEST_WAIT_MS / 60_000} minutes`);
  }
  if (Atomics.load(state, LOST) === 1) throw new ReplicaLost('a replica has left');
}
