// Lets an upstream build of yt-dlp replace itself with the newest release (it checks the checksum itself).
import { ToolError } from '../errors.ts';
import { run } from './process.ts';

const TIME_LIMIT_MS = 300_000;

/** @throws ToolError with yt-dlp's own words when it cannot. */
export async function updateYtDlp(file: string): Promise<void> {
  const { program, ...result } = await run(file, ['--ignore-config', '-U'], { timeLimitMs: TIME_LIMIT_MS });
  if (result.exitCode === 0) return;
  const words = result.stderrTail.trim().split('\n').at(-1) ?? '';
  throw new ToolError(
    { tool: 'yt-dlp', ...result },
    `expected ${program} to update itself, got: ${words}. Try again later.`,
  );
}
