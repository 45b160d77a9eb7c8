// The classes that clips can be made of. To add one: a file in classes/ and a line here.
import { ball } from './classes/ball.ts';
import { bell } from './classes/bell.ts';
import { engine } from './classes/engine.ts';
import { footsteps } from './classes/footsteps.ts';
import { keys } from './classes/keys.ts';
import { rattle } from './classes/rattle.ts';
import { strings } from './classes/strings.ts';
import { tearing } from './classes/tearing.ts';
import type { SoundingClass } from './sounding-class.ts';

export const SOUNDING_CLASSES: readonly SoundingClass[] = [
  bell,
  ball,
  strings,
  keys,
  engine,
  footsteps,
  tearing,
  rattle,
];
