// The flags of `benchmark`, and what they mean: text in, wishes out. Pure but for looking for the workspace's lock.
import { existsSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { AVCL_PRESETS, type PresetName } from '../avcl/presets.ts';
import { TRAIN_SETTINGS, type TrainSettings } from '../avcl/train-settings.ts';
import { METHOD_NAMES, type MethodName } from '../benchmark/method-names.ts';
import type { BenchmarkWishes, TrainedMethod } from '../benchmark/plan-jobs.ts';
import { PROTOCOL_NAMES, type ProtocolName } from '../benchmark/protocol-names.ts';
import { UsageError } from '../errors.ts';
import type { BenchmarkFlags } from './benchmark.ts';
import { parseChoice, parseCount } from './parse-value.ts';

const PRESET_NAMES = Object.keys(AVCL_PRESETS) as PresetName[];

/** AVCL whole and in parts, and what it starts from. */
const ABLATIONS = [
  'random-features',
  'avcl',
  'avcl-pairwise',
  'amfm-cgra',
  'amfm-selfcl',
  'cgra-selfcl',
  'cgra',
  'infonce',
] as const satisfies readonly TrainedMethod[];

/** It costs a training for each model and modality. */
const COSTLY: ProtocolName = 'fine-tune';

const LOCK_ENDING = '.lock.json';

export function wishesFrom(
  flags: Pick<BenchmarkFlags, 'methods' | 'protocols' | 'seeds' | 'corpusAblation' | 'ablationMethods'>,
): Omit<BenchmarkWishes, 'parts'> {
  if (flags.ablationMethods !== undefined && !flags.corpusAblation)
    throw new UsageError('--ablation-methods: expected only together with --corpus-ablation');
  const ablated = flags.corpusAblation ? (flags.ablationMethods ?? 'avcl-pairwise') : '';
  const ablatedMethods = methodsFrom('--ablation-methods', ablated);
  if (ablatedMethods.includes('random-features'))
    throw new UsageError('--ablation-methods: expected methods that learn, got random-features');
  return {
    methods: methodsFrom('--methods', flags.methods ?? (flags.corpusAblation ? '' : 'all')),
    ablatedMethods,
    protocols: protocolsFrom(flags.protocols),
    seeds: parseCount('--seeds', flags.seeds),
  };
}

export function presetFrom(flags: Pick<BenchmarkFlags, 'preset' | 'epochs' | 'batch'>): {
  preset: PresetName;
  settings: TrainSettings;
} {
  const preset = parseChoice('--preset', flags.preset, PRESET_NAMES);
  const settings = TRAIN_SETTINGS[preset];
  const batchSize = flags.batch === undefined ? settings.batchSize : parseCount('--batch', flags.batch);
  // One clip has nothing to be told apart from.
  if (batchSize < 2) throw new UsageError(`--batch: expected 2 or more clips, got "${flags.batch}"`);
  const epochs = flags.epochs === undefined ? settings.epochs : parseCount('--epochs', flags.epochs);
  return { preset, settings: { ...settings, epochs, batchSize } };
}

/** Hours -> seconds; undefined: no limit. */
export function budgetFrom({ budget }: Pick<BenchmarkFlags, 'budget'>): number | undefined {
  if (budget === undefined) return undefined;
  const hours = budget.trim() === '' ? Number.NaN : Number(budget);
  if (!(hours > 0 && hours < Number.POSITIVE_INFINITY))
    throw new UsageError(`--budget: expected hours such as 2 or 0.5, got "${budget}"`);
  return hours * 3600;
}

/** @param given as typed. @throws UsageError when there is none, or none that is meant more than others */
export function lockPathFrom(given: string | undefined, root: string): string {
  if (given !== undefined) return resolve(given);
  const found = existsSync(root) ? readdirSync(root).filter((name) => name.endsWith(LOCK_ENDING)) : [];
  if (found.length === 1) return join(root, found[0]!);
  throw new UsageError(
    found.length === 0
      ? `${root}: expected a corpus lock (NAME${LOCK_ENDING}), found none; make one with \`ks-build lock\`, or name the workspace with -w`
      : `${root}: expected one corpus lock, found ${found.sort().join(', ')}; name the one that is meant: ks-build benchmark LOCK`,
  );
}

function methodsFrom(flag: string, text: string): TrainedMethod[] {
  const names = wordsOf(text).flatMap((word): readonly MethodName[] => {
    if (word === 'all') return METHOD_NAMES;
    if (word === 'ablations') return ABLATIONS;
    return [parseChoice(flag, word, [...METHOD_NAMES, 'all', 'ablations'] as const) as MethodName];
  });
  // Guessing has no model: its numbers stand beside all others.
  return [...new Set(names)].filter((name) => name !== 'chance');
}

function protocolsFrom(text: string | undefined): ProtocolName[] {
  if (text === undefined) return PROTOCOL_NAMES.filter((name) => name !== COSTLY);
  if (text === 'all') return [...PROTOCOL_NAMES];
  const names = wordsOf(text).map((word) => parseChoice('--protocols', word, PROTOCOL_NAMES));
  if (names.length === 0) throw new UsageError(`--protocols: expected names, got "${text}"`);
  return [...new Set(names)];
}

function wordsOf(text: string): string[] {
  return text
    .split(',')
    .map((word) => word.trim())
    .filter((word) => word !== '');
}
