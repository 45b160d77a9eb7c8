// Class names, and the one function that turns a class name into a folder name.

/** Longest folder name we make, bytes of UTF-8: below the 255 of common file systems, with room for a suffix. */
const MAX_FOLDER_BYTES = 120;

/** Longest class name accepted in a manifest, characters. */
export const MAX_LABEL_CHARACTERS = 200;

/** Characters that no file system, shell or terminal likes, and the space, become `_`. */
const UNSAFE_CHARACTERS = /[^\p{L}\p{N}()'+,=@.-]/gu;

/** FNV-1a, 32 bit: tells apart two labels whose safe forms collide. Not a security hash. */
function shortHash(text: string): string {
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(text)) {
    hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  }
  return hash.toString(16).padStart(8, '0');
}

/**
 * A safe folder name for a class: `playing drums` -> `playing_drums`. Never empty, `.`, `..` or hidden, never holds a separator.
 * A label that loses more than its spaces gets a hash of the original appended, so that different labels never share a folder.
 */
export function labelFolderName(label: string): string {
  const plain = label.normalize('NFC').replace(/ /g, '_');
  const safe = plain.replace(UNSAFE_CHARACTERS, '_').replace(/^[.-]+/, '_');
  const bytes = new TextEncoder().encode(safe);
  const isUnchanged = safe === plain && safe === safe.normalize('NFC') && !label.includes('_') && safe.length > 0;
  if (isUnchanged && bytes.length <= MAX_FOLDER_BYTES) return safe;
  const kept = new TextDecoder().decode(bytes.slice(0, MAX_FOLDER_BYTES)).replace(/\uFFFD+$/, '');
  return `${kept || 'label'}-${shortHash(label)}`;
}
