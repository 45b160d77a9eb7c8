// The commands of the curate screen in words; their keys stand in the settings (config.ts). Feeds the help and the footer.
import type { Config } from '../../config.ts';
import type { CommandText } from '../key-bindings.ts';

export type CurateCommand = keyof Config['curate']['keys'];

const VERDICT = 'verdict';
const MOVE = 'move';
const SOUND = 'sound';
const TIME = 'time';
const MANY = 'many at once';
const VIEW = 'view';

/** In the order of the help; the footer takes those with a short caption in this order as far as there is room. */
export const CURATE_COMMANDS: Readonly<Record<CurateCommand, CommandText>> = {
  keep: { group: VERDICT, caption: 'keep, and on to the next clip', footer: 'keep' },
  drop: { group: VERDICT, caption: 'drop, and on', footer: 'drop' },
  cannotTell: { group: VERDICT, caption: 'cannot tell: stays a question, and on', footer: 'unsure' },
  dropBecause: { group: VERDICT, caption: 'drop with a reason (1 to 9)', footer: 'why drop' },
  relabel: { group: VERDICT, caption: 'another label: search it, enter sets it and keeps the clip', footer: 'relabel' },
  undo: { group: VERDICT, caption: 'take the last verdict back and return to its clip', footer: 'undo' },
  play: { group: SOUND, caption: 'play and pause', footer: 'play' },
  help: { group: VIEW, caption: 'all keys; type to search them', footer: 'keys' },
  why: { group: VIEW, caption: 'why: all measurements, thresholds and verdicts', footer: 'why' },
  next: { group: MOVE, caption: 'next clip without a verdict', footer: 'skip' },
  redo: { group: VERDICT, caption: 'give the verdict again that was taken back' },
  note: { group: VERDICT, caption: 'a note that goes with the verdict' },
  trimStart: { group: VERDICT, caption: 'trim: what comes before the cursor is not meant' },
  trimEnd: { group: VERDICT, caption: 'trim: what comes after the cursor is not meant' },
  trimClear: { group: VERDICT, caption: 'trim nothing' },
  previous: { group: MOVE, caption: 'previous clip' },
  go: { group: MOVE, caption: 'go to a place in the queue or to a clip by its name, or to a saved view: `view NAME`' },
  filter: { group: MOVE, caption: 'change the query that makes the queue', footer: 'filter' },
  search: { group: MOVE, caption: 'a new query: words search names, labels and notes' },
  list: { group: MOVE, caption: 'the queue as a list', footer: 'list' },
  leave: { group: MOVE, caption: 'back, or out', footer: 'quit' },
  playFromStart: { group: SOUND, caption: 'play from the start' },
  watch: { group: SOUND, caption: 'play with the picture' },
  loopStart: { group: SOUND, caption: 'a loop starts here' },
  loopEnd: { group: SOUND, caption: 'a loop ends here' },
  loopClear: { group: SOUND, caption: 'no loop' },
  back: { group: TIME, caption: 'cursor back by 0.2 s' },
  forward: { group: TIME, caption: 'cursor on by 0.2 s' },
  farBack: { group: TIME, caption: 'cursor back by 1 s' },
  farForward: { group: TIME, caption: 'cursor on by 1 s' },
  frameBack: { group: TIME, caption: 'cursor back by one video frame' },
  frameForward: { group: TIME, caption: 'cursor on by one video frame' },
  nextOnset: { group: TIME, caption: 'cursor to the next onset of the sound' },
  previousOnset: { group: TIME, caption: 'cursor to the onset before' },
  zoomIn: { group: VIEW, caption: 'zoom into time at the cursor' },
  zoomOut: { group: VIEW, caption: 'zoom out' },
  panes: { group: VIEW, caption: 'panes: all, large picture, large sound' },
  colours: { group: VIEW, caption: 'colours of the spectrogram' },
  graphics: { group: VIEW, caption: 'how pictures are drawn' },
  tag: { group: MANY, caption: 'tag this clip: verdicts go to all tagged ones', footer: 'tag' },
  tagRange: { group: MANY, caption: 'tag from the last tagged clip to here' },
  tagAll: { group: MANY, caption: 'tag the whole queue, or none' },
};
