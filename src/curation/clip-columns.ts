// What can be asked of a clip: the columns of the table, each with its name in a query and its meaning. Names are the fields' own, in kebab-case,
// unless people have a shorter word for it. Pure.
import type { StoredNumber, StoredText } from '../store/clip-rows.ts';

/** Made of what people said and of other columns. */
export type DerivedNumber =
  | 'uncertainty'
  | 'duplicates'
  | 'judgedAtMs'
  | 'judgedSeconds'
  | 'trimStartSeconds'
  | 'trimEndSeconds'
  | 'isHeard'
  | 'isConflict';
/** Lists of codes have blanks between them. */
export type DerivedText = 'id' | 'reasons' | 'facts' | 'decision' | 'rater' | 'note';

export type NumberColumn = StoredNumber | DerivedNumber;
export type TextColumn = Exclude<StoredText, 'videoId'> | DerivedText;

export interface ColumnMeaning {
  /** In a query: `name:value`. */
  readonly name: string;
  readonly meaning: string;
}

export const NUMBER_COLUMNS: Readonly<Record<NumberColumn, ColumnMeaning>> = {
  score: { name: 'score', meaning: 'probability that the sound belongs to the picture, 0..1' },
  uncertainty: { name: 'uncertainty', meaning: 'how near the score is to 0.5 and how far the models differ, 0..1' },
  spread: { name: 'spread', meaning: 'how far the models differ in the score (standard deviation)' },
  swapProbability: { name: 'swap', meaning: 'probability that the sound is of something else, 0..1' },
  shiftProbability: { name: 'shift', meaning: 'probability that the sound is out of step, 0..1' },
  musicBedProbability: { name: 'bed', meaning: 'probability of music laid over the picture, 0..1' },
  voiceOverProbability: { name: 'voice', meaning: 'probability of a voice laid over the picture, 0..1' },
  otherClass: { name: 'other-class', meaning: 'margin against sounds of other classes, nats' },
  otherClassSpread: { name: 'other-class-spread', meaning: 'standard deviation of that margin over seeds' },
  sameClass: { name: 'same-class', meaning: 'margin against sounds of the same class, nats' },
  sameClassSpread: { name: 'same-class-spread', meaning: 'standard deviation of that margin over seeds' },
  sync: { name: 'sync', meaning: 'margin of the right shift against others, nats' },
  syncSpread: { name: 'sync-spread', meaning: 'standard deviation of that margin over seeds' },
  classAgreement: { name: 'class-agreement', meaning: 'how well sound and picture name the same class' },
  classAgreementSpread: { name: 'class-agreement-spread', meaning: 'standard deviation of that over seeds' },
  soundLabelProbability: { name: 'sound-label', meaning: 'probability of the label by the sound alone, 0..1' },
  pictureLabelProbability: { name: 'picture-label', meaning: 'probability of the label by the picture alone, 0..1' },
  correspondenceZ: { name: 'onset', meaning: 'how the onsets follow the motion, z against shifts of the same clip' },
  pairZ: { name: 'pair-z', meaning: 'best pair of motion cell and onset band, z' },
  pairLagSeconds: { name: 'lag', meaning: 'lag of that pair, seconds; positive: sound after picture' },
  ccaZ: { name: 'cca-z', meaning: 'canonical correlation of motion and onsets, z' },
  musicBed: { name: 'music-bed', meaning: 'sign of a music bed in the sound, 0..1' },
  speechRatio: { name: 'speech', meaning: 'share of speech, 0..1' },
  cutContinuity: { name: 'cut-continuity', meaning: 'how unchanged the sound runs on over cuts of the picture, 0..1' },
  beatStrength: { name: 'beat', meaning: 'strength of a steady beat, 0..1' },
  soundFill: { name: 'sound-fill', meaning: 'share of time with sound in most bands at once, 0..1' },
  silentRatio: { name: 'silent', meaning: 'share of silence, 0..1' },
  loudnessLufs: { name: 'loudness', meaning: 'loudness, LUFS' },
  meanLevelDbfs: { name: 'level', meaning: 'mean level, dBFS' },
  peakLevelDbfs: { name: 'peak', meaning: 'highest level, dBFS' },
  clippedRatio: { name: 'clipped', meaning: 'share of samples cut off at full scale, 0..1' },
  stereoSeparationDb: { name: 'stereo', meaning: 'how far left minus right is below both, dB' },
  sceneCuts: { name: 'cuts', meaning: 'cuts of the picture' },
  meanMotion: { name: 'motion', meaning: 'mean motion, levels of 255 a step of 40 ms' },
  meanOnset: { name: 'onsets', meaning: 'mean onset strength, nats a step of 40 ms' },
  staticRatio: { name: 'static', meaning: 'share of time without any change of picture, 0..1' },
  blackRatio: { name: 'black', meaning: 'share of time in which the picture is black, 0..1' },
  durationSeconds: { name: 'duration', meaning: 'length of the picture, seconds' },
  soundSeconds: { name: 'sound-duration', meaning: 'length of the sound, seconds' },
  startSeconds: { name: 'start', meaning: 'start in the video, seconds' },
  endSeconds: { name: 'end', meaning: 'end in the video, seconds' },
  sizeBytes: { name: 'size', meaning: 'size of the file, bytes' },
  videoFps: { name: 'fps', meaning: 'video frames a second' },
  widthPx: { name: 'width', meaning: 'width of the picture, pixels' },
  heightPx: { name: 'height', meaning: 'height of the picture, pixels' },
  duplicates: { name: 'duplicates', meaning: 'clips that look or sound the same' },
  judgedAtMs: { name: 'judged-at', meaning: 'when a person judged it, as a date' },
  judgedSeconds: { name: 'seconds', meaning: 'how long a person looked at it, seconds' },
  trimStartSeconds: { name: 'trim-start', meaning: 'start of the part that is meant, seconds' },
  trimEndSeconds: { name: 'trim-end', meaning: 'end of the part that is meant, seconds' },
  isHeard: { name: 'heard', meaning: 'whether its sound was played before it was judged, 0 or 1' },
  isConflict: { name: 'conflict', meaning: 'whether verdicts of several people differ, 0 or 1' },
};

export const TEXT_COLUMNS: Readonly<Record<TextColumn, ColumnMeaning>> = {
  id: { name: 'id', meaning: 'id of the video and start' },
  label: { name: 'class', meaning: 'class; the one that a person gave where there is one' },
  listedLabel: { name: 'listed-class', meaning: 'class as listed in the manifest' },
  split: { name: 'split', meaning: 'split of the corpus' },
  state: { name: 'state', meaning: 'what has become of it' },
  code: { name: 'code', meaning: 'first reason of the state' },
  reasons: { name: 'reason', meaning: 'any reason of the verdict or state' },
  facts: { name: 'fact', meaning: 'why its facts drop it' },
  source: { name: 'source', meaning: 'where its media came from' },
  route: { name: 'route', meaning: 'which way it came' },
  method: { name: 'method', meaning: 'how it was made' },
  path: { name: 'path', meaning: 'file in the workspace' },
  soundLabelGuess: { name: 'sound-guess', meaning: 'class by the sound alone' },
  pictureLabelGuess: { name: 'picture-guess', meaning: 'class by the picture alone' },
  decision: { name: 'decision', meaning: 'what a person said' },
  rater: { name: 'rater', meaning: 'who said it' },
  note: { name: 'note', meaning: 'what was noted' },
};

export function isNumberColumn(column: NumberColumn | TextColumn): column is NumberColumn {
  return Object.hasOwn(NUMBER_COLUMNS, column);
}
