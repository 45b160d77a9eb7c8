// `ks-build update-ytdlp`: yt-dlp's own update for upstream's builds; our unpacked copy is fetched anew; others belong to a package manager.
import type { Command } from 'commander';
import type { Config } from '../config.ts';
import { UsageError } from '../errors.ts';
import type { ToolSearch } from '../tools/find-program.ts';
import { ensureYtDlp } from '../tools/install-yt-dlp.ts';
import { demand, type FoundTool, findYtDlp } from '../tools/locate.ts';
import { updateYtDlp } from '../tools/update-yt-dlp.ts';
import { ytDlpBuildOf } from '../tools/yt-dlp-build.ts';
import { CONFIG_FLAG } from './config-flag.ts';
import { endWithPrograms } from './end-with-programs.ts';
import { loadConfig } from './load-config.ts';
import { print, printError } from './output.ts';
import { toolSearchFrom } from './tool-search.ts';

export function registerUpdateYtDlp(program: Command): void {
  program
    .command('update-ytdlp')
    .description('bring yt-dlp to its newest release')
    .option(...CONFIG_FLAG)
    .action((flags: { readonly config?: string }) =>
      endWithPrograms(() => runUpdate(toolSearchFrom(), loadConfig(flags.config))),
    );
}

export async function runUpdate(search: ToolSearch, config: Config): Promise<void> {
  const before = demand('yt-dlp', await findYtDlp(search));
  const after = await newest(before, search, config);
  print(
    before.version === after.version ? `yt-dlp ${after.version} stays` : `yt-dlp ${before.version} -> ${after.version}`,
  );
}

async function newest(tool: FoundTool, search: ToolSearch, config: Config): Promise<FoundTool> {
  const build = await ytDlpBuildOf(tool.path);
  if (build === 'package') {
    throw new UsageError(
      `expected a yt-dlp that updates itself, but ${tool.path} belongs to a package manager. ` +
        'Update it there (apt-get, brew, dnf, "pipx upgrade yt-dlp"); or remove it from PATH and run "ks-build setup".',
    );
  }
  if (build === 'unpacked') {
    const { addresses, site } = config;
    const wishes = { releaseUrl: addresses.ytDlpRelease, maxAgeDays: site.ytDlpMaxAgeDays, refresh: true };
    const { tool: newTool, passedOver } = await ensureYtDlp({ search, nowMs: Date.now(), ...wishes });
    for (const reason of passedOver) printError(`passed over: ${reason}`);
    return newTool;
  }
  await updateYtDlp(tool.path);
  return demand('yt-dlp', await findYtDlp(search));
}
