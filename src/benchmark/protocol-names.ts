// How a trained model is looked at: every protocol with the name that flags, tables and cards know it by. Values only.

export const PROTOCOL_NAMES = [
  'linear-probe',
  'fine-tune',
  'retrieval',
  'missing-modality',
  'noisy-sound',
  'low-shot',
] as const;
export type ProtocolName = (typeof PROTOCOL_NAMES)[number];

/** `top-1`, `top-5`, `mean-per-class` (mean over classes of top-1), `map`: mean average precision over classes; `recall-K`, `median-rank`: retrieval. */
export const METRIC_NAMES = [
  'top-1',
  'top-5',
  'mean-per-class',
  'map',
  'recall-1',
  'recall-5',
  'recall-10',
  'median-rank',
] as const;
export type MetricName = (typeof METRIC_NAMES)[number];
