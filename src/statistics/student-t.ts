// Student's t distribution: how likely a value as far from zero is. Pure.

/** Of the continued fraction. */
const ROUNDS = 300;
const PRECISE = 1e-15;
const TINY = 1e-300;

/**
 * Two-sided, 0..1: I_x(df / 2, 1 / 2) with x = df / (df + t^2), the regularised incomplete beta function (Abramowitz and Stegun 26.7.1, 26.5.8).
 * @param df degrees of freedom, above 0, whole or not
 */
export function studentTwoSided(t: number, df: number): number {
  const x = df / (df + t ** 2);
  const [a, b] = [df / 2, 1 / 2];
  const front = Math.exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log1p(-x));
  // The fraction converges fast on one side of the mean, and the function is symmetric.
  if (x === 1) return 1;
  return x < (a + 1) / (a + b + 2) ? (front * betaFraction(x, a, b)) / a : 1 - (front * betaFraction(1 - x, b, a)) / b;
}

/** Evaluated from its beginning (Lentz 1976). */
function betaFraction(x: number, a: number, b: number): number {
  const away = (value: number): number => (Math.abs(value) < TINY ? TINY : value);
  let c = 1;
  let d = 1 / away(1 - ((a + b) * x) / (a + 1));
  let result = d;
  for (let m = 1; m <= ROUNDS; m += 1) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / away(1 + even * d);
    c = away(1 + even / c);
    result *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / away(1 + odd * d);
    c = away(1 + odd / c);
    result *= d * c;
    if (Math.abs(d * c - 1) < PRECISE) break;
  }
  return result;
}

/** Stirling's series (Abramowitz and Stegun 6.1.41), after stepping up to where five terms of it are exact to a double's rounding. */
function logGamma(value: number): number {
  let z = value;
  let below = 0;
  for (; z < 15; z += 1) below += Math.log(z);
  const series = 1 / (12 * z) - 1 / (360 * z ** 3) + 1 / (1260 * z ** 5) - 1 / (1680 * z ** 7) + 1 / (1188 * z ** 9);
  return (z - 0.5) * Math.log(z) - z + Math.log(2 * Math.PI) / 2 + series - below;
}
