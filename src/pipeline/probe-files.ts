// Probes kept as files, so that an interrupted filter makes none of them twice: a file of arrays and one of numbers each, named by all that
// the probe is made of.
import { createHash } from 'node:crypto';
import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { SIGNAL_MEASUREMENTS_VERSION, type SignalNumbers } from '../dataset/signal-measurements.ts';
import { CLIP_ARRAYS_VERSION } from '../signal/clip-arrays.ts';
import { writeWholeFile } from '../tools/write-whole-file.ts';
import { type CalibrationProbe, PROBES_VERSION } from './calibration-probes.ts';
import { keepClipArrays, readClipArrays } from './clip-arrays.ts';
import type { ProbeStore } from './make-probes.ts';

export interface ProbeFiles extends ProbeStore {
  /** Removes what this run has neither read nor kept. */
  dropOthers(): Promise<void>;
}

/** @param sha256Of the bytes of a clip, by its name */
export function openProbeFiles(directory: string, sha256Of: (clipName: string) => string): ProbeFiles {
  const used = new Set<string>();
  const keyOf = ({ clipName, of, donor }: CalibrationProbe): string => {
    const madeBy = [PROBES_VERSION, CLIP_ARRAYS_VERSION, SIGNAL_MEASUREMENTS_VERSION];
    const madeOf = [clipName, sha256Of(of), donor === undefined ? undefined : sha256Of(donor)];
    return createHash('sha256')
      .update(JSON.stringify([...madeBy, ...madeOf]))
      .digest('hex');
  };
  const arraysFileOf = (key: string) => ({ arraysPath: join(directory, `${key}.arrays`), sha256: key });
  const numbersPathOf = (key: string): string => join(directory, `${key}.json`);
  return {
    read: async (probe) => {
      const key = keyOf(probe);
      const arrays = await readClipArrays(arraysFileOf(key));
      if (arrays === undefined) return undefined;
      used.add(key);
      return { arrays, signals: JSON.parse(await readFile(numbersPathOf(key), 'utf8')) as SignalNumbers };
    },
    keep: async (probe, { arrays, signals }) => {
      const key = keyOf(probe);
      // The arrays come last: where they are, the numbers are too.
      await writeWholeFile(numbersPathOf(key), [Buffer.from(JSON.stringify(numbersOf(signals)))]);
      const kept = await keepClipArrays(arraysFileOf(key), arrays);
      used.add(key);
      return { arrays: kept, signals };
    },
    dropOthers: async () => {
      const names = await readdir(directory).catch((error: NodeJS.ErrnoException) => {
        if (error.code === 'ENOENT') return [];
        throw error;
      });
      for (const name of names) if (!used.has(name.split('.')[0]!)) await rm(join(directory, name));
    },
  };
}

/** Without curves and fingerprints, which nobody asks a probe for. */
function numbersOf(signals: SignalNumbers): SignalNumbers {
  return Object.fromEntries(
    Object.entries(signals).filter(([, value]) => typeof value === 'number'),
  ) as unknown as SignalNumbers;
}
