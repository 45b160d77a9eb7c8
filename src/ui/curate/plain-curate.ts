// Judging clips line by line: a sentence for each clip, a letter and what goes with it as the answer. The same session as the screen's, for
// screen readers and for terminals that cannot move their cursor.
import { createInterface } from 'node:readline';
import type { Outcome } from '../screen.ts';
import { clipSentence } from './clip-sentence.ts';
import { CURATE_COMMANDS, type CurateCommand } from './curate-keys.ts';
import type { CurateScene } from './curate-scene.ts';
import type { CurateSession } from './curate-session.ts';
import { REASONS_BY_DIGIT } from './curate-state.ts';
import { wordOf } from './reduce-verdicts.ts';

/** Commands that make sense without a screen, in the order in which help tells them. */
const SPOKEN: readonly CurateCommand[] = [
  'keep',
  'drop',
  'cannotTell',
  'dropBecause',
  'relabel',
  'note',
  'undo',
  'redo',
  'next',
  'previous',
  'play',
  'why',
  'go',
  'filter',
  'help',
  'leave',
];
/** What follows these on the line is typed into their field. */
const WITH_TEXT: ReadonlySet<CurateCommand> = new Set(['relabel', 'note', 'go', 'filter']);

export interface PlainTerminal {
  readonly input: NodeJS.ReadableStream;
  print(line: string): void;
}

/** Until the person leaves or the input ends. */
export async function runPlainCurate(session: CurateSession, { input, print }: PlainTerminal): Promise<void> {
  session.open(() => {});
  tell(session, print);
  for await (const line of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
    const before = session.scene();
    const outcome = answer(session, line.trim(), print);
    if (outcome.kind === 'back') break;
    if (outcome.kind === 'lend') await outcome.run();
    tell(session, print, before);
  }
  session.pause();
  await session.close();
}

/** What is new: the verdict that the index has, what the session has to say, the clip where it is another one. */
function tell(session: CurateSession, print: (line: string) => void, before?: CurateScene): void {
  const scene = session.scene();
  const { message, past } = scene.state;
  const isLater = past !== undefined && past !== before?.state.past && past.earlier === before?.state.past;
  if (isLater) print(`Taken: ${wordOf(past.done.wish)}.`);
  if (message !== undefined && message !== before?.state.message) print(`${message.text}.`);
  if (before === undefined || scene.row?.position !== before.row?.position) print(clipSentence(scene));
  print(prompt(session));
}

function prompt(session: CurateSession): string {
  const { state, help } = session.scene();
  if (state.mode.kind === 'leaving') return 'There is a note or trim without a verdict: q leaves without it.';
  const key = (command: CurateCommand): string => help.bindings.keysOf(command)[0] ?? '-';
  return `${key('keep')} keep, ${key('drop')} drop, ${key('cannotTell')} unsure, ${key('help')} help:`;
}

function answer(session: CurateSession, line: string, print: (line: string) => void): Outcome {
  const { state, help } = session.scene();
  if (state.mode.kind === 'leaving') return session.press(line === '' ? 'escape' : line[0]!);
  const [name = '', ...rest] = line.split(' ');
  const text = rest.join(' ').trim();
  const command = help.bindings.commandOf(name);
  if (name === '') return { kind: 'stay' };
  if (command === undefined || !SPOKEN.includes(command)) {
    print(`No such answer: ${name}.`);
    return { kind: 'stay' };
  }
  if (command === 'help') {
    for (const each of helpLines(help.bindings.keysOf)) print(each);
    return { kind: 'stay' };
  }
  if (command === 'why') {
    for (const each of whyText(session)) print(each);
    return { kind: 'stay' };
  }
  if (command === 'dropBecause' || (command === 'drop' && text !== '')) return dropBecause(session, text, print);
  const outcome = session.command(command);
  if (!WITH_TEXT.has(command)) return outcome;
  session.press('ctrl-u');
  session.paste(text);
  const entered = session.press('enter');
  // A label or query that is none leaves its field open: there is no field here to go on in.
  if (session.scene().state.mode.kind === 'relabel') print(`No label is like "${text}".`);
  if (session.scene().state.mode.kind !== 'clip') {
    tellProblem(session, print);
    session.press('escape');
  }
  return entered;
}

function tellProblem(session: CurateSession, print: (line: string) => void): void {
  const { mode } = session.scene().state;
  if (mode.kind === 'query' && mode.problem !== undefined) print(mode.problem);
}

function dropBecause(session: CurateSession, text: string, print: (line: string) => void): Outcome {
  const digit = /^[1-9]$/.test(text) ? text : String(1 + (REASONS_BY_DIGIT as readonly string[]).indexOf(text));
  if (digit === '0') {
    print(`Reasons: ${REASONS_BY_DIGIT.map((reason, position) => `${position + 1} ${reason}`).join(', ')}.`);
    return { kind: 'stay' };
  }
  session.command('dropBecause');
  return session.press(digit);
}

function helpLines(keysOf: (command: CurateCommand) => readonly string[]): string[] {
  return SPOKEN.flatMap((command) => {
    const [key] = keysOf(command);
    const text = WITH_TEXT.has(command) ? ' TEXT' : command === 'dropBecause' ? ' REASON' : '';
    return key === undefined ? [] : [`${key}${text}: ${CURATE_COMMANDS[command].caption}`];
  });
}

function whyText(session: CurateSession): string[] {
  const { details, state } = session.scene();
  const past = state.past === undefined ? [] : [`Your last verdict: ${wordOf(state.past.done.wish)}.`];
  const verdicts = details?.verdicts.map(({ author, verdict }) => `${author}: ${verdict.decision}.`) ?? [];
  return [...verdicts, ...past];
}
