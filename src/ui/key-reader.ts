// Bytes of a terminal's keyboard, as text chunks -> keys. Answers of the terminal, mouse reports and pasted text are not keys and fall away.
// Keeps only where a sequence that spans chunks stands.

/** One typed character, or `ctrl-c` and the like, `space`, `enter`, `escape`, `up`, `down`, `left`, `right`. */
export type Key = string;

const ESCAPE = '\x1b';
const CTRL_C = '\x03';
const PASTE_END = '\x1b[201~';
const ARROWS: Readonly<Record<string, Key>> = { A: 'up', B: 'down', C: 'right', D: 'left' };
/** ESC with one of these begins a string that ends with BEL or ESC \: device control, start of string, command, private, application. */
const STRING_STARTS = 'PX]^_';

type Mode = 'keys' | 'control' | 'string' | 'paste';

/** Returns the function that takes each chunk and gives its keys; keys typed fast arrive joined and come out one by one. */
export function keyReader(): (chunk: string) => Key[] {
  let mode: Mode = 'keys';
  let sequence = '';
  return (chunk) => {
    const keys: Key[] = [];
    const characters = [...chunk];
    characters.forEach((character, position) => {
      // Ctrl-C always counts: a sequence that never ends must not lock the keyboard.
      if (character === CTRL_C) {
        mode = 'keys';
        keys.push('ctrl-c');
      } else if (mode === 'paste' || mode === 'string') {
        sequence = (sequence + character).slice(-PASTE_END.length);
        const isOver = mode === 'paste' ? sequence === PASTE_END : character === '\x07' || sequence.endsWith('\x1b\\');
        if (isOver) mode = 'keys';
      } else if (mode === 'control') {
        sequence += character;
        const isFinal = character >= '@' && character <= '~' && sequence.length > 1;
        if (!isFinal) return;
        mode = sequence === '[200~' ? 'paste' : 'keys';
        const arrow = /^[[O](?:1;\d+)?[A-D]$/.test(sequence) ? ARROWS[character] : undefined;
        if (arrow !== undefined) keys.push(arrow);
      } else if (character === ESCAPE) {
        const next = characters[position + 1];
        // Alone at the end of a chunk it is the key itself: terminals send their sequences in one piece.
        if (next === undefined) keys.push('escape');
        sequence = '';
        if (next === '[' || next === 'O') mode = 'control';
        else if (next !== undefined && STRING_STARTS.includes(next)) mode = 'string';
      } else keys.push(keyName(character));
    });
    return keys;
  };
}

function keyName(character: string): Key {
  if (character === ' ') return 'space';
  if (character === '\r' || character === '\n') return 'enter';
  if (character === '\x7f' || character === '\b') return 'backspace';
  return character < ' ' ? `ctrl-${String.fromCharCode(character.charCodeAt(0) + 96)}` : character;
}
