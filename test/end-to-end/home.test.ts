// The built program in a real terminal: from the home screen to the list, a clip, a verdict, and back.
import assert from 'node:assert/strict';
import path from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { makeLargeIndex } from '../helpers/large-index.ts';
import { temporaryFolder } from '../helpers/programs.ts';
import { query } from '../helpers/query.ts';
import { Tmux, tmuxMissing } from '../helpers/tmux.ts';

const LAUNCHER = fileURLToPath(new URL('../../bin/ks-build', import.meta.url));

test('home opens the list, the list a clip, and each leads back to where one came from', {
  skip: tmuxMissing(),
}, async (t) => {
  const workspace = temporaryFolder(t);
  makeLargeIndex(path.join(workspace, 'index.db'), { rows: 60, classes: 3, askEvery: 10 });
  const tmux = new Tmux();
  await tmux.open(100, 30);
  t.after(() => tmux.close());
  const header = (wanted: RegExp): Promise<string[]> => tmux.waitFor(String(wanted), (lines) => wanted.test(lines[0]!));

  await tmux.type(`clear; '${LAUNCHER}' home -w '${workspace}'; echo "exit $?"\n`);
  const taskList = / (\d) list /;
  const home = await tmux.waitFor('the tasks', (lines) => lines.some((line) => taskList.test(line)));
  await tmux.type(taskList.exec(home.join('\n'))![1]!);
  await header(/^ list · all clips .* 1 of 60$/);
  await tmux.type('fclass:="class number 1" is:kept');
  await header(/^ list · class:="class number 1" is:kept .* of 12$/);
  await tmux.press('Enter');
  await tmux.type('j');
  await header(/ 2 of 12$/);
  await tmux.press('Enter');
  await header(/^ curate · .* 2 of 12$/);
  await tmux.type('x');
  await header(/^ curate · .* 3 of 12 /);
  assert.deepEqual(
    query<{ decision: string }>(workspace, 'SELECT decision FROM judgements').map(({ decision }) => decision),
    ['drop'],
  );
  await tmux.type('q');
  const list = await header(/^ list · .* 3 of 12$/);
  assert.ok(list.some((line) => / x dropped /.test(line)));
  await tmux.type('C');
  await header(/^ classes · by kept share .* 3 classes$/);
  await tmux.type('qq');
  await header(/^ ks-build · ks-large /);
  await tmux.type('q');
  await tmux.waitFor('the shell', (lines) => lines.includes('exit 0'));
});
