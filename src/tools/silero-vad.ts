// Share of speech by Silero VAD (MIT; its weights ship inside @ricky0123/vad-web), run by onnxruntime's WebAssembly on the CPU. Both
// packages are optional: without them there is no detector, and nothing fails.
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { InferenceSession, Tensor } from 'onnxruntime-web/wasm';

/** What the network was trained on. */
export const SPEECH_SAMPLE_RATE_HZ = 16_000;
/** Samples that it takes at a time, and how many of those before it wants to see again (stated: silero-vad's own wrapper). */
const CHUNK_SAMPLES = 512;
const CONTEXT_SAMPLES = 64;
const STATE_SHAPE = [2, 1, 128] as const;
const STATE_SIZE = 2 * 128;
/** A chunk is speech above this probability (stated: its authors' default). */
const SPEECH_ABOVE = 0.5;
const FULL_SCALE = 32768;

const MODEL = '@ricky0123/vad-web/dist/silero_vad_v6.onnx';

/** Share of chunks of 32 ms with speech, 0..1; undefined for less than one chunk. */
export type SpeechShare = (mono: Int16Array) => Promise<number | undefined>;

type Runtime = typeof import('onnxruntime-web/wasm');

async function loadRuntime(): Promise<{ runtime: Runtime; model: Uint8Array } | undefined> {
  try {
    const model = await readFile(createRequire(import.meta.url).resolve(MODEL));
    return { runtime: await import('onnxruntime-web/wasm'), model };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'MODULE_NOT_FOUND' || code === 'ERR_MODULE_NOT_FOUND' || code === 'ENOENT') return undefined;
    throw error;
  }
}

function shareOfSpeech(runtime: Runtime, session: InferenceSession): SpeechShare {
  const rate = new runtime.Tensor('int64', BigInt64Array.from([BigInt(SPEECH_SAMPLE_RATE_HZ)]), []);
  return async (mono) => {
    const chunks = Math.floor(mono.length / CHUNK_SAMPLES);
    if (chunks === 0) return undefined;
    let state: Tensor = new runtime.Tensor('float32', new Float32Array(STATE_SIZE), STATE_SHAPE);
    let spoken = 0;
    const input = new Float32Array(CONTEXT_SAMPLES + CHUNK_SAMPLES);
    for (let chunk = 0; chunk < chunks; chunk += 1) {
      const begin = chunk * CHUNK_SAMPLES - CONTEXT_SAMPLES;
      // Before the first sample lies silence.
      for (let k = 0; k < input.length; k += 1) input[k] = begin + k < 0 ? 0 : mono[begin + k]! / FULL_SCALE;
      const outputs = await session.run({
        input: new runtime.Tensor('float32', input, [1, input.length]),
        state,
        sr: rate,
      });
      state = outputs.stateN as Tensor;
      const [probability] = (outputs.output as Tensor).data as Float32Array;
      if ((probability as number) > SPEECH_ABOVE) spoken += 1;
    }
    return spoken / chunks;
  };
}

/** undefined when the optional packages are not installed. One detector serves one clip at a time. */
export async function openSpeechDetector(): Promise<SpeechShare | undefined> {
  const loaded = await loadRuntime();
  if (loaded === undefined) return undefined;
  const { runtime, model } = loaded;
  // One thread: clips are measured side by side. Its warnings would land on the terminal.
  runtime.env.wasm.numThreads = 1;
  runtime.env.logLevel = 'error';
  const session = await runtime.InferenceSession.create(model, { executionProviders: ['wasm'], logSeverityLevel: 3 });
  return shareOfSpeech(runtime, session);
}
