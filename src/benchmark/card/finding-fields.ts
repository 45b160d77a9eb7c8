// The fields that findings, rows of a card and comparisons have in common, as schemas. Pure.
import { z } from 'zod';
import { type CorpusPart, TEST_SETS } from '../job.ts';
import { METHOD_NAMES } from '../method-names.ts';
import { PROTOCOL_NAMES } from '../protocol-names.ts';
import { TASKS } from '../result.ts';

export const Count = z.number().int().nonnegative();

export const MethodField = z.enum(METHOD_NAMES);

export const PartField = z.custom<CorpusPart>(
  (value) => typeof value === 'string' && /^(kept|all|dropped|random-\d+)$/.test(value),
  'expected kept, all, dropped or random-N',
);

export const BudgetField = z.enum(['epochs', 'steps']);

/** What was asked of the models: numbers of different questions are never compared. */
export const QUESTION_FIELDS = {
  protocol: z.enum(PROTOCOL_NAMES),
  task: z.enum(TASKS),
  condition: z.string(),
  testSet: z.enum(TEST_SETS),
  /** Clips asked about; in retrieval the gallery's too. */
  clips: Count,
};
