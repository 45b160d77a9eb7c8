// The sound of the clip on the screen: effects of the reducer to the player, its news back as actions. What an earlier clip still plays is
// not heard of any more.
import type { NoPlayer, Player } from '../../tools/player.ts';
import type { Action, SoundEffect } from './curate-state.ts';

export interface Sound {
  /** Finds the player; the screen goes on meanwhile. */
  open(): Promise<void>;
  run(effect: SoundEffect, filePath: string): void;
  stop(): void;
  close(): Promise<void>;
}

export function openSound(findPlayer: () => Promise<Player | NoPlayer>, send: (action: Action) => void): Sound {
  let player: Player | undefined;
  let isClosed = false;
  return {
    async open() {
      const found = await findPlayer();
      if (found.name === 'none') {
        send({ kind: 'learned', setting: { player: found } });
        return;
      }
      if (isClosed) return found.close();
      player = found;
      send({ kind: 'learned', setting: { player: found } });
    },
    run(effect, filePath) {
      if (player === undefined) return;
      if (effect.kind === 'play') {
        player.play(filePath, effect, {
          position: (seconds) => send({ kind: 'heard', seconds }),
          ended: (trouble) => send({ kind: 'fell-silent', trouble }),
        });
      } else if (effect.kind === 'seek') player.seek(effect.seconds);
      else player[effect.kind]();
    },
    stop: () => player?.stop(),
    async close() {
      isClosed = true;
      await player?.close();
    },
  };
}
