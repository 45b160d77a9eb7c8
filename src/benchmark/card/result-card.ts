// The result card: everything that one benchmark found, as `result-card.json` keeps it. Schema and types; pure.
//
// `timing` is the one field that may differ between two runs of the same benchmark on the same backend; `resultSha256` is taken over all the
// others. Optional fields are left out where there is nothing to say, never null.
import { z } from 'zod';
import { SPLITS } from '../../dataset/segment.ts';
import { METRIC_NAMES } from '../protocol-names.ts';
import { BudgetField, Count, MethodField, PartField, QUESTION_FIELDS } from './finding-fields.ts';

/** Raised whenever the meaning of a field changes: cards of two schemas are not compared. */
export const CARD_SCHEMA = 1;

const Figure = z.strictObject({
  /** Over seeds. */
  mean: z.number(),
  /** Sample standard deviation over seeds; left out with one seed. */
  deviation: z.number().optional(),
  /** 95 % of bootstrap samples of seeds and of videos; left out where no value a clip is known (mean average precision). */
  low: z.number().optional(),
  high: z.number().optional(),
  /** What guessing gives on the same clips. */
  chance: z.number(),
});
export type Figure = Readonly<z.infer<typeof Figure>>;

const Row = z.strictObject({
  method: MethodField,
  part: PartField,
  budget: BudgetField,
  ...QUESTION_FIELDS,
  /** Ascending. */
  seeds: z.array(Count),
  metrics: z.partialRecord(z.enum(METRIC_NAMES), Figure),
});
export type CardRow = Readonly<z.infer<typeof Row>>;

/** One side of a comparison: all seeds of a method on a part; `random`: all draws of it. */
const Side = z.strictObject({
  method: MethodField,
  part: z.union([PartField, z.literal('random')]),
  budget: BudgetField,
  /** Trained models whose answers were averaged. */
  models: Count,
  mean: z.number(),
});
export type ComparedSide = Readonly<z.infer<typeof Side>>;

const Comparison = z.strictObject({
  /** `filtering`: the same method learned from two parts of the corpus; `method`: two methods learned from the same part. */
  kind: z.enum(['filtering', 'method']),
  first: Side,
  second: Side,
  ...QUESTION_FIELDS,
  metric: z.enum(METRIC_NAMES),
  /** One of the few that tell whether filtering helped; fixed beforehand (questions.ts). */
  isHeadline: z.boolean(),
  /** First minus second, on the same clips. */
  difference: z.number(),
  /** 95 % of bootstrap samples of seeds and of videos. */
  low: z.number(),
  high: z.number(),
  /** statistics/paired-test.ts, two-sided; `holmPValue` corrected for all comparisons of its family. */
  pValue: z.number(),
  holmPValue: z.number(),
  /** `better`, `worse`: the interval leaves out zero and the corrected p-value is below 0.05. */
  verdict: z.enum(['better', 'worse', 'undecided']),
});
export type Comparison = Readonly<z.infer<typeof Comparison>>;

const Training = z.strictObject({
  method: MethodField,
  part: PartField,
  budget: BudgetField,
  seed: Count,
  clips: Count,
  steps: Count,
  /** Names of loss terms -> mean over the last epoch. */
  lastLosses: z.record(z.string(), z.number()),
  /** Recall@1 by kind of vector, on the pairs as they are and with their sounds exchanged; left out where nothing is fused. */
  leak: z.record(z.string(), z.number()).optional(),
});
export type CardTraining = Readonly<z.infer<typeof Training>>;

/** As published-lists.ts counts them. */
const Coverage = z.strictObject({
  list: z.string(),
  split: z.enum(SPLITS),
  label: z.string(),
  listed: Count,
  kept: Count,
  dropped: Count,
  ask: Count,
  keptOnOtherSide: Count,
});

const Timing = z.strictObject({
  startedAt: z.string(),
  endedAt: z.string(),
  host: z.string(),
  device: z.string(),
  /** Processes or threads at once. */
  workers: Count,
  /** Job name -> seconds that it took. */
  jobSeconds: z.record(z.string(), z.number()),
});
export type CardTiming = Readonly<z.infer<typeof Timing>>;

export const ResultCard = z.strictObject({
  schema: z.literal(CARD_SCHEMA),
  lock: z.strictObject({
    sha256: z.string(),
    corpus: z.string(),
    manifestSha256: z.string(),
    clips: z.strictObject({ kept: Count, dropped: Count, ask: Count }),
  }),
  /** The command that makes the same numbers again. */
  command: z.string(),
  settings: z.record(z.string(), z.unknown()),
  seeds: z.array(Count),
  /** `ks-build`, `node`, and the programs that the lock names. */
  versions: z.record(z.string(), z.string()),
  backend: z.string(),
  rows: z.array(Row),
  comparisons: z.array(Comparison),
  trainings: z.array(Training),
  /** Jobs that were tried and failed. */
  failures: z.array(z.strictObject({ job: z.string(), message: z.string() })),
  /** Jobs of the plan that were not run. */
  missing: z.array(z.string()),
  /** What is not as one may expect, such as `val` standing for `test`. */
  notes: z.array(z.string()),
  /** How much of each published list the lock holds; empty where it holds nothing of any. */
  coverage: z.array(Coverage),
  timing: Timing,
  resultSha256: z.string(),
});
export type ResultCard = Readonly<z.infer<typeof ResultCard>>;
