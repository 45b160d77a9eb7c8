// One line of text that a person types: (field, key) -> field. Pure.
import type { Key } from './key-reader.ts';

export interface TextField {
  readonly text: string;
  /** Characters (not code units) before the caret. */
  readonly caret: number;
}

export const EMPTY_FIELD: TextField = { text: '', caret: 0 };

export function fieldWith(text: string): TextField {
  return { text, caret: [...text].length };
}

/** The text before and after the caret, for drawing. */
export function fieldParts({ text, caret }: TextField): readonly [before: string, after: string] {
  const characters = [...text];
  return [characters.slice(0, caret).join(''), characters.slice(caret).join('')];
}

/** Text put in at the caret: one typed character, or what was pasted, in one line. */
export function insertText(field: TextField, inserted: string): TextField {
  const [before, after] = fieldParts(field);
  const line = inserted.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ');
  return { text: before + line + after, caret: field.caret + [...line].length };
}

/** The field after a key; undefined for a key that does not edit text. */
export function editField(field: TextField, key: Key): TextField | undefined {
  const edit = EDITS[key];
  if (edit !== undefined) return edit(field);
  if (key === 'space') return insertText(field, ' ');
  return [...key].length === 1 ? insertText(field, key) : undefined;
}

const EDITS: Readonly<Record<Key, (field: TextField) => TextField>> = {
  left: ({ text, caret }) => ({ text, caret: Math.max(0, caret - 1) }),
  right: ({ text, caret }) => ({ text, caret: Math.min([...text].length, caret + 1) }),
  home: ({ text }) => ({ text, caret: 0 }),
  end: ({ text }) => fieldWith(text),
  backspace: (field) => without(field, field.caret - 1, field.caret),
  delete: (field) => without(field, field.caret, field.caret + 1),
  'ctrl-a': ({ text }) => ({ text, caret: 0 }),
  'ctrl-e': ({ text }) => fieldWith(text),
  'ctrl-u': (field) => without(field, 0, field.caret),
  'ctrl-k': (field) => without(field, field.caret, [...field.text].length),
  'ctrl-w': (field) => {
    const [before] = fieldParts(field);
    return without(field, [...before.replace(/\S*\s*$/, '')].length, field.caret);
  },
};

function without({ text, caret }: TextField, from: number, to: number): TextField {
  if (from < 0) return { text, caret };
  const characters = [...text];
  characters.splice(from, to - from);
  return { text: characters.join(''), caret: caret >= to ? caret - (to - from) : Math.min(caret, from) };
}
