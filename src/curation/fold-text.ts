// Texts as they are compared: without case, accents composed. Those of a dictionary, which only grows, are folded once.

const FOLDED = new WeakMap<readonly string[], string[]>();

function folded(text: string): string {
  return text.normalize('NFC').toLowerCase();
}

/** Of each text of a dictionary. */
export function foldedTexts(texts: readonly string[]): readonly string[] {
  const known = FOLDED.get(texts) ?? [];
  FOLDED.set(texts, known);
  for (let at = known.length; at < texts.length; at++) known.push(folded(texts[at]!));
  return known;
}

/** 1 for each text of a dictionary that matches what is wanted, both folded. */
export function matchingTexts(
  texts: readonly string[],
  matches: (folded: string, wanted: string) => boolean,
  wanted: string,
): Uint8Array {
  const wantedFolded = folded(wanted);
  const all = foldedTexts(texts);
  const isMatch = new Uint8Array(all.length);
  for (let at = 0; at < all.length; at++) if (matches(all[at]!, wantedFolded)) isMatch[at] = 1;
  return isMatch;
}
