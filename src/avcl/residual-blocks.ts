// The residual blocks of an encoder in order, out of its plan: names, channels, strides. Pure.
import type { EncoderPlan } from './presets.ts';

export interface BlockPlan {
  readonly name: string;
  readonly inChannels: number;
  readonly outChannels: number;
  readonly stride: number;
  /** Whether the block changes the shape, so that what goes round it has to be fitted: option B of He et al. 2016 (stated). */
  readonly hasShortcutFilter: boolean;
}

export function planBlocks(encoder: string, { stem, stages }: EncoderPlan): BlockPlan[] {
  const blocks: BlockPlan[] = [];
  let inChannels = stem.channels;
  for (const [stageIndex, { channels: outChannels, blocks: count, stride: firstStride }] of stages.entries()) {
    for (let index = 0; index < count; index += 1) {
      const stride = index === 0 ? firstStride : 1;
      const hasShortcutFilter = stride !== 1 || inChannels !== outChannels;
      const name = `${encoder}.stage${stageIndex + 1}.block${index + 1}`;
      blocks.push({ name, inChannels, outChannels, stride, hasShortcutFilter });
      inChannels = outChannels;
    }
  }
  return blocks;
}
