// A picture as iTerm2's inline image (OSC 1337, https://iterm2.com/documentation-images.html), which WezTerm and others draw too. Pure.

import type { Picture } from '../../drawing/picture.ts';
import { encodePng } from '../../drawing/png.ts';
import type { Box } from './cell-grid.ts';

/** Text written over it takes it away. */
export function iterm2Text(picture: Picture, { columns, rows }: Box): string {
  const file = encodePng(picture);
  const keys = `inline=1;size=${file.length};width=${columns};height=${rows};preserveAspectRatio=0;doNotMoveCursor=1`;
  return `\x1b]1337;File=${keys}:${file.toString('base64')}\x07`;
}
