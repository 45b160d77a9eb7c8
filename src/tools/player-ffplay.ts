// ffplay as a player of clips' sound: its arguments, and what its status line means. Pure.
import type { PlayerProgram } from './player-process.ts';
import { fileUrl, SAFE_INPUT_OPTIONS } from './safe-input.ts';

/** `   1.51 M-A:  0.000 fd=   0 aq=    4KB ...`, rewritten some thirty times a second; `nan` until something is heard. */
const STATUS = /^\s*(nan|-?\d+\.\d+)\s+(?:[AVM]-[AVM])?\s*:/;

export function ffplayProgram(ffplayPath: string): PlayerProgram {
  return {
    name: 'ffplay',
    canBeginAnywhere: true,
    argvFor: (filePath, fromSeconds, toSeconds) => [
      ffplayPath,
      ...['-nodisp', '-autoexit', '-hide_banner', '-loglevel', 'error', '-stats', '-vn', ...SAFE_INPUT_OPTIONS],
      // Its own -ss goes to the video frame before that needs no other, which may be the first of the clip.
      ...['-af', `atrim=start=${fromSeconds.toFixed(3)}:end=${toSeconds.toFixed(3)}`, '-i', fileUrl(filePath)],
    ],
    positionIn: (line) => {
      const status = STATUS.exec(line);
      return status === null ? undefined : Number(status[1]);
    },
  };
}
