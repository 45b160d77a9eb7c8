import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, type TestContext, test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import type { Player } from '../../src/tools/player.ts';
import { createMpvPlayer } from '../../src/tools/player-mpv.ts';
import { heardClip, Listener, missingProgram } from '../helpers/heard-clip.ts';
import { temporaryFolder, writeProgram } from '../helpers/programs.ts';

const SILENTLY = ['--ao=null'];
const WHOLE = { fromSeconds: 0, toSeconds: 3, isLooping: false };

function mpvFor(t: TestContext, mpvPath = 'mpv'): Player {
  const player = createMpvPlayer({ mpvPath, moreOptions: SILENTLY });
  t.after(() => player.close());
  return player;
}

/** An mpv that leaves its process number in a file. */
function mpvWithPid(t: TestContext) {
  const folder = temporaryFolder(t);
  const pidFile = path.join(folder, 'pid');
  const program = writeProgram(
    folder,
    'mpv',
    `echo $$ > ${pidFile}.part; mv ${pidFile}.part ${pidFile}; exec mpv "$@"`,
  );
  return { program, pidFile, pid: () => Number(readFileSync(pidFile, 'utf8')) };
}

async function untilGone(pid: number): Promise<void> {
  for (;;) {
    try {
      process.kill(pid, 0);
    } catch (error) {
      assert.equal((error as NodeJS.ErrnoException).code, 'ESRCH');
      return;
    }
    await wait(5);
  }
}

describe('sound through mpv', { skip: missingProgram('mpv') }, () => {
  test('a part of a clip plays from its start to its end, and tells where it is', async (t) => {
    const [file, player, listener] = [await heardClip(t), mpvFor(t), new Listener()];
    player.play(file, { fromSeconds: 1, toSeconds: 2.6, isLooping: false }, listener);
    await listener.until(({ ends }) => ends.length > 0);
    assert.deepEqual(listener.ends, [undefined]);
    assert.ok(listener.positions.length > 2, `${listener.positions.length} positions`);
    assert.ok(
      listener.positions.every((seconds) => seconds > 0.9 && seconds < 2.7),
      listener.positions.join(' '),
    );
  });

  test('a loop comes round until it is stopped, also one that ends after the clip', async (t) => {
    const [file, player] = [await heardClip(t), mpvFor(t)];
    for (const toSeconds of [2.8, 99]) {
      const listener = new Listener();
      player.play(file, { fromSeconds: 2.5, toSeconds, isLooping: true }, listener);
      const isBack = (seconds: number, at: number, all: number[]): boolean => at > 0 && seconds < all[at - 1]! - 0.1;
      await listener.until(({ positions }) => positions.filter(isBack).length >= 2);
      assert.ok(Math.min(...listener.positions) > 2.4);
      assert.deepEqual(listener.ends, []);
      player.stop();
      assert.deepEqual(listener.ends, [undefined]);
    }
  });

  test('it pauses, goes on, and goes where it is sent', async (t) => {
    const [file, player, listener] = [await heardClip(t), mpvFor(t), new Listener()];
    player.play(file, WHOLE, listener);
    await listener.until(({ positions }) => positions.length > 1);
    player.pause();
    player.seek(2);
    await listener.until(({ positions }) => positions.includes(2));
    await wait(200);
    assert.equal(listener.positions.at(-1), 2, 'still paused');
    player.resume();
    await listener.until(({ ends }) => ends.length > 0);
    assert.deepEqual(listener.ends, [undefined]);
  });

  test('a clip takes the place of the one that plays, which is heard of no more', async (t) => {
    const [file, player] = [await heardClip(t), mpvFor(t)];
    const [first, second, third] = [new Listener(), new Listener(), new Listener()];
    player.play(file, WHOLE, first);
    await first.until(({ positions }) => positions.length > 0);
    const heard = first.positions.length;
    player.play(file, WHOLE, second);
    player.play(file, { fromSeconds: 2, toSeconds: 2.3, isLooping: false }, third);
    await third.until(({ ends }) => ends.length > 0);
    assert.deepEqual([first.positions.length, first.ends, second.positions, second.ends], [heard, [], [], []]);
    assert.ok(third.positions.every((seconds) => seconds >= 1.9));
  });

  test('what cannot be played is an end with trouble, and the next clip plays', async (t) => {
    const [file, player] = [await heardClip(t), mpvFor(t)];
    const broken = path.join(temporaryFolder(t), 'broken.mp4');
    writeFileSync(broken, 'no media');
    for (const wrong of [broken, `${broken}.gone`]) {
      const listener = new Listener();
      player.play(wrong, WHOLE, listener);
      await listener.until(({ ends }) => ends.length > 0);
      assert.match(listener.ends[0]!, /^mpv: \S/);
    }
    const listener = new Listener();
    player.play(file, WHOLE, listener);
    await listener.until(({ positions }) => positions.length > 0);
  });

  test('a clip whose sound finds no way out was not heard anywhere', async (t) => {
    const player = createMpvPlayer({
      mpvPath: 'mpv',
      moreOptions: ['--ao=alsa', '--audio-device=alsa/no-such-device'],
    });
    t.after(() => player.close());
    const file = await heardClip(t);
    for (let count = 0; count < 2; count += 1) {
      const listener = new Listener();
      player.play(file, WHOLE, listener);
      await listener.until(({ ends }) => ends.length > 0);
      assert.deepEqual([listener.positions, listener.ends], [[], ['mpv: audio output initialization failed']]);
    }
  });

  test('a file that is a playlist leads to no other file', async (t) => {
    const [file, player, listener] = [await heardClip(t), mpvFor(t), new Listener()];
    const playlist = path.join(path.dirname(file), 'clip.m3u');
    writeFileSync(playlist, `#EXTM3U\n#EXTINF:3,x\n${file}\n`);
    player.play(playlist, WHOLE, listener);
    await listener.until(({ ends }) => ends.length > 0);
    assert.match(listener.ends[0]!, /^mpv: \S/);
    assert.deepEqual(listener.positions, []);
  });

  test('an mpv that is killed is an end with trouble, and the next clip starts another', async (t) => {
    const { program, pidFile, pid } = mpvWithPid(t);
    const [file, player] = [await heardClip(t), mpvFor(t, program)];
    const listener = new Listener();
    player.play(file, WHOLE, listener);
    await listener.until(({ positions }) => positions.length > 0);
    assert.ok(existsSync(pidFile));
    process.kill(pid(), 'SIGKILL');
    await listener.until(({ ends }) => ends.length > 0);
    assert.equal(listener.ends[0], 'mpv ended (SIGKILL)');
    const next = new Listener();
    player.play(file, WHOLE, next);
    await next.until(({ positions }) => positions.length > 0);
  });

  test('closing ends mpv', async (t) => {
    const { program, pid } = mpvWithPid(t);
    const [file, player, listener] = [await heardClip(t), mpvFor(t, program), new Listener()];
    player.play(file, WHOLE, listener);
    await listener.until(({ positions }) => positions.length > 0);
    await player.close();
    assert.throws(() => process.kill(pid(), 0), { code: 'ESRCH' });
    assert.deepEqual(listener.ends, []);
  });

  test('mpv ends when we are killed', async (t) => {
    const { program, pid } = mpvWithPid(t);
    const file = await heardClip(t);
    const module = pathToFileURL(path.resolve('src/tools/player-mpv.ts')).href;
    const code = `
      import { createMpvPlayer } from ${JSON.stringify(module)};
      const player = createMpvPlayer({ mpvPath: ${JSON.stringify(program)}, moreOptions: ['--ao=null'] });
      player.play(${JSON.stringify(file)}, { fromSeconds: 0, toSeconds: 3, isLooping: true }, {
        position: () => process.stdout.write('plays'), ended() {},
      });`;
    const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', code]);
    await once(child.stdout, 'data');
    child.kill('SIGKILL');
    await untilGone(pid());
  });
});

test('a program that cannot be started is an end with trouble', async (t) => {
  const [player, listener] = [mpvFor(t, '/no/such/mpv'), new Listener()];
  player.play('/clip.mp4', WHOLE, listener);
  await listener.until(({ ends }) => ends.length > 0);
  assert.match(listener.ends[0]!, /^mpv cannot be started: .*ENOENT/);
});
