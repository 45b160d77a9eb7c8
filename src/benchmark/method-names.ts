// What is compared on a corpus: every method with the name that flags, tables and cards know it by. Values only.

export const METHOD_NAMES = [
  'chance',
  'random-features',
  'avcl',
  'avcl-pairwise',
  'amfm-cgra',
  'amfm-selfcl',
  'cgra-selfcl',
  'cgra',
  'infonce',
  'avc',
  'supervised-audio',
  'supervised-visual',
  'supervised-concat',
  'ogm-ge',
] as const;
export type MethodName = (typeof METHOD_NAMES)[number];

export interface MethodFacts {
  /** `none`: nothing is trained. */
  readonly learns: 'none' | 'without-labels' | 'with-labels';
  /** One line for tables' notes and `--help`. */
  readonly meaning: string;
}

export const METHODS: Readonly<Record<MethodName, MethodFacts>> = {
  chance: { learns: 'none', meaning: 'guessing' },
  'random-features': { learns: 'none', meaning: 'both encoders as they were drawn, nothing trained' },
  avcl: { learns: 'without-labels', meaning: 'AVCL as Figure 1 draws it: AMFM, CGRA, SelfCL on fused vectors' },
  'avcl-pairwise': { learns: 'without-labels', meaning: 'AVCL with AMFM computed for each candidate pair' },
  'amfm-cgra': { learns: 'without-labels', meaning: 'AMFM and CGRA, without SelfCL' },
  'amfm-selfcl': { learns: 'without-labels', meaning: 'AMFM and SelfCL, without CGRA' },
  'cgra-selfcl': { learns: 'without-labels', meaning: 'CGRA and SelfCL, without AMFM' },
  cgra: { learns: 'without-labels', meaning: 'CGRA alone' },
  infonce: { learns: 'without-labels', meaning: 'SelfCL alone: InfoNCE between the vectors before fusion' },
  avc: {
    learns: 'without-labels',
    meaning: 'binary correspondence (Look, Listen and Learn, arXiv 1705.08168): do sound and picture belong together?',
  },
  'supervised-audio': { learns: 'with-labels', meaning: 'the audio encoder with a classifier, on labels' },
  'supervised-visual': { learns: 'with-labels', meaning: 'the video encoder with a classifier, on labels' },
  'supervised-concat': { learns: 'with-labels', meaning: 'both encoders, their vectors side by side, on labels' },
  'ogm-ge': {
    learns: 'with-labels',
    meaning: 'supervised-concat with on-the-fly gradient modulation and noise (OGM-GE, arXiv 2203.15332)',
  },
};
