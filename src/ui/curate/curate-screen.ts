// The curate screen as a host shows it: a session's keys in, its frames out, of one clip or of the list.
import { listFrame, listRows } from '../list/list-frame.ts';
import type { Screen } from '../screen.ts';
import { curateFrame, seenIn } from './curate-frame.ts';
import { openCurateSession } from './curate-session.ts';
import type { CurateOptions, CurateWorld } from './curate-world.ts';

/** The screen opens nothing before it is entered but the query, which may be refused. @throws QueryError */
export function openCurateScreen(world: CurateWorld, options: CurateOptions): Screen {
  const session = openCurateSession(world, options);
  return {
    enter: session.open,
    press: session.press,
    paste: (text) => {
      session.paste(text);
      return { kind: 'stay' };
    },
    frame: (size) => {
      session.fitPage(listRows(size));
      const scene = session.scene();
      if (scene.state.face === 'list') return listFrame(scene, world.table, size);
      session.noteSeen(seenIn(scene, size));
      return curateFrame(scene, size);
    },
    leave: session.pause,
    close: session.close,
  };
}
