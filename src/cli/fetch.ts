// `ks-build fetch` as typed. The run itself is loaded only when it is wanted, so that the other commands start quickly.
import type { Command } from 'commander';
import { addFetchOptions, type FetchFlags, readFetchFlags } from './fetch-flags.ts';

export function registerFetch(program: Command): void {
  addFetchOptions(
    program
      .command('fetch')
      .argument('<corpus>', 'ks32, ks31, ks30, ks100, k400, or a CSV with the columns of Kinetics')
      .description(
        'fetches the clips of a corpus: acquires, cuts exactly, verifies, measures, and accounts for every one',
      ),
  ).action(async (corpus: string, flags: FetchFlags) => {
    const settings = readFetchFlags(flags);
    const { runFetch } = await import('./run-fetch.ts');
    await runFetch(corpus, settings);
  });
}
