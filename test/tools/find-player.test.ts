import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type TestContext, test } from 'node:test';
import { findPlayer } from '../../src/tools/find-player.ts';
import { watch, watchCommand } from '../../src/tools/watch-clip.ts';
import { temporaryFolder, writeProgram } from '../helpers/programs.ts';

const NO_COMMAND = { playCommand: '' };

/** A machine with these programs and, if wanted, a sound device. */
function machineWith(t: TestContext, programs: readonly string[], hasDevice: boolean) {
  const folder = temporaryFolder(t);
  for (const name of programs) writeProgram(folder, name, 'exit 0');
  const devicesFolder = path.join(folder, 'snd');
  mkdirSync(devicesFolder);
  writeFileSync(path.join(devicesFolder, 'pcmC0D0c'), '');
  if (hasDevice) writeFileSync(path.join(devicesFolder, 'pcmC0D0p'), '');
  return { PATH: folder, folder, machine: { platform: 'linux', devicesFolder } as const };
}

test('mpv goes before ffplay, and without either there is a line that says so', async (t) => {
  for (const [programs, expected] of [
    [['mpv', 'ffplay'], 'mpv'],
    [['ffplay'], 'ffplay'],
    [[], 'none'],
  ] as const) {
    const { PATH, machine } = machineWith(t, programs, true);
    const player = await findPlayer(NO_COMMAND, { PATH }, machine);
    assert.equal(player.name, expected);
    if (player.name === 'none') assert.match(player.because, /^no sound here \(neither mpv nor ffplay is installed\)/);
  }
});

test('over SSH there is no sound, whatever the machine has, until a sound server is named', async (t) => {
  const { PATH, machine } = machineWith(t, ['mpv'], true);
  const environment = { PATH, SSH_CONNECTION: '192.0.2.1 50000 192.0.2.2 22' };
  const player = await findPlayer(NO_COMMAND, environment, machine);
  assert.equal(player.name, 'none');
  assert.equal(
    player.name === 'none' && player.because,
    'no sound here (over SSH without a forwarded sound server): judging by picture and spectrogram · ? how to get sound',
  );
  const forwarded = { ...environment, PULSE_SERVER: 'tcp:localhost:24713' };
  assert.equal((await findPlayer(NO_COMMAND, forwarded, machine)).name, 'mpv');
});

test('a machine that can only record, or has no devices at all, has no sound; a sound server of the session will do', async (t) => {
  const { PATH, folder, machine } = machineWith(t, ['mpv'], false);
  assert.equal((await findPlayer(NO_COMMAND, { PATH }, machine)).name, 'none');
  const nowhere = { ...machine, devicesFolder: path.join(folder, 'none') };
  assert.equal((await findPlayer(NO_COMMAND, { PATH }, nowhere)).name, 'none');
  assert.equal((await findPlayer(NO_COMMAND, { PATH }, { ...nowhere, platform: 'darwin' })).name, 'mpv');
  writeFileSync(path.join(folder, 'pipewire-0'), '');
  assert.equal((await findPlayer(NO_COMMAND, { PATH, XDG_RUNTIME_DIR: folder }, nowhere)).name, 'mpv');
});

test("the user's own command is believed, over SSH too", async (t) => {
  const { PATH, machine } = machineWith(t, ['mpv'], false);
  const player = await findPlayer({ playCommand: 'play {file}' }, { PATH, SSH_TTY: '/dev/pts/1' }, machine);
  assert.equal(player.name, 'command');
});

test('watching opens a window where there is a display, else it takes the terminal, but not over SSH', (t) => {
  const { PATH } = machineWith(t, ['mpv'], true);
  const inWindow = watchCommand('/c/-x.mp4', 1.5, { PATH, DISPLAY: ':0', SSH_TTY: '/dev/pts/1' });
  assert.ok(inWindow.kind === 'command' && !inWindow.takesTerminal);
  assert.deepEqual(inWindow.kind === 'command' && inWindow.argv.slice(-3), ['--start=1.500', '--', '/c/-x.mp4']);
  const inTerminal = watchCommand('/c/-x.mp4', 0, { PATH });
  assert.ok(inTerminal.kind === 'command' && inTerminal.takesTerminal && inTerminal.argv.includes('--vo=tct'));
  assert.equal(watchCommand('/c/-x.mp4', 0, { PATH, SSH_TTY: '/dev/pts/1' }).kind, 'none');
  assert.equal(watchCommand('/c/-x.mp4', 0, { PATH: '/nowhere' }).kind, 'none');
});

test('a player that was closed by a key is no trouble; one that failed says why', async (t) => {
  const folder = temporaryFolder(t);
  const closed = writeProgram(folder, 'closed', 'exit 4');
  const failed = writeProgram(folder, 'failed', 'echo "no video output" >&2; exit 2');
  for (const takesTerminal of [true, false]) {
    const command = { kind: 'command', argv: [], takesTerminal } as const;
    assert.equal(await watch({ ...command, program: closed }), undefined);
    assert.equal(await watch({ ...command, program: failed }), 'mpv ended (exit 2) no video output');
  }
});
