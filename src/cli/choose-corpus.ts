// Which corpus of a workspace is meant: the one that it holds, or the one that was named.
import { UsageError } from '../errors.ts';
import { type CorpusSummary, corporaOf } from '../store/counts.ts';
import type { Index } from '../store/open.ts';

/** @throws UsageError that names those that there are */
export function chooseCorpus(index: Index, name: string | undefined): CorpusSummary {
  const corpora = corporaOf(index);
  const chosen =
    name === undefined && corpora.length === 1 ? corpora[0] : corpora.find((corpus) => corpus.name === name);
  if (chosen !== undefined) return chosen;
  if (corpora.length === 0)
    throw new UsageError(`${index.name}: expected a corpus, found none; run \`ks-build fetch\` first`);
  const known = corpora.map((corpus) => corpus.name).join(', ');
  throw new UsageError(
    name === undefined
      ? `--corpus: expected one of ${known}, since the workspace holds several`
      : `--corpus: expected one of ${known}, got ${name}`,
  );
}
