// Integrated loudness of PCM by ITU-R BS.1770-4 as EBU R128 uses it: K-weighting, blocks of 400 ms, two gates. LUFS. Pure.

/** Coefficients of a second-order filter, a0 = 1. */
interface Biquad {
  readonly b0: number;
  readonly b1: number;
  readonly b2: number;
  readonly a1: number;
  readonly a2: number;
}

// The standard gives coefficients for 48 kHz only; these analogue parameters yield them there and the right filters at other rates
// (reconstructed: De Man, "Evaluation of implementations of the EBU R128 loudness measurement", AES 2018; libebur128 has the same).
const SHELF = { hz: 1681.974450955533, gainDb: 3.999843853973347, q: 0.7071752369554196 };
const HIGH_PASS = { hz: 38.13547087602444, q: 0.5003270373238773 };

const BLOCK_SECONDS = 0.4;
/** Blocks overlap by three quarters. */
const HOPS_PER_BLOCK = 4;
const ABSOLUTE_GATE_LUFS = -70;
const RELATIVE_GATE_LU = -10;
const OFFSET_LU = -0.691;
const FULL_SCALE = 32768;

function shelf(sampleRateHz: number): Biquad {
  const k = Math.tan((Math.PI * SHELF.hz) / sampleRateHz);
  const high = 10 ** (SHELF.gainDb / 20);
  const middle = high ** 0.4996667741545416;
  const a0 = 1 + k / SHELF.q + k * k;
  return {
    b0: (high + (middle * k) / SHELF.q + k * k) / a0,
    b1: (2 * (k * k - high)) / a0,
    b2: (high - (middle * k) / SHELF.q + k * k) / a0,
    a1: (2 * (k * k - 1)) / a0,
    a2: (1 - k / SHELF.q + k * k) / a0,
  };
}

function highPass(sampleRateHz: number): Biquad {
  const k = Math.tan((Math.PI * HIGH_PASS.hz) / sampleRateHz);
  const a0 = 1 + k / HIGH_PASS.q + k * k;
  return { b0: 1, b1: -2, b2: 1, a1: (2 * (k * k - 1)) / a0, a2: (1 - k / HIGH_PASS.q + k * k) / a0 };
}

/** Adds the energy of one K-weighted channel to the hop that each sample falls into. */
function addHopEnergies(
  samples: Int16Array,
  channel: number,
  channels: number,
  rateHz: number,
  energies: Float64Array,
): void {
  const hopSamples = Math.round((rateHz * BLOCK_SECONDS) / HOPS_PER_BLOCK);
  const first = shelf(rateHz);
  const second = highPass(rateHz);
  let [x1, x2, y1, y2, z1, z2] = [0, 0, 0, 0, 0, 0];
  for (let hop = 0, at = channel; hop < energies.length; hop += 1) {
    let energy = 0;
    for (let n = 0; n < hopSamples; n += 1, at += channels) {
      const x = samples[at]! / FULL_SCALE;
      const y = first.b0 * x + first.b1 * x1 + first.b2 * x2 - first.a1 * y1 - first.a2 * y2;
      const z = second.b0 * y + second.b1 * y1 + second.b2 * y2 - second.a1 * z1 - second.a2 * z2;
      x2 = x1;
      x1 = x;
      y2 = y1;
      y1 = y;
      z2 = z1;
      z1 = z;
      energy += z * z;
    }
    energies[hop]! += energy / hopSamples;
  }
}

function lufsOf(energy: number): number {
  return OFFSET_LU + 10 * Math.log10(energy);
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/**
 * L = -0.691 + 10 log10(mean over gated blocks of sum over channels of z^2); mono and stereo, both channels weigh 1.
 * @param samples interleaved
 * @returns undefined when no block is above the absolute gate, or there is not one whole block
 */
export function measureLoudness(samples: Int16Array, channels: number, sampleRateHz: number): number | undefined {
  const hopSamples = Math.round((sampleRateHz * BLOCK_SECONDS) / HOPS_PER_BLOCK);
  const energies = new Float64Array(Math.floor(samples.length / channels / hopSamples));
  for (let channel = 0; channel < channels; channel += 1)
    addHopEnergies(samples, channel, channels, sampleRateHz, energies);
  const blocks: number[] = [];
  for (let hop = 0; hop + HOPS_PER_BLOCK <= energies.length; hop += 1) {
    blocks.push(mean([...energies.subarray(hop, hop + HOPS_PER_BLOCK)]));
  }
  const audible = blocks.filter((energy) => lufsOf(energy) > ABSOLUTE_GATE_LUFS);
  if (audible.length === 0) return undefined;
  const gateLufs = lufsOf(mean(audible)) + RELATIVE_GATE_LU;
  return lufsOf(mean(audible.filter((energy) => lufsOf(energy) > gateLufs)));
}
