// The filter's decision: evidence of a whole corpus and a policy in, one verdict a clip out. Pure, and quick enough to be made anew for
// every change of a threshold.
import { type DecisiveEvidence, MISMATCH_NAMES, MISMATCHES, type Mismatch } from '../dataset/evidence.ts';
import type { Policy } from '../dataset/policy.ts';
import type { AnyReason, Reason, Verdict } from '../dataset/verdict.ts';

const THRESHOLD_OF = {
  swap: 'swapAbove',
  shift: 'shiftAbove',
  musicBed: 'musicBedAbove',
  voiceOver: 'voiceOverAbove',
} as const satisfies Record<Mismatch, keyof Policy['drop']>;

const ACTION_OF = { leak: 'leak', 'duplicate-sound': 'sound', 'duplicate-picture': 'picture' } as const;

/** Share of a class with a lower value than this. */
type Percentiles = (label: string, measurement: string, value: number) => number;

/** One verdict a clip, in the order of the evidence. */
export function decideCorpus(evidence: readonly DecisiveEvidence[], policy: Policy): Verdict[] {
  const percentiles = percentilesOf(evidence);
  const verdicts = evidence.map((clip) => decideClip(clip, policy, percentiles));
  return withFloor(evidence, verdicts, policy);
}

function decideClip(clip: DecisiveEvidence, policy: Policy, percentiles: Percentiles): Verdict {
  const drops: Reason[] = [...clip.facts];
  const asks: AnyReason[] = [];
  for (const { code, otherClip, distance, threshold } of clip.duplicates) {
    const action = policy.duplicates[ACTION_OF[code]];
    const reason: Reason = {
      code,
      otherClip,
      ...(distance === undefined ? {} : { measurement: 'distance', value: distance }),
      ...(threshold === undefined ? {} : { threshold }),
    };
    if (action === 'drop') drops.push(reason);
    else if (action === 'ask') asks.push(reason);
  }
  drops.push(...clippingReasons(clip, policy, percentiles), ...mismatchReasons(clip, policy, percentiles));
  asks.push(...doubts(clip, policy, percentiles));
  const [drop, ...moreDrops] = drops;
  if (drop !== undefined) return { decision: 'drop', reasons: [drop, ...moreDrops] };
  const [ask, ...moreAsks] = asks;
  return ask === undefined ? { decision: 'keep', reasons: [] } : { decision: 'ask', reasons: [ask, ...moreAsks] };
}

function clippingReasons({ signals, label }: DecisiveEvidence, policy: Policy, percentiles: Percentiles): Reason[] {
  const value = signals?.clippedRatio;
  const threshold = policy.drop.clippedAbove;
  if (value === undefined || value <= threshold) return [];
  const classPercentile = percentiles(label, 'clippedRatio', value);
  return [{ code: 'clipped', measurement: 'clippedRatio', value, threshold, classPercentile }];
}

/** The most probable first: it becomes the code of the clip. */
function mismatchReasons({ scores, label }: DecisiveEvidence, { drop }: Policy, percentiles: Percentiles): Reason[] {
  if (scores?.mismatch === undefined || scores.probability === undefined) return [];
  const { mismatch } = scores;
  const heeded = MISMATCH_NAMES.filter((name) => isHeeded(name, drop)).sort((a, b) => mismatch[b] - mismatch[a]);
  const certain = heeded.filter((name) => mismatch[name] > drop[THRESHOLD_OF[name]]);
  if (certain.length > 0) {
    return certain.map((name) => ({
      code: MISMATCHES[name],
      measurement: `${name}Probability`,
      value: mismatch[name],
      threshold: drop[THRESHOLD_OF[name]],
      classPercentile: percentiles(label, name, mismatch[name]),
    }));
  }
  const value = acceptability(scores.probability, mismatch, drop);
  const [likeliest] = heeded;
  if (likeliest === undefined || value >= drop.belowProbability) return [];
  const classPercentile = percentiles(label, 'probability', value);
  const threshold = drop.belowProbability;
  return [{ code: MISMATCHES[likeliest], measurement: 'probability', value, threshold, classPercentile }];
}

function isHeeded(name: Mismatch, drop: Policy['drop']): boolean {
  return drop[THRESHOLD_OF[name]] < 1;
}

/** Probability that nothing is wrong but what the policy puts up with. */
function acceptability(
  probability: number,
  mismatch: Readonly<Record<Mismatch, number>>,
  drop: Policy['drop'],
): number {
  return MISMATCH_NAMES.filter((name) => !isHeeded(name, drop)).reduce(
    (sum, name) => sum + mismatch[name],
    probability,
  );
}

function doubts({ scores, label }: DecisiveEvidence, { ask, drop }: Policy, percentiles: Percentiles): AnyReason[] {
  if (scores?.probability === undefined || scores.spread === undefined || scores.mismatch === undefined)
    return [{ code: 'no-evidence' }];
  const doubt = (measurement: 'probability' | 'spread', value: number, threshold: number): AnyReason => ({
    code: 'uncertain',
    measurement,
    value,
    threshold,
    classPercentile: percentiles(label, measurement, value),
  });
  const probability = acceptability(scores.probability, scores.mismatch, drop);
  if (probability < ask.belowProbability) return [doubt('probability', probability, ask.belowProbability)];
  return scores.spread > ask.aboveSpread ? [doubt('spread', scores.spread, ask.aboveSpread)] : [];
}

type Value = (clip: DecisiveEvidence) => number | undefined;

const RANKED: Readonly<Record<string, Value>> = {
  clippedRatio: ({ signals }) => signals?.clippedRatio,
  probability: ({ scores }) => scores?.probability,
  spread: ({ scores }) => scores?.spread,
  ...Object.fromEntries(
    MISMATCH_NAMES.map((name): [string, Value] => [name, ({ scores }) => scores?.mismatch?.[name]]),
  ),
};

/** Values of each class are sorted when first asked for. */
function percentilesOf(evidence: readonly DecisiveEvidence[]): Percentiles {
  const byLabel = groupByLabel(evidence);
  const sorted = new Map<string, Float64Array>();
  const valuesOf = (label: string, measurement: string): Float64Array => {
    const key = `${measurement}\n${label}`;
    const known = sorted.get(key);
    if (known !== undefined) return known;
    const read = RANKED[measurement]!;
    const values = byLabel.get(label)!.flatMap((at) => read(evidence[at]!) ?? []);
    const made = Float64Array.from(values).sort();
    sorted.set(key, made);
    return made;
  };
  return (label, measurement, value) => {
    const values = valuesOf(label, measurement);
    return lowerBound(values, value) / values.length;
  };
}

/** How many of the sorted values lie below. */
function lowerBound(sorted: Float64Array, value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

function groupByLabel(evidence: readonly DecisiveEvidence[]): Map<string, number[]> {
  const groups = new Map<string, number[]>();
  for (const [at, { label }] of evidence.entries()) {
    const group = groups.get(label);
    if (group === undefined) groups.set(label, [at]);
    else group.push(at);
  }
  return groups;
}

const OF_CORRESPONDENCE: ReadonlySet<string> = new Set([...Object.values(MISMATCHES), 'uncertain']);

/** Only what correspondence alone speaks against may come back: never a broken, doubled or unjudged clip. */
function mayComeBack({ scores }: DecisiveEvidence, { decision, reasons }: Verdict): boolean {
  return (
    decision !== 'keep' && scores?.probability !== undefined && reasons.every(({ code }) => OF_CORRESPONDENCE.has(code))
  );
}

/** The most probable clips of a class that would fall below the floor are kept, with the reasons against them. */
function withFloor(evidence: readonly DecisiveEvidence[], verdicts: readonly Verdict[], { floor }: Policy): Verdict[] {
  const result = [...verdicts];
  for (const clips of groupByLabel(evidence).values()) {
    const kept = clips.filter((at) => verdicts[at]!.decision === 'keep').length;
    const candidates = clips.filter((at) => mayComeBack(evidence[at]!, verdicts[at]!));
    const missing = Math.ceil(floor.minKeptRatio * (kept + candidates.length)) - kept;
    if (missing <= 0) continue;
    candidates.sort((a, b) => evidence[b]!.scores!.probability! - evidence[a]!.scores!.probability!);
    for (const at of candidates.slice(0, missing)) {
      result[at] = { decision: 'keep', reasons: verdicts[at]!.reasons };
    }
  }
  return result;
}
