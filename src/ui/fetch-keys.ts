// Keys of the fetch screen: one table feeds dispatch and footer. Pure but for the calls that it makes on the controls handed in.
import type { FetchControls } from '../pipeline/controls.ts';
import type { FetchState } from './fetch-state.ts';
import type { Key } from './key-reader.ts';

/** What the person has asked for; the rest of the screen is the state of the run. */
export interface FetchWishes {
  readonly isPaused: boolean;
  /** Undefined until changed: the run's own number counts. */
  readonly downloads?: number;
  readonly showsMessages: boolean;
  readonly stopping: 'no' | 'cleanly' | 'at-once';
}

export const NO_WISHES: FetchWishes = { isPaused: false, showsMessages: false, stopping: 'no' };

export function downloadsOf(wishes: FetchWishes, state: FetchState): number {
  return wishes.downloads ?? state.downloads;
}

interface Binding {
  readonly keys: readonly Key[];
  readonly caption: string;
  /** For the footer; undefined: not offered now, though the key still works if it can. */
  hint(wishes: FetchWishes, state: FetchState): string | undefined;
  act(wishes: FetchWishes, state: FetchState, controls: FetchControls): FetchWishes;
}

const MAX_DOWNLOADS = 64;

const FETCH_KEYS: readonly Binding[] = [
  {
    keys: ['space'],
    caption: 'space',
    hint: (_wishes, { breakers }) => (breakers.some(({ state }) => state === 'open') ? 'try now' : undefined),
    act: (wishes, { breakers }, controls) => {
      for (const { host, state } of breakers) if (state === 'open') controls.tryNow(host);
      return wishes;
    },
  },
  {
    keys: ['p'],
    caption: 'p',
    hint: ({ isPaused }) => (isPaused ? 'go on' : 'pause'),
    act: (wishes, _state, controls) => {
      if (wishes.isPaused) controls.resume();
      else controls.pause();
      return { ...wishes, isPaused: !wishes.isPaused };
    },
  },
  {
    keys: ['+', '='],
    caption: '+ -',
    hint: (wishes, state) => `downloads ${downloadsOf(wishes, state)}`,
    act: (wishes, state, controls) => withDownloads(wishes, downloadsOf(wishes, state) + 1, controls),
  },
  {
    keys: ['-'],
    caption: '',
    hint: () => undefined,
    act: (wishes, state, controls) => withDownloads(wishes, downloadsOf(wishes, state) - 1, controls),
  },
  {
    keys: ['e'],
    caption: 'e',
    hint: ({ showsMessages }) => (showsMessages ? 'hide error texts' : 'error texts'),
    act: (wishes) => ({ ...wishes, showsMessages: !wishes.showsMessages }),
  },
  {
    keys: ['q', 'ctrl-c'],
    caption: 'q',
    hint: ({ stopping }) => ({ no: 'stop', cleanly: 'stop at once', 'at-once': undefined })[stopping],
    act: (wishes, _state, controls) => {
      const stopping = wishes.stopping === 'no' ? 'cleanly' : 'at-once';
      if (wishes.stopping !== 'at-once') controls.stop(stopping);
      return { ...wishes, stopping };
    },
  },
];

function withDownloads(wishes: FetchWishes, wanted: number, controls: FetchControls): FetchWishes {
  const downloads = Math.min(MAX_DOWNLOADS, Math.max(1, wanted));
  controls.setDownloads(downloads);
  return { ...wishes, downloads };
}

/** Carries out one key; a key that means nothing changes nothing. */
export function pressFetchKey(key: Key, wishes: FetchWishes, state: FetchState, controls: FetchControls): FetchWishes {
  return FETCH_KEYS.find(({ keys }) => keys.includes(key))?.act(wishes, state, controls) ?? wishes;
}

export interface KeyHint {
  readonly caption: string;
  readonly text: string;
}

export function fetchKeyHints(wishes: FetchWishes, state: FetchState): KeyHint[] {
  return FETCH_KEYS.flatMap(({ caption, hint }) => {
    const text = hint(wishes, state);
    return text === undefined ? [] : [{ caption, text }];
  });
}
