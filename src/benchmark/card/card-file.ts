// result-card.json: writes it whole or not at all, and reads it checked.
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { KsBuildError, UsageError } from '../../errors.ts';
import { writeWholeFile } from '../../tools/write-whole-file.ts';
import { contentSha256 } from './make-card.ts';
import { CARD_SCHEMA, ResultCard } from './result-card.ts';

const CARD_FILE = 'result-card.json';

export async function writeCard(folder: string, card: ResultCard): Promise<string> {
  const path = join(folder, CARD_FILE);
  await writeWholeFile(path, [Buffer.from(`${JSON.stringify(card, undefined, 1)}\n`)]);
  return path;
}

export interface CardOnDisk {
  readonly path: string;
  readonly card: ResultCard;
}

/** @param place a card, or a folder with one. @throws UsageError: there is none; KsBuildError (result-card, exit 7): it cannot be used */
export function readCard(place: string): CardOnDisk {
  const stats = statSync(place, { throwIfNoEntry: false });
  const path = stats?.isDirectory() === true ? join(place, CARD_FILE) : place;
  if (statSync(path, { throwIfNoEntry: false }) === undefined)
    throw new UsageError(
      `${path}: expected a ${CARD_FILE}, or the folder of a benchmark that has ended, got nothing there; \`ks-build benchmark --resume\` ends it`,
    );
  const value = jsonOf(readFileSync(path, 'utf8'));
  const refuse = (problem: string): never => {
    throw new KsBuildError('result-card', 7, `${path}: ${problem}`);
  };
  const { schema } = (value ?? {}) as { schema?: unknown };
  if (schema === undefined) refuse('expected a result card of `ks-build benchmark`, got something else');
  if (schema !== CARD_SCHEMA)
    refuse(
      `expected a card of schema ${CARD_SCHEMA}, got schema ${JSON.stringify(schema)}; read it with the ks-build that wrote it, or run the benchmark again`,
    );
  const parsed = ResultCard.safeParse(value);
  if (!parsed.success) {
    const { path: field, message } = parsed.error.issues[0]!;
    return refuse(`${field.join('.')}: ${message}; make it anew with \`ks-build benchmark --resume\``);
  }
  const made = contentSha256(parsed.data);
  if (made !== parsed.data.resultSha256)
    refuse(
      `expected content with the SHA-256 ${parsed.data.resultSha256}, got ${made}: it was changed after it was made`,
    );
  return { path, card: parsed.data };
}

/** undefined: it is not JSON. */
function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
