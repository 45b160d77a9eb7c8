// The means of drawing pictures that a flag or the settings name. Pure.
import { GRAPHICS_MODES, type GraphicsMode } from '../ui/graphics/graphics-mode.ts';
import { parseChoice } from './parse-value.ts';

/** `auto`: undefined, the best that the terminal says it has. @throws UsageError */
export function wantedGraphics(name: string): GraphicsMode | undefined {
  return name === 'auto' ? undefined : parseChoice('--graphics', name, GRAPHICS_MODES);
}
