// Bytes of a terminal's keyboard, as text chunks -> keys, pasted text, focus. Answers of the terminal and mouse reports fall away.
// Keeps only where a sequence that spans chunks stands.

/**
 * One typed character, or `space`, `enter`, `tab`, `shift-tab`, `escape`, `backspace`, `delete`, `up`, `down`, `left`, `right`, `home`, `end`,
 * `page-up`, `page-down`, `ctrl-c` and the like, `alt-x` and the like.
 */
export type Key = string;

export type Input =
  | { readonly kind: 'key'; readonly key: Key }
  | { readonly kind: 'paste'; readonly text: string }
  /** The terminal's window is in front again. */
  | { readonly kind: 'focus' };

export interface InputReader {
  read(chunk: string): Input[];
  /** The last chunk ended where a key may be over or a sequence may have been cut: wait a moment, then settle. */
  readonly isUndecided: boolean;
  /** Nothing more came: it was a key. */
  settle(): Input[];
}

const ESCAPE = '\x1b';
const CTRL_C = '\x03';
const PASTE_END = '\x1b[201~';
/** Longest pasted text that is kept, characters: what a text field may want is far shorter. */
const MAX_PASTE = 10_000;
/** By the last character of a control sequence, and its number before a `~`. */
const CONTROL_KEYS: Readonly<Record<string, Key>> = {
  A: 'up',
  B: 'down',
  C: 'right',
  D: 'left',
  H: 'home',
  F: 'end',
  Z: 'shift-tab',
  '1~': 'home',
  '3~': 'delete',
  '4~': 'end',
  '5~': 'page-up',
  '6~': 'page-down',
  '7~': 'home',
  '8~': 'end',
};
/** ESC with one of these begins a string that ends with BEL or ESC \: device control, start of string, command, private, application. */
const STRING_STARTS = 'PX]^_';

type Mode = 'keys' | 'escape' | 'control' | 'string' | 'paste';

export function inputReader(): InputReader {
  let mode: Mode = 'keys';
  /** What came since the mode began, its first character included. */
  let sequence = '';

  const step = (character: string): Input | undefined => {
    // Ctrl-C always counts: a sequence that never ends must not lock the keyboard.
    if (character === CTRL_C) {
      mode = 'keys';
      return keyOf('ctrl-c');
    }
    if (mode === 'keys') {
      if (character !== ESCAPE) return keyOf(keyName(character));
      mode = 'escape';
      return undefined;
    }
    if (mode === 'escape') {
      if (character === ESCAPE) return keyOf('escape');
      sequence = character;
      mode = character === '[' || character === 'O' ? 'control' : STRING_STARTS.includes(character) ? 'string' : 'keys';
      return mode === 'keys' ? keyOf(`alt-${keyName(character)}`) : undefined;
    }
    sequence += character;
    if (mode === 'control') return stepControl(character);
    return mode === 'paste' ? stepPaste() : stepString(character);
  };

  const stepControl = (character: string): Input | undefined => {
    if (character < '@' || character > '~') return undefined;
    mode = 'keys';
    if (sequence === '[200~') {
      mode = 'paste';
      sequence = '';
    }
    if (sequence === '[I') return { kind: 'focus' };
    const [, number = '', last = ''] = /^[[O](\d*)(?:;\d+)?([A-Z~])$/.exec(sequence) ?? [];
    const key = CONTROL_KEYS[last === '~' ? `${number}~` : last];
    return key === undefined ? undefined : keyOf(key);
  };

  const stepPaste = (): Input | undefined => {
    if (!sequence.endsWith(PASTE_END)) {
      // The end stays in sight, however long the text is.
      if (sequence.length > 2 * MAX_PASTE) sequence = sequence.slice(0, MAX_PASTE) + sequence.slice(-PASTE_END.length);
      return undefined;
    }
    mode = 'keys';
    return { kind: 'paste', text: sequence.slice(0, -PASTE_END.length).slice(0, MAX_PASTE) };
  };

  const stepString = (character: string): Input | undefined => {
    if (character === '\x07' || sequence.endsWith('\x1b\\')) mode = 'keys';
    else sequence = sequence.slice(-PASTE_END.length);
    return undefined;
  };

  const isOneCharacter = (): boolean => mode === 'string' && sequence.length === 1;
  return {
    read: (chunk) => [...chunk].map(step).filter((input) => input !== undefined),
    get isUndecided() {
      return mode === 'escape' || isOneCharacter();
    },
    settle: () => {
      const key = mode === 'escape' ? 'escape' : isOneCharacter() ? `alt-${sequence}` : undefined;
      if (key === undefined) return [];
      mode = 'keys';
      return [keyOf(key)];
    },
  };
}

/** Keys only, for a screen without text fields; an escape at the end of a chunk is the key at once. */
export function keyReader(): (chunk: string) => Key[] {
  const reader = inputReader();
  return (chunk) => {
    const inputs = reader.read(chunk);
    if (chunk.endsWith(ESCAPE)) inputs.push(...reader.settle());
    return inputs.flatMap((input) => (input.kind === 'key' ? [input.key] : []));
  };
}

function keyOf(key: Key): Input {
  return { kind: 'key', key };
}

function keyName(character: string): Key {
  if (character === ' ') return 'space';
  if (character === '\r' || character === '\n') return 'enter';
  if (character === '\t') return 'tab';
  if (character === '\x7f' || character === '\b') return 'backspace';
  return character < ' ' ? `ctrl-${String.fromCharCode(character.charCodeAt(0) + 96)}` : character;
}
