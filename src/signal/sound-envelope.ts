// The outline of a sound as a waveform is drawn: lowest and highest sample of each short step, and the peak. Pure.

const FULL_SCALE = 32768;

/** @returns `[steps, 2]`: lowest and highest sample, -1..1; the last step may be shorter than the others */
export function computeEnvelope(samples: Int16Array, samplesPerStep: number): Float32Array<ArrayBuffer> {
  const steps = Math.ceil(samples.length / samplesPerStep);
  const envelope = new Float32Array(2 * steps);
  for (let step = 0; step < steps; step += 1) {
    const end = Math.min(samples.length, (step + 1) * samplesPerStep);
    let lowest = FULL_SCALE;
    let highest = -FULL_SCALE;
    for (let at = step * samplesPerStep; at < end; at += 1) {
      const sample = samples[at]!;
      if (sample < lowest) lowest = sample;
      if (sample > highest) highest = sample;
    }
    envelope[2 * step] = lowest / FULL_SCALE;
    envelope[2 * step + 1] = highest / FULL_SCALE;
  }
  return envelope;
}

/** Of an envelope; -Infinity: digital silence. */
export function peakDbfs(envelope: Float32Array): number {
  return 20 * Math.log10(envelope.reduce((peak, extreme) => Math.max(peak, Math.abs(extreme)), 0));
}
