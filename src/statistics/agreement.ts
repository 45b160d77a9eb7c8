// How well two people agree beyond chance: Cohen's kappa (1960) with the large-sample standard error of Fleiss, Cohen and Everitt (1969).
// Pure.
import type { Estimate } from './bootstrap.ts';

const Z = 1.959964;

/**
 * What two people said of the same things, one pair a thing -> kappa with its 95 % interval, -1..1: 1 is full agreement, 0 what chance
 * alone would bring. undefined where both always said one and the same word, or nothing: then chance explains everything.
 */
export function cohensKappa(pairs: readonly (readonly [string, string])[]): Estimate | undefined {
  const words = [...new Set(pairs.flat())];
  const share = (isMeant: (pair: readonly [string, string]) => boolean): number =>
    pairs.filter(isMeant).length / pairs.length;
  // margins of the first and the second person
  const first = new Map(words.map((word) => [word, share(([said]) => said === word)]));
  const second = new Map(words.map((word) => [word, share(([, said]) => said === word)]));
  const observed = share(([a, b]) => a === b);
  const expected = words.reduce((sum, word) => sum + first.get(word)! * second.get(word)!, 0);
  if (pairs.length === 0 || expected === 1) return undefined;
  const value = (observed - expected) / (1 - expected);

  let spread = -((value - expected * (1 - value)) ** 2);
  for (const a of words) {
    for (const b of words) {
      const both = share((pair) => pair[0] === a && pair[1] === b);
      const term =
        a === b ? 1 - (first.get(a)! + second.get(a)!) * (1 - value) : (1 - value) * (second.get(a)! + first.get(b)!);
      spread += both * term ** 2;
    }
  }
  const reach = (Z * Math.sqrt(Math.max(0, spread) / pairs.length)) / (1 - expected);
  return { value, low: Math.max(-1, value - reach), high: Math.min(1, value + reach) };
}
