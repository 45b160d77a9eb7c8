// How loud a sound is and how to make it as loud as another: ITU-R BS.1770-4 with its gates, one channel. Pure; gain is applied in place.

const ABSOLUTE_GATE_LUFS = -70;
const RELATIVE_GATE_LU = -10;
const BLOCK_SECONDS = 0.4;
const STEP_SECONDS = 0.1;
/** From here on a sample is bent towards full scale instead of being cut off. */
const KNEE = 0.8;

/** b0, b1, b2, a1, a2 */
type Biquad = readonly [number, number, number, number, number];

/** The two K-weighting filters of BS.1770 for any sample rate, by the bilinear transform of their analogue prototypes (as libebur128 does). */
function kWeighting(sampleRateHz: number): readonly [Biquad, Biquad] {
  const shelf = (): Biquad => {
    const k = Math.tan((Math.PI * 1681.974450955533) / sampleRateHz);
    const [q, high] = [0.7071752369554196, 10 ** (3.999843853973347 / 20)];
    const middle = high ** 0.4996667741545416;
    const a0 = 1 + k / q + k * k;
    return [
      (high + (middle * k) / q + k * k) / a0,
      (2 * (k * k - high)) / a0,
      (high - (middle * k) / q + k * k) / a0,
      (2 * (k * k - 1)) / a0,
      (1 - k / q + k * k) / a0,
    ];
  };
  const highPass = (): Biquad => {
    const k = Math.tan((Math.PI * 38.13547087602444) / sampleRateHz);
    const q = 0.5003270373238773;
    const a0 = 1 + k / q + k * k;
    return [1, -2, 1, (2 * (k * k - 1)) / a0, (1 - k / q + k * k) / a0];
  };
  return [shelf(), highPass()];
}

function energyOf(blockSteps: readonly number[]): number {
  return blockSteps.reduce((sum, energy) => sum + energy, 0) / blockSteps.length;
}

function lufs(energy: number): number {
  return -0.691 + 10 * Math.log10(energy);
}

/** Integrated loudness, LUFS; undefined when nothing reaches the absolute gate. */
export function loudnessOf(samples: Float32Array, sampleRateHz: number): number | undefined {
  const [shelf, highPass] = kWeighting(sampleRateHz);
  const stepSamples = Math.round(STEP_SECONDS * sampleRateHz);
  const steps: number[] = [];
  let [x1, x2, y1, y2, z1, z2] = [0, 0, 0, 0, 0, 0];
  for (let start = 0; start + stepSamples <= samples.length; start += stepSamples) {
    let sum = 0;
    for (let i = start; i < start + stepSamples; i += 1) {
      const x = samples[i] as number;
      const y = shelf[0] * x + shelf[1] * x1 + shelf[2] * x2 - shelf[3] * y1 - shelf[4] * y2;
      const z = highPass[0] * y + highPass[1] * y1 + highPass[2] * y2 - highPass[3] * z1 - highPass[4] * z2;
      x2 = x1;
      x1 = x;
      y2 = y1;
      y1 = y;
      z2 = z1;
      z1 = z;
      sum += z * z;
    }
    steps.push(sum / stepSamples);
  }
  const stepsPerBlock = Math.round(BLOCK_SECONDS / STEP_SECONDS);
  const blocks = Array.from({ length: Math.max(0, steps.length - stepsPerBlock + 1) }, (_, first) =>
    energyOf(steps.slice(first, first + stepsPerBlock)),
  ).filter((energy) => lufs(energy) > ABSOLUTE_GATE_LUFS);
  if (blocks.length === 0) return undefined;
  const gate = lufs(energyOf(blocks)) + RELATIVE_GATE_LU;
  return lufs(energyOf(blocks.filter((energy) => lufs(energy) > gate)));
}

export function applyGain(samples: Float32Array, gainDb: number): void {
  const factor = 10 ** (gainDb / 20);
  for (let i = 0; i < samples.length; i += 1) samples[i] = (samples[i] as number) * factor;
}

/** Brings a sound to a loudness; one that is silent stays as it is. */
export function setLoudness(samples: Float32Array, wantedLufs: number, sampleRateHz: number): void {
  const is = loudnessOf(samples, sampleRateHz);
  if (is !== undefined) applyGain(samples, wantedLufs - is);
}

/** Keeps peaks below full scale by bending them; what lies below the knee stays as it is. */
export function softenPeaks(samples: Float32Array): void {
  for (let i = 0; i < samples.length; i += 1) {
    const size = Math.abs(samples[i] as number);
    if (size <= KNEE) continue;
    const bent = KNEE + (1 - KNEE) * Math.tanh((size - KNEE) / (1 - KNEE)) * 0.98;
    samples[i] = Math.sign(samples[i] as number) * bent;
  }
}
