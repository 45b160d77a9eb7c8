// Which means of playing sound there is: the user's own command, mpv, ffplay, or none, with the reason why.
import { findOnPath } from './find-program.ts';
import type { NoPlayer, Player } from './player.ts';
import { commandProgram } from './player-command.ts';
import { ffplayProgram } from './player-ffplay.ts';
import { createMpvPlayer } from './player-mpv.ts';
import { createProcessPlayer } from './player-process.ts';
import { type SoundMachine, whyNoSound } from './sound-output.ts';

export interface PlayerSettings {
  /** A command with {file}, {start} and {end} that plays sound wherever the user is; '': none. It is believed: nothing else is asked. */
  readonly playCommand: string;
}

/** @throws UsageError when the command cannot be one */
export async function findPlayer(
  { playCommand }: PlayerSettings,
  environment: NodeJS.ProcessEnv,
  machine: Omit<SoundMachine, 'environment'> = { platform: process.platform, devicesFolder: '/dev/snd' },
): Promise<Player | NoPlayer> {
  if (playCommand !== '') return createProcessPlayer(commandProgram(playCommand));
  const obstacle = await whyNoSound({ ...machine, environment });
  if (obstacle !== undefined) return noPlayer(obstacle);
  const searchPath = environment.PATH ?? '';
  const mpvPath = findOnPath('mpv', searchPath);
  if (mpvPath !== undefined) return createMpvPlayer({ mpvPath });
  const ffplayPath = findOnPath('ffplay', searchPath);
  if (ffplayPath !== undefined) return createProcessPlayer(ffplayProgram(ffplayPath));
  return noPlayer('neither mpv nor ffplay is installed');
}

function noPlayer(obstacle: string): NoPlayer {
  return {
    name: 'none',
    because: `no sound here (${obstacle}): judging by picture and spectrogram · ? how to get sound`,
    remedy: HOW_TO_GET_SOUND,
  };
}

/** For the help screen. */
const HOW_TO_GET_SOUND: readonly string[] = [
  'On this machine: install mpv (sudo apt-get install -y mpv); ffplay, which comes with ffmpeg, plays too.',
  'Over SSH: forward the sound server of the machine that you sit at,',
  '  ssh -R 24713:localhost:4713 HOST, with PULSE_SERVER=tcp:localhost:24713 set on this side',
  '  (there: pactl load-module module-native-protocol-tcp listen=127.0.0.1 auth-ip-acl=127.0.0.1);',
  'or name a command that plays where you are: curate.playCommand in ks-build.config.yaml, with {file} {start} {end}.',
];
