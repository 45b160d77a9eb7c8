// ks-build.config.yaml over the defaults, once: unknown keys and wrong types are errors that name the nearest key. Flags come on top, in fetch.ts.
import { existsSync } from 'node:fs';
import { type Config, DEFAULT_CONFIG } from '../config.ts';
import { nearestName } from '../dataset/nearest-name.ts';
import { UsageError } from '../errors.ts';
import { readYaml } from './read-yaml.ts';

export const CONFIG_FILE = 'ks-build.config.yaml';

/**
 * @param path the file that the user named with --config; undefined: ks-build.config.yaml of the current folder, if there is one
 * @throws UsageError naming file, key, what was expected and what was got
 */
export function loadConfig(path: string | undefined): Config {
  if (path === undefined && !existsSync(CONFIG_FILE)) return deepFreeze(structuredClone<Config>(DEFAULT_CONFIG));
  const file = path ?? CONFIG_FILE;
  return mergeConfig(readYaml(file), file);
}

/** Pure: settings as parsed -> the whole configuration, frozen. */
export function mergeConfig(settings: unknown, file: string): Config {
  return deepFreeze(merge(DEFAULT_CONFIG, settings, file, '') as Config);
}

function merge(defaults: unknown, given: unknown, file: string, path: string): unknown {
  if (given === undefined || given === null) return structuredClone(defaults);
  if (isRecord(defaults)) {
    if (!isRecord(given)) throw wrong(file, path, 'a group of settings', given);
    for (const key of Object.keys(given)) {
      if (Object.hasOwn(defaults, key)) continue;
      const nearest = nearestName(key, Object.keys(defaults));
      const hint = nearest === undefined ? `known are ${Object.keys(defaults).join(', ')}` : `did you mean ${nearest}?`;
      throw new UsageError(`${file}: unknown setting ${join(path, key)}; ${hint}`);
    }
    return Object.fromEntries(
      Object.entries(defaults).map(([key, value]) => [key, merge(value, given[key], file, join(path, key))]),
    );
  }
  // Every number of the configuration is a count, a size, a time or a share; the only ones below zero are levels.
  const isLevel = path.endsWith('Dbfs');
  if (typeof defaults === 'number' || defaults === undefined) {
    const isNumber = typeof given === 'number' && Number.isFinite(given);
    if (!isNumber || (given < 0 && !isLevel))
      throw wrong(file, path, isLevel ? 'a number' : 'a number of at least 0', given);
    return given;
  }
  if (typeof given !== typeof defaults) throw wrong(file, path, `a ${typeof defaults}`, given);
  return given;
}

function wrong(file: string, path: string, expected: string, got: unknown): UsageError {
  return new UsageError(`${file}: ${path || 'the file'}: expected ${expected}, got ${JSON.stringify(got)}`);
}

function join(path: string, key: string): string {
  return path === '' ? key : `${path}.${key}`;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function deepFreeze<T>(value: T): T {
  if (isRecord(value)) for (const inner of Object.values(value)) deepFreeze(inner);
  return Object.freeze(value);
}
