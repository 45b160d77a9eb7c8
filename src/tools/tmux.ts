// What the tmux around us lets through to the terminal around it.
import { findOnPath } from './find-program.ts';
import { run } from './process.ts';

const TIME_LIMIT_MS = 1000;

/** Undefined: no tmux around us. Off by default since tmux 3.3; before it was always on. */
export async function askTmux(
  env: Readonly<Record<string, string | undefined>>,
): Promise<{ readonly hasPassthrough: boolean } | undefined> {
  if ((env.TMUX ?? '') === '') return undefined;
  const file = findOnPath('tmux', env.PATH ?? '');
  if (file === undefined) return { hasPassthrough: false };
  const format = '#{version} #{allow-passthrough}';
  const result = await run(file, ['display-message', '-p', format], {
    keepStdout: true,
    timeLimitMs: TIME_LIMIT_MS,
    env,
  });
  return { hasPassthrough: letsThrough(result.stdout) };
}

function letsThrough(text: string): boolean {
  const [version = '', setting = ''] = text.trim().split(' ');
  const [, major = '0', minor = '0'] = /(\d+)\.(\d+)/.exec(version) ?? [];
  const isOld = Number(major) < 3 || (Number(major) === 3 && Number(minor) < 3);
  return setting === 'on' || setting === 'all' || (isOld && version !== '');
}
