// ffplay as a player of clips' sound: its arguments. Pure.
import type { PlayerProgram } from './player-process.ts';
import { fileUrl, SAFE_INPUT_OPTIONS } from './safe-input.ts';

export function ffplayProgram(ffplayPath: string): PlayerProgram {
  return {
    name: 'ffplay',
    canBeginAnywhere: true,
    argvFor: (filePath, fromSeconds, toSeconds) => [
      ffplayPath,
      ...['-nodisp', '-autoexit', '-hide_banner', '-loglevel', 'error', '-vn', ...SAFE_INPUT_OPTIONS],
      ...['-ss', fromSeconds.toFixed(3), '-t', Math.max(0, toSeconds - fromSeconds).toFixed(3)],
      ...['-i', fileUrl(filePath)],
    ],
  };
}
