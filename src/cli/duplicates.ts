// `ks-build duplicates`: the same video, picture or sound in several clips of a workspace, and what the policy makes of each pair.
import { join, resolve } from 'node:path';
import type { Command } from 'commander';
import type { Policy } from '../dataset/policy.ts';
import { type FlaggedClip, flagOf } from '../pipeline/duplicate-flags.ts';
import type { DuplicatePair, PairedClip } from '../pipeline/find-duplicates.ts';
import { duplicatesOf } from '../pipeline/indexed-duplicates.ts';
import { countTraces } from '../store/clip-traces.ts';
import { openIndexForReading } from '../store/open.ts';
import { loadPolicy } from './load-policy.ts';
import { print, printError, printJson } from './output.ts';
import { parseCount } from './parse-value.ts';
import { formatTable } from './table.ts';
import type { WorkspaceFlags } from './workspace-flags.ts';

interface DuplicatesFlags extends Pick<WorkspaceFlags, 'workspace'> {
  readonly policy?: string;
  readonly limit: string;
  readonly json?: true;
}

export function registerDuplicates(program: Command): void {
  program
    .command('duplicates')
    .description('lists the same video, picture or sound in several clips, leaks between splits first')
    .option('-w, --workspace <dir>', 'folder of the corpus: index, clips, runs', 'ks-workspace')
    .option('--policy <file>', 'thresholds of the filter (default: the documented ones)')
    .option('--limit <n>', 'pairs shown; --json gives all', '50')
    .option('--json', 'one JSON object on stdout')
    .action(runDuplicates);
}

interface JudgedPair {
  readonly pair: DuplicatePair;
  /** The clip that the policy flags; undefined: the pair is listed only. */
  readonly flagged: FlaggedClip | undefined;
}

function runDuplicates(flags: DuplicatesFlags): void {
  const limit = parseCount('--limit', flags.limit);
  const policy = loadPolicy(flags.policy);
  const index = openIndexForReading(join(resolve(flags.workspace), 'index.db'));
  try {
    const pairs = duplicatesOf(index, policy.duplicates).map((pair) => ({ pair, flagged: flagOf(pair, policy) }));
    const { clips, unmeasured } = countTraces(index);
    if (flags.json) printJson(duplicatesJson(clips, unmeasured, pairs, policy));
    else for (const line of formatDuplicates(clips, pairs, limit)) print(line);
    if (unmeasured > 0)
      printError(
        `${unmeasured} of ${clips} clips are not measured: of those only their videos are compared; run \`ks-build filter\` first`,
      );
  } finally {
    index.close();
  }
}

const LEAK_ORDER: readonly DuplicatePair['leak'][] = ['within-corpus', 'across-corpora', 'none'];

/** Pure. */
export function formatDuplicates(clips: number, pairs: readonly JudgedPair[], limit: number): string[] {
  const shown = pairs
    .toSorted((a, b) => LEAK_ORDER.indexOf(a.pair.leak) - LEAK_ORDER.indexOf(b.pair.leak))
    .slice(0, limit);
  const columns = [
    { title: 'common' },
    { title: 'picture', align: 'right' },
    { title: 'sound', align: 'right' },
    { title: 'clip' },
    { title: 'stands in' },
    { title: 'other clip' },
    { title: 'stands in' },
    { title: 'flagged' },
  ] as const;
  const rows = shown.map(({ pair, flagged }) => [
    pair.kinds.join('+'),
    distanceCell(pair.pictureDistance),
    distanceCell(pair.soundDistance),
    pair.first.clipName,
    placesCell(pair.first),
    pair.second.clipName,
    placesCell(pair.second),
    flagged === undefined
      ? '-'
      : `${flagged.clipName === pair.first.clipName ? 'clip' : 'other clip'}: ${flagged.flag.code}`,
  ]);
  const counts = LEAK_ORDER.map((leak) => pairs.filter(({ pair }) => pair.leak === leak).length);
  const flaggedClips = new Set(pairs.flatMap(({ flagged }) => flagged?.clipName ?? [])).size;
  return [
    ...(rows.length === 0 ? [] : [...formatTable(columns, rows), '']),
    ...(pairs.length > limit ? [`and ${pairs.length - limit} more: --limit, --json`] : []),
    `${clips} clips: ${counts[0]} pairs across splits, ${counts[1]} across splits of two corpora, ${counts[2]} within a split; ` +
      `${flaggedClips} clips flagged`,
  ];
}

function distanceCell(distance: number | undefined): string {
  return distance === undefined ? '-' : distance.toFixed(2);
}

function placesCell({ places }: PairedClip): string {
  return places.map(({ corpus, split }) => `${corpus}/${split}`).join(' ');
}

/** What `--json` gives. Distances are shares of differing bits, 0..1. Pure. */
function duplicatesJson(clips: number, unmeasured: number, pairs: readonly JudgedPair[], policy: Policy): object {
  return {
    schema: 1,
    clips,
    unmeasured,
    limits: { pictureWithin: policy.duplicates.pictureWithin, soundWithin: policy.duplicates.soundWithin },
    pairs: pairs.map(({ pair, flagged }) => ({
      ...pair,
      flagged: flagged === undefined ? null : { clipName: flagged.clipName, code: flagged.flag.code },
    })),
  };
}
