import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, type TestContext, test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { UsageError } from '../../src/errors.ts';
import { commandProgram } from '../../src/tools/player-command.ts';
import { ffplayProgram } from '../../src/tools/player-ffplay.ts';
import { createProcessPlayer } from '../../src/tools/player-process.ts';
import { heardClip, Listener, missingProgram } from '../helpers/heard-clip.ts';
import { temporaryFolder, writeProgram } from '../helpers/programs.ts';

/** A program that "plays" by writing down what it is asked and waiting as long as its third argument says. */
function notingPlayer(t: TestContext, body = 'sleep "$3"') {
  const folder = temporaryFolder(t);
  const notes = path.join(folder, 'notes');
  const program = writeProgram(folder, 'play it', `echo "$1 $2" >> ${notes}\n${body}`);
  const player = createProcessPlayer({
    name: 'command',
    canBeginAnywhere: true,
    argvFor: (file, from, to) => [program, path.basename(file), String(from), String(to - from)],
  });
  t.after(() => player.close());
  return { player, asked: () => (existsSync(notes) ? readFileSync(notes, 'utf8').trim().split('\n') : []) };
}

test('a part plays once and ends, and its position follows the clock', async (t) => {
  const { player, asked } = notingPlayer(t);
  const listener = new Listener();
  player.play('/a.mp4', { fromSeconds: 1, toSeconds: 1.3, isLooping: false }, listener);
  await listener.until(({ ends }) => ends.length > 0);
  assert.deepEqual([asked(), listener.ends], [['a.mp4 1'], [undefined]]);
  assert.ok(listener.positions.length > 1 && listener.positions.every((seconds) => seconds > 1 && seconds <= 1.3));
});

test('a loop starts the program again each time it ends, until it is stopped', async (t) => {
  const { player, asked } = notingPlayer(t);
  const listener = new Listener();
  player.play('/a.mp4', { fromSeconds: 1, toSeconds: 1.2, isLooping: true }, listener);
  await listener.until(() => asked().length >= 3);
  player.stop();
  assert.deepEqual(listener.ends, [undefined]);
  await player.close();
  const count = asked().length;
  await wait(300);
  assert.equal(asked().length, count);
});

test('a program that ends at once is not started over and over', async (t) => {
  const { player, asked } = notingPlayer(t, 'exit 0');
  const listener = new Listener();
  player.play('/a.mp4', { fromSeconds: 0, toSeconds: 60, isLooping: true }, listener);
  await listener.until(({ ends }) => ends.length > 0);
  assert.deepEqual([asked().length, listener.ends], [1, [undefined]]);
});

test('pausing and seeking start it anew at their place', async (t) => {
  const { player, asked } = notingPlayer(t);
  const listener = new Listener();
  player.play('/a.mp4', { fromSeconds: 0, toSeconds: 100, isLooping: false }, listener);
  await listener.until(({ positions }) => positions.length > 2);
  player.pause();
  const heard = listener.positions.length;
  await wait(150);
  assert.equal(listener.positions.length, heard, 'nothing is heard while paused');
  player.seek(50);
  assert.equal(listener.positions.at(-1), 50);
  assert.equal(asked().length, 1);
  player.resume();
  await listener.until(({ positions }) => positions.at(-1)! > 50);
  player.seek(70);
  await listener.until(({ positions }) => positions.at(-1)! > 70);
  await listener.until(() => asked().length === 3);
  assert.deepEqual(asked(), ['a.mp4 0', 'a.mp4 50', 'a.mp4 70']);
  assert.deepEqual(listener.ends, []);
});

test('a clip takes the place of the one that plays; closing ends the program', async (t) => {
  const { player, asked } = notingPlayer(t);
  const [first, second] = [new Listener(), new Listener()];
  const range = { fromSeconds: 0, toSeconds: 100, isLooping: false };
  player.play('/a.mp4', range, first);
  await first.until(({ positions }) => positions.length > 0);
  player.play('/b.mp4', range, second);
  await second.until(({ positions }) => positions.length > 0);
  const startedAt = performance.now();
  await player.close();
  assert.ok(performance.now() - startedAt < 60_000, 'the sleep of 100 s was ended');
  assert.deepEqual([asked().length, first.ends, second.ends], [2, [], []]);
});

test('a program that fails or is not there is an end with trouble', async (t) => {
  const { player } = notingPlayer(t, 'echo "no device" >&2; exit 3');
  const [failed, missing] = [new Listener(), new Listener()];
  const range = { fromSeconds: 0, toSeconds: 1, isLooping: false };
  player.play('/a.mp4', range, failed);
  await failed.until(({ ends }) => ends.length > 0);
  assert.deepEqual(failed.ends, ['command: no device']);
  const nobody = createProcessPlayer(commandProgram('/no/such/player {file}'));
  t.after(() => nobody.close());
  nobody.play('/a.mp4', range, missing);
  await missing.until(({ ends }) => ends.length > 0);
  assert.match(missing.ends[0]!, /^command cannot be started: .*ENOENT/);
});

test("a user's command is split into words and filled in; no shell ever reads it", () => {
  const { argvFor, canBeginAnywhere } = commandProgram(`ssh laptop 'play it' --at={start}-{end} "{file}"x ''`);
  assert.deepEqual(argvFor('/c/$(rm) {end}.mp4', 1, 2.5), [
    'ssh',
    'laptop',
    'play it',
    '--at=1.000-2.500',
    '/c/$(rm) {end}.mp4x',
    '',
  ]);
  assert.equal(canBeginAnywhere, true);
  assert.equal(commandProgram('play {file}').canBeginAnywhere, false);
});

test('a command without a program, without {file} or with an open quote is refused', () => {
  for (const command of ['', '{file}', 'play', 'play "{file}', "play {file} '"])
    assert.throws(() => commandProgram(command), UsageError, command);
});

test('the status line of ffplay tells where it is, or that nothing is heard yet', () => {
  const { positionIn } = ffplayProgram('ffplay');
  assert.equal(positionIn!('   1.51 M-A:  0.000 fd=   0 aq=    4KB vq=    0KB sq=    0B f=0/0   '), 1.51);
  assert.equal(positionIn!('    nan    :  0.000 fd=   0 aq=    0KB vq=    0KB sq=    0B f=0/0   '), Number.NaN);
  assert.equal(positionIn!('No more combinations to try, audio open failed'), undefined);
});

describe('sound through ffplay', { skip: missingProgram('ffplay') }, () => {
  const ffplay = (t: TestContext) => {
    const player = createProcessPlayer(ffplayProgram('ffplay'));
    t.after(() => player.close());
    return player;
  };

  test('it plays exactly a part, tells where it is, and comes round in a loop', async (t) => {
    // SDL's own way to have no sound device.
    process.env.SDL_AUDIODRIVER = 'dummy';
    const [file, player] = [await heardClip(t), ffplay(t)];
    const once = new Listener();
    player.play(file, { fromSeconds: 1, toSeconds: 1.5, isLooping: false }, once);
    await once.until(({ ends }) => ends.length > 0);
    assert.deepEqual(once.ends, [undefined]);
    assert.ok(once.positions.length > 1 && once.positions.every((seconds) => seconds > 0.95 && seconds < 1.6));
    const round = new Listener();
    player.play(file, { fromSeconds: 2, toSeconds: 2.4, isLooping: true }, round);
    const isBack = (seconds: number, at: number, all: number[]): boolean => at > 0 && seconds < all[at - 1]! - 0.1;
    await round.until(({ positions }) => positions.some(isBack));
    assert.deepEqual(round.ends, []);
  });

  test('without a sound device it says so', async (t) => {
    process.env.SDL_AUDIODRIVER = 'nonsense';
    const [player, listener] = [ffplay(t), new Listener()];
    player.play(await heardClip(t), { fromSeconds: 0, toSeconds: 1, isLooping: true }, listener);
    await listener.until(({ ends }) => ends.length > 0);
    assert.match(listener.ends[0]!, /^ffplay: \S/);
    assert.deepEqual(listener.positions, []);
  });
});
