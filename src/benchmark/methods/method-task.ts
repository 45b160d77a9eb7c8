// What each method of the benchmark is to the training loop: a name in, a task out.
import { avclTask } from '../../avcl/avcl-task.ts';
import type { LearningTask } from '../../avcl/learning-task.ts';
import { AVCL_PRESETS, type PresetName } from '../../avcl/presets.ts';
import { avclObjective } from '../../avcl/train-settings.ts';
import type { TrainJob } from '../job.ts';
import { avcTask } from './avc.ts';
import { ogmGeTask } from './ogm-ge.ts';
import { supervisedTask } from './supervised.ts';

/** Trained with AMFM, so that fused vectors mean something. */
export const FUSED_METHODS: ReadonlySet<string> = new Set(['avcl', 'avcl-pairwise', 'amfm-cgra', 'amfm-selfcl']);

/** @param classNames the class of label n at position n */
export function methodTask(
  method: TrainJob['method'],
  presetName: PresetName,
  classNames: readonly string[],
  seed: number,
): LearningTask {
  const preset = AVCL_PRESETS[presetName];
  const asDrawn = avclObjective(presetName, 'as-drawn');
  const unfused = avclObjective(presetName, 'none');
  switch (method) {
    case 'random-features':
      return { ...avclTask(unfused), objective: { name: 'random-features' } };
    case 'avcl':
      return avclTask(asDrawn);
    case 'avcl-pairwise':
      return avclTask(avclObjective(presetName, 'pairwise'));
    case 'amfm-cgra':
      return avclTask({ ...asDrawn, contrastWeight: 0 });
    case 'amfm-selfcl':
      return avclTask({ ...asDrawn, alignmentWeight: 0 });
    case 'cgra-selfcl':
      return avclTask(unfused);
    case 'cgra':
      return avclTask({ ...unfused, contrastWeight: 0 });
    case 'infonce':
      return avclTask({ ...unfused, alignmentWeight: 0 });
    case 'avc':
      return avcTask(preset);
    case 'supervised-audio':
      return supervisedTask(preset, 'audio', classNames);
    case 'supervised-visual':
      return supervisedTask(preset, 'visual', classNames);
    case 'supervised-concat':
      return supervisedTask(preset, 'both', classNames);
    case 'ogm-ge':
      return ogmGeTask(preset, classNames, seed);
  }
}
