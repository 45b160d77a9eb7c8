// How wide, how deep and on how large an input the two encoders are, by name. Values only. The paper's own networks are not known to us
// (its figure says "3D CNN" and "Audio CNN"): every number here is chosen, the ones of `paper` after the named sources.

export interface Stage {
  readonly channels: number;
  readonly blocks: number;
  /** Of the stage's first block: in space, and in the video encoder in time as well. */
  readonly stride: number;
}

/** One plan for both encoders, so that both end in vectors of one length, as CGRA needs them. */
export interface EncoderPlan {
  readonly stem: {
    /** Odd. */
    readonly kernel: number;
    readonly stride: number;
    readonly channels: number;
    /** Channels between space and time in the video stem. */
    readonly videoMidChannels: number;
  };
  /** The channels of the last stage are the length of an embedding. */
  readonly stages: readonly Stage[];
}

export interface AvclPreset {
  /** Side of the square video frames, and how many of them a clip has. */
  readonly sidePx: number;
  readonly videoFrames: number;
  /** Side of the square log-mel image. */
  readonly melSide: number;
  readonly encoder: EncoderPlan;
}

export type PresetName = 'smoke' | 'small' | 'paper';

export const AVCL_PRESETS: Readonly<Record<PresetName, AvclPreset>> = {
  /** Learns within minutes on a processor. */
  smoke: {
    sidePx: 40,
    videoFrames: 6,
    melSide: 56,
    encoder: {
      stem: { kernel: 5, stride: 2, channels: 16, videoMidChannels: 12 },
      stages: [
        { channels: 24, blocks: 1, stride: 2 },
        { channels: 48, blocks: 1, stride: 2 },
      ],
    },
  },
  /** Half the depth and half the width of `paper`, on half as many video frames of half the side: a small GPU. */
  small: {
    sidePx: 56,
    videoFrames: 8,
    melSide: 112,
    encoder: {
      stem: { kernel: 7, stride: 2, channels: 32, videoMidChannels: 24 },
      stages: [
        { channels: 32, blocks: 1, stride: 1 },
        { channels: 64, blocks: 1, stride: 2 },
        { channels: 128, blocks: 1, stride: 2 },
        { channels: 256, blocks: 1, stride: 2 },
      ],
    },
  },
  /**
   * R(2+1)D-18 (Tran et al. 2018, arXiv 1711.11248, table 1) and ResNet-18 (He et al. 2016, arXiv 1512.03385, table 1) without its
   * max-pool: the log-mel image has half of ImageNet's side, so that all stages see the sizes that they have there. 16 x 112 x 112 and
   * the 112 x 112 log-mel image: the figure shows the latter (stated), the former is the same lab's (TCGL; reconstructed).
   * 45 channels inside the stem: the code released with R(2+1)D, as torchvision has it; the paper's formula would give 83.
   */
  paper: {
    sidePx: 112,
    videoFrames: 16,
    melSide: 112,
    encoder: {
      stem: { kernel: 7, stride: 2, channels: 64, videoMidChannels: 45 },
      stages: [
        { channels: 64, blocks: 2, stride: 1 },
        { channels: 128, blocks: 2, stride: 2 },
        { channels: 256, blocks: 2, stride: 2 },
        { channels: 512, blocks: 2, stride: 2 },
      ],
    },
  },
};

export function embeddingSize({ stages }: EncoderPlan): number {
  return stages[stages.length - 1]!.channels;
}
