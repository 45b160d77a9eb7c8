// Drives the reducer of the curate screen without a terminal: an index in memory that takes, undoes and redoes, and a clock that is set.
import { DEFAULT_CONFIG } from '../../src/config.ts';
import type { CurateCommand } from '../../src/ui/curate/curate-keys.ts';
import {
  type Action,
  type ClipInHand,
  type CurateSetting,
  type CurateState,
  type Draft,
  type Effect,
  initialCurateState,
  NO_DRAFT,
  type Wish,
} from '../../src/ui/curate/curate-state.ts';
import { currentOf, openQueue } from '../../src/ui/curate/queue.ts';
import { reduceCurate } from '../../src/ui/curate/reduce-curate.ts';
import { marksBefore } from '../../src/ui/curate/reduce-verdicts.ts';
import { bindKeys } from '../../src/ui/key-bindings.ts';

const SETTING: CurateSetting = {
  views: [{ name: 'doubtful', query: 'is:ask score:<0.5' }],
  labels: ['playing drums', 'tickling', 'tap dancing'],
  player: { canPause: true, canSeek: true },
  startsPlaying: false,
  graphicsNames: ['quadrants', 'ascii'],
  colourMapNames: ['magma', 'viridis'],
};
const BINDINGS = bindKeys<CurateCommand>(DEFAULT_CONFIG.curate.keys, 'curate.keys');

export interface Given {
  readonly position: number;
  readonly wish: Wish;
  readonly draft: Draft;
  readonly seconds: number | undefined;
  readonly wasHeard: boolean;
}

export class CurateDrive {
  state: CurateState;
  /** Effects that are not about judging or showing, in order. */
  readonly effects: Effect[] = [];
  /** By judgement id; undone ones are not there. */
  readonly index = new Map<number, Given>();
  atMs = 0;
  fails = false;
  clip: Partial<ClipInHand> = { videoFps: 25, onsetSeconds: [1.2, 2, 2.9] };
  readonly #undone = new Map<number, Given>();
  #nextId = 1;

  constructor(positions: readonly number[], setting: Partial<CurateSetting> = {}) {
    this.state = initialCurateState({ ...SETTING, ...setting }, 'is:ask');
    const queue = openQueue(Uint32Array.from(positions), () => undefined);
    this.send({ kind: 'opened', query: 'is:ask', queue });
  }

  get current(): number | undefined {
    return currentOf(this.state.queue);
  }

  /** What the index holds: `position decision`, in order. */
  get said(): string[] {
    return [...this.index].sort(([a], [b]) => a - b).map(([, { position, wish }]) => `${position} ${wish.decision}`);
  }

  /** Types keys, one a character; names of keys in angle brackets: `a<enter>`. */
  type(text: string): void {
    for (const key of text.match(/<[a-z-]+>|./gu) ?? []) this.press(key.length > 2 ? key.slice(1, -1) : key);
  }

  press(key: string): void {
    const command = this.state.mode.kind === 'clip' ? BINDINGS.commandOf(key) : undefined;
    this.send(
      command === undefined ? { kind: 'key', key, atMs: this.atMs } : { kind: 'command', command, atMs: this.atMs },
    );
  }

  send(action: Action): void {
    const { state, effects } = reduceCurate(this.state, action);
    this.state = state;
    for (const effect of effects) this.#run(effect);
  }

  #run(effect: Effect): void {
    if (effect.kind === 'judge') this.#judge(effect);
    else if (effect.kind === 'undo') {
      for (const id of effect.done.judgementIds) {
        this.#undone.set(id, this.index.get(id)!);
        this.index.delete(id);
      }
      this.send({ kind: 'undone' });
    } else if (effect.kind === 'redo') {
      for (const id of effect.done.judgementIds) this.index.set(id, this.#undone.get(id)!);
      this.send({ kind: 'redone' });
    } else if (effect.kind === 'show') {
      const { position } = effect;
      const clip: ClipInHand = {
        position,
        name: `clip-${position}`,
        label: 'tickling',
        shownAtMs: this.atMs,
        videoFps: undefined,
        onsetSeconds: [],
        wasHeard: false,
        known: NO_DRAFT,
        ...this.clip,
      };
      this.send({ kind: 'shown', clip, durationSeconds: 10 });
    } else this.effects.push(effect);
  }

  #judge(effect: Extract<Effect, { kind: 'judge' }>): void {
    if (this.fails) {
      this.send({ kind: 'said', message: { text: 'the disk is full', tone: 'broken' } });
      return;
    }
    const { positions, wish, draft, seconds, wasHeard } = effect;
    const judgementIds = positions.map((position) => {
      this.index.set(this.#nextId, { position, wish, draft, seconds, wasHeard });
      return this.#nextId++;
    });
    const done = { judgementIds, positions, marksBefore: marksBefore(this.state, positions), wish, draft };
    this.send({ kind: 'taken', done, seconds });
  }
}
