// The audit that the flags mean: found in the index, or drawn and written to it.
import { drawSample } from '../curation/audit-sample.ts';
import type { Audit } from '../dataset/audit.ts';
import { didYouMean } from '../dataset/nearest-name.ts';
import { UsageError } from '../errors.ts';
import { readAuditableCorpus } from '../store/audit-population.ts';
import { auditNames, readAudit, writeAudit } from '../store/audits.ts';
import type { Index } from '../store/open.ts';
import { chooseCorpus } from './choose-corpus.ts';
import { parseCount } from './parse-value.ts';

export interface AuditChoice {
  readonly corpus?: string;
  readonly name?: string;
  readonly size?: string;
  readonly seed?: string;
}

const DEFAULT_SIZE = 200;
const DEFAULT_SEED = 1;
/** Fewer tell nothing of a corpus. */
const LEAST_SIZE = 10;

/** The audit to go on with; where there is none of that name, it is drawn. @throws UsageError */
export function findOrDrawAudit(index: Index, choice: AuditChoice): Audit {
  const size = choice.size === undefined ? DEFAULT_SIZE : parseCount('--size', choice.size);
  const seed = choice.seed === undefined ? DEFAULT_SEED : parseCount('--seed', choice.seed);
  if (size < LEAST_SIZE) throw new UsageError(`--size: expected ${LEAST_SIZE} questions or more, got ${size}`);
  const named = choice.name === undefined ? undefined : readAudit(index, choice.name);
  if (named !== undefined) return agreeing(named, choice);
  const corpus = chooseCorpus(index, choice.corpus);
  const name = choice.name ?? `${corpus.name}-seed-${seed}`;
  const known = readAudit(index, name);
  if (known !== undefined) return agreeing(known, choice);
  const { clips, population, policy } = readAuditableCorpus(index, corpus.id);
  if (clips.length === 0)
    throw new UsageError(
      `corpus ${corpus.name}: expected clips that the filter has decided on, got ` +
        `${population.leftOut.unfiltered} that it has not; run \`ks-build filter\` first`,
    );
  const sample = drawSample(clips, size, seed);
  const drawnAtMs = Date.now();
  writeAudit(index, { name, corpus: corpus.name, seed, policy, drawnAtMs, population, ...sample });
  return readAudit(index, name)!;
}

/** An audit is what it was when it was drawn: flags that ask for another one are refused. */
function agreeing(audit: Audit, { corpus, size, seed }: AuditChoice): Audit {
  const clips = audit.population.keep + audit.population.drop + audit.population.ask;
  const wrong =
    corpus !== undefined && corpus !== audit.corpus
      ? `--corpus ${corpus}, got one of ${audit.corpus}`
      : seed !== undefined && Number(seed) !== audit.seed
        ? `--seed ${seed}, got one drawn with seed ${audit.seed}`
        : size !== undefined && Math.min(Number(size), clips) !== audit.items.length
          ? `--size ${size}, got one of ${audit.items.length} questions`
          : undefined;
  if (wrong === undefined) return audit;
  throw new UsageError(`audit ${audit.name}: expected one with ${wrong}; a new one needs a --name of its own`);
}

/** The audit that is named, or the only one. @throws UsageError */
export function findAudit(index: Index, { name, corpus, seed }: AuditChoice): Audit {
  const known = auditNames(index);
  if (known.length === 0)
    throw new UsageError('expected an audit in this workspace, got none; `ks-build audit` begins one');
  const guess =
    corpus !== undefined || seed !== undefined
      ? `${chooseCorpus(index, corpus).name}-seed-${seed ?? DEFAULT_SEED}`
      : undefined;
  const wanted = name ?? guess ?? (known.length === 1 ? known[0] : undefined);
  if (wanted === undefined)
    throw new UsageError(
      `--name: expected one of the ${known.length} audits of this workspace (${known.join(', ')}), got none`,
    );
  const audit = readAudit(index, wanted);
  if (audit !== undefined) return audit;
  throw new UsageError(
    `--name: expected an audit of this workspace (${known.join(', ')}), got "${wanted}"${didYouMean(wanted, known)}`,
  );
}
