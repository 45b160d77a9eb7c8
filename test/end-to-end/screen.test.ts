import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { temporaryFolder } from '../helpers/programs.ts';
import { query } from '../helpers/query.ts';
import { makeVideo, writeCsv } from '../helpers/source-videos.ts';
import { Tmux, tmuxMissing } from '../helpers/tmux.ts';

const LAUNCHER = fileURLToPath(new URL('../../bin/ks-build', import.meta.url));
const TERMINAL = '#{cursor_flag} #{wrap_flag} #{alternate_on}';

test('fetch in a terminal: a live screen, q stops it cleanly with 130, a second run ends with the table and 0', {
  skip: tmuxMissing(),
}, async (t) => {
  const folder = temporaryFolder(t);
  const videos = path.join(folder, 'videos');
  mkdirSync(videos);
  await makeVideo(path.join(videos, 'video-aaaaa.mp4'), { seconds: 64, toneHz: 440 });
  const rows = Array.from({ length: 60 }, (_, number) => ({
    videoId: 'video-aaaaa',
    startSeconds: number,
    endSeconds: number + 2,
    label: '演奏 二胡',
  }));
  const workspace = path.join(folder, 'workspace');
  const fetch = `'${LAUNCHER}' fetch --no-measure '${writeCsv(folder, rows)}' -w '${workspace}' --source 'folder:${videos}'; echo "exit $?"\n`;

  const tmux = new Tmux();
  await tmux.open(100, 30);
  t.after(() => tmux.close());
  await tmux.type(fetch);
  await tmux.waitFor('clips scrolling away above the live block', (lines) => {
    const block = lines.findIndex((line) => line.includes(' fetch corpus · folder ·'));
    return block > 2 && lines.slice(0, block).filter((line) => line.startsWith('kept ')).length >= 3;
  });
  await tmux.type('q');
  const stopped = await tmux.waitFor('the end of the first run', (lines) =>
    lines.some((line) => /^exit \d+/.test(line)),
  );
  assert.ok(stopped.includes('exit 130'), stopped.join('\n'));
  assert.equal(await tmux.ask(TERMINAL), '1 1 0', 'cursor and autowrap are on again, no alternate screen is left');
  const [{ kept } = { kept: 0 }] = query<{ kept: number }>(
    workspace,
    `SELECT count(*) AS kept FROM segments WHERE state = 'kept'`,
  );
  assert.ok(kept >= 3 && kept < 60, `${kept} kept`);

  await tmux.type('clear\n');
  await tmux.type(fetch);
  const done = await tmux.waitFor('the end of the second run', (lines) => lines.some((line) => /^exit \d+/.test(line)));
  assert.ok(done.includes('exit 0'), done.join('\n'));
  assert.ok(
    done.includes('listed 60 = kept 60 + dropped 0 + ask 0 + dead 0 + deferred 0 + failed 0 + pending 0'),
    done.join('\n'),
  );
});
