// The policy of the filter: the file of --policy over the defaults, or the defaults.
import { DEFAULT_POLICY, type Policy, readPolicy } from '../dataset/policy.ts';
import { readYaml } from './read-yaml.ts';

/** @throws UsageError naming file, threshold, what was expected and what was got */
export function loadPolicy(file: string | undefined): Policy {
  return file === undefined ? DEFAULT_POLICY : readPolicy(readYaml(file), file);
}
