// News of pre-training as text. Pure but for the steps of the epoch in hand, whose times are added up.
import type { LossNumbers } from '../avcl/checkpoint.ts';
import type { PretrainEvent } from '../benchmark/pretrain-corpus.ts';
import { formatDuration } from '../ui/format.ts';

const MIB = 1024 ** 2;

/** Gives the line of each event: a step's is for a live terminal, all others stay; undefined: nothing to say. */
export function createPretrainText(): (event: PretrainEvent) => string | undefined {
  let sums = { stepMs: 0, dataWaitMs: 0, clips: 0 };
  return (event) => {
    if (event.kind === 'step') {
      const { stepMs, dataWaitMs, examplesPerSecond } = event;
      const clips = (examplesPerSecond * stepMs) / 1000;
      sums = { stepMs: sums.stepMs + stepMs, dataWaitMs: sums.dataWaitMs + dataWaitMs, clips: sums.clips + clips };
    }
    if (event.kind !== 'epoch') return lineOf(event);
    const { stepMs, dataWaitMs, clips } = sums;
    sums = { stepMs: 0, dataWaitMs: 0, clips: 0 };
    return (
      `epoch ${event.epoch} of ${event.epochs}: ${lossText(event.losses)}, ` +
      `${((1000 * clips) / stepMs).toFixed(1)} clips/s, ${((100 * dataWaitMs) / stepMs).toFixed(1)} % of it waiting for data`
    );
  };
}

function lineOf(event: Exclude<PretrainEvent, { kind: 'epoch' }>): string | undefined {
  switch (event.kind) {
    case 'unusable':
      return `left out: ${event.clipId}: ${event.problem}`;
    case 'begins': {
      const { name, device, passedOver } = event.backend;
      const others = passedOver.map((backend) => backend.name).join(', ');
      const from = event.fromStep === 0 ? '' : `, going on after step ${event.fromStep}`;
      const why = others === '' ? '' : `; passed over: ${others} (\`ks-build doctor\` says why)`;
      return `pre-training on ${event.clips} clips${from}, backend ${name}: ${device}${why}`;
    }
    case 'cost': {
      const epochMs = event.batchMs * event.batchesPerEpoch;
      const { estimatedBy } = event;
      const basis = estimatedBy === undefined ? 'takes' : `would take, by ${estimatedBy} of its clips,`;
      return (
        `a batch ${basis} ${formatDuration(event.batchMs)}: an epoch of ${event.batchesPerEpoch} batches about ` +
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
    case 'saved':
      return undefined;
  }
}

/** Of AVCL's losses, as Figure 1 names them. */
function lossText({ total, alignment, contrast }: LossNumbers): string {
  return `loss ${total.toFixed(3)} (CGRA ${alignment!.toFixed(3)}, SelfCL ${contrast!.toFixed(3)})`;
}
