// Is there a loudspeaker at the user's end? Looks at the environment and the disk, plays nothing.
import { access, readdir } from 'node:fs/promises';
import path from 'node:path';

/** Over SSH the machine's own loudspeaker, if it has one, stands where nobody sits. */
export function isRemoteSession(environment: NodeJS.ProcessEnv): boolean {
  return Boolean(environment.SSH_CONNECTION || environment.SSH_TTY);
}

export interface SoundMachine {
  readonly environment: NodeJS.ProcessEnv;
  readonly platform: NodeJS.Platform;
  /** Where Linux lists its sound devices: `/dev/snd`. */
  readonly devicesFolder: string;
}

/** undefined: sound can be played; else why not, in a few words. */
export async function whyNoSound({ environment, platform, devicesFolder }: SoundMachine): Promise<string | undefined> {
  // Set by hand, as it has to be for sound that goes from here to somewhere else.
  if (environment.PULSE_SERVER || environment.PIPEWIRE_REMOTE) return undefined;
  if (isRemoteSession(environment)) return 'over SSH without a forwarded sound server';
  if (platform !== 'linux') return undefined;
  const runtime = environment.XDG_RUNTIME_DIR;
  if (
    runtime !== undefined &&
    ((await isThere(path.join(runtime, 'pulse/native'))) || (await isThere(path.join(runtime, 'pipewire-0'))))
  )
    return undefined;
  return (await hasPlaybackDevice(devicesFolder)) ? undefined : 'no sound device';
}

/** ALSA names a device that plays `pcmC0D0p`, one that records `pcmC0D0c`. */
async function hasPlaybackDevice(folder: string): Promise<boolean> {
  try {
    return (await readdir(folder)).some((name) => /^pcm.*p$/.test(name));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === undefined) throw error;
    return false;
  }
}

async function isThere(filePath: string): Promise<boolean> {
  try {
    await access(filePath);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === undefined) throw error;
    return false;
  }
}
