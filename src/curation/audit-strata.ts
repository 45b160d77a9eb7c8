// How a population is divided for an audit, and how many questions each part gets. Pure.
//
// Strata are tenths of the score by classes. Where the population is divided finer than the questions reach, classes of a tenth stand together,
// by name, until two questions are due to them: two, since one alone tells nothing of how the others of its stratum differ. Questions are dealt
// in proportion to the clips.

export interface AuditCandidate {
  readonly clipName: string;
  readonly label: string;
  /** 0..1; undefined: not scored. */
  readonly probability: number | undefined;
}

export interface Stratum<T> {
  /** From 1, the lowest scores first; 0: clips without a score. */
  readonly band: number;
  readonly labels: readonly string[];
  /** By name. */
  readonly members: readonly T[];
}

/** Tenths, where there are questions for them. */
const BANDS = 10;
/** Questions that a stratum should have at least. */
const LEAST_QUESTIONS = 2;

/** Strata by band, then by label; each candidate is in one. @param size questions */
export function stratify<T extends AuditCandidate>(candidates: readonly T[], size: number): Stratum<T>[] {
  const byName = candidates.toSorted((a, b) => compare(a.clipName, b.clipName));
  const scored = byName.filter(({ probability }) => probability !== undefined);
  scored.sort((a, b) => a.probability! - b.probability! || compare(a.clipName, b.clipName));
  const bandCount = Math.min(BANDS, Math.max(1, Math.floor(size / LEAST_QUESTIONS)));
  const bands: T[][] = Array.from({ length: bandCount + 1 }, () => []);
  bands[0] = byName.filter(({ probability }) => probability === undefined);
  for (const [rank, candidate] of scored.entries())
    bands[1 + Math.floor((rank * bandCount) / scored.length)]!.push(candidate);
  const least = (LEAST_QUESTIONS * candidates.length) / size;
  return bands.flatMap((members, band) =>
    members.length === 0 ? [] : joinSmallClasses(members, least).map((stratum) => ({ band, ...stratum })),
  );
}

type Members<T> = Omit<Stratum<T>, 'band'>;

function joinSmallClasses<T extends AuditCandidate>(members: readonly T[], least: number): Members<T>[] {
  const classes = new Map<string, T[]>();
  for (const member of members) {
    const known = classes.get(member.label);
    if (known === undefined) classes.set(member.label, [member]);
    else known.push(member);
  }
  const byLabel = [...classes].map(([label, found]) => ({ labels: [label], members: found }));
  byLabel.sort((a, b) => compare(a.labels[0]!, b.labels[0]!));
  const large = byLabel.filter((group) => group.members.length >= least);
  const joined: Members<T>[] = [];
  for (const group of byLabel.filter(({ members: found }) => found.length < least)) {
    const last = joined.at(-1);
    if (last === undefined || last.members.length >= least) joined.push(group);
    else joined[joined.length - 1] = join(last, group);
  }
  // What is left over at the end goes to those before it, or to the smallest class where there are none.
  const rest = joined.at(-1);
  if (rest !== undefined && rest.members.length < least && joined.length + large.length > 1) {
    joined.pop();
    const hosts = joined.length > 0 ? joined : large;
    const smallest = hosts.reduce((a, b) => (b.members.length < a.members.length ? b : a));
    hosts[hosts.indexOf(smallest)] = join(smallest, rest);
  }
  return [...large, ...joined]
    .map(({ labels, members: found }) => ({
      labels: labels.toSorted(compare),
      members: found.toSorted((a, b) => compare(a.clipName, b.clipName)),
    }))
    .sort((a, b) => compare(a.labels[0]!, b.labels[0]!));
}

function join<T>(a: Members<T>, b: Members<T>): Members<T> {
  return { labels: [...a.labels, ...b.labels], members: [...a.members, ...b.members] };
}

/** By code unit, so that a sample is the same in every locale. */
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/**
 * Questions for each stratum, `size` in all (or every clip where there are fewer): in proportion to its clips, at least two where it has
 * two and there are questions enough, rounded so that those furthest below their due get the rest.
 */
export function dealQuestions(populations: readonly number[], size: number): number[] {
  const total = populations.reduce((sum, population) => sum + population, 0);
  if (size >= total) return [...populations];
  const due = populations.map((population) => (size * population) / total);
  const isTight = populations.reduce((sum, population) => sum + Math.min(LEAST_QUESTIONS, population), 0) > size;
  const least = isTight ? 1 : LEAST_QUESTIONS;
  const dealt = populations.map((population, at) => Math.min(population, Math.max(least, Math.floor(due[at]!))));
  let rest = size - dealt.reduce((sum, count) => sum + count, 0);
  for (; rest !== 0; rest -= Math.sign(rest)) {
    const step = Math.sign(rest);
    const mayChange = (at: number): boolean => (step > 0 ? dealt[at]! < populations[at]! : dealt[at]! > least);
    const places = [...dealt.keys()].filter(mayChange);
    const furthest = (a: number, b: number): number => (step * (due[b]! - dealt[b]! - due[a]! + dealt[a]!) > 0 ? b : a);
    const place = places.length > 0 ? places.reduce(furthest) : undefined;
    if (place === undefined) break;
    dealt[place]! += step;
  }
  return dealt;
}
