// News of pre-training as text. Pure.
import type { PretrainEvent } from '../benchmark/pretrain-corpus.ts';
import { formatDuration } from '../ui/format.ts';

const MIB = 1024 ** 2;

/** A step's line is for a live terminal; all other lines stay. undefined: nothing to say. */
export function pretrainLine(event: PretrainEvent): string | undefined {
  switch (event.kind) {
    case 'unusable':
      return `left out: ${event.clipId}: ${event.problem}`;
    case 'begins': {
      const from = event.fromStep === 0 ? '' : `, going on after step ${event.fromStep}`;
      return `pre-training on ${event.clips} clips, backend ${event.backend}${from}`;
    }
    case 'cost': {
      const epochMs = event.batchMs * event.batchesPerEpoch;
      return (
        `a batch takes ${formatDuration(event.batchMs)}: an epoch of ${event.batchesPerEpoch} batches about ` +
        `${formatDuration(epochMs)}, ${event.epochs} epochs about ${formatDuration(epochMs * event.epochs)}`
      );
    }
    case 'step': {
      const { step, steps, losses, stepMs, dataWaitMs, examplesPerSecond, remainingSeconds, memoryBytes } = event;
      return (
        `step ${step} of ${steps}, ${lossText(losses)}, ${Math.round(stepMs)} ms (${Math.round(dataWaitMs)} ms waiting for data), ` +
        `${examplesPerSecond.toFixed(1)} clips/s, ${Math.round(memoryBytes / MIB)} MiB, ${formatDuration(1000 * remainingSeconds)} left`
      );
    }
    case 'epoch':
      return `epoch ${event.epoch} of ${event.epochs}: ${lossText(event.losses)}`;
    case 'saved':
      return undefined;
  }
}

function lossText({ total, alignment, contrast }: { total: number; alignment: number; contrast: number }): string {
  return `loss ${total.toFixed(3)} (CGRA ${alignment.toFixed(3)}, SelfCL ${contrast.toFixed(3)})`;
}
