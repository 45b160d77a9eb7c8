// Judging clips, whatever shows them: commands and keys to the reducer, what that asks for to the world, and the world's answers back.

import type { ClipRow } from '../../curation/clip-table.ts';
import { parseQuery } from '../../curation/query.ts';
import { select } from '../../curation/select-clips.ts';
import type { SeenThing } from '../../dataset/judgement.ts';
import { COLOUR_MAPS } from '../../drawing/colour-maps.ts';
import { KsBuildError } from '../../errors.ts';
import type { Key } from '../key-reader.ts';
import type { ListCommand } from '../list/list-keys.ts';
import { pageFor } from '../list/reduce-list.ts';
import type { Outcome, Redraw } from '../screen.ts';
import type { CurateCommand } from './curate-keys.ts';
import type { CurateScene } from './curate-scene.ts';
import { type Action, type CurateState, type Effect, initialCurateState } from './curate-state.ts';
import type { CurateOptions, CurateWorld } from './curate-world.ts';
import { knownDecision, type LookedUp, labelsOf, lookUp, positionNamed, shownAction } from './look-up.ts';
import { openSound } from './play-sound.ts';
import { moveTo, openQueue, type Queue, refreshQueue, reorderQueue } from './queue.ts';
import { recordVerdicts } from './record-verdicts.ts';
import { reduceCurate } from './reduce-curate.ts';
import { openTableFeed } from './table-feed.ts';

/** Clips after the one on the screen whose views are made ready. */
const AHEAD = 3;
const PLAYHEAD_WITHIN_MS = 50;
const NOTHING_FOUND: LookedUp = { details: undefined, neighbours: [] };
const LOOKING_FOR_A_PLAYER = { because: 'still looking for a player', remedy: [] };

export interface CurateSession {
  /** Begins, or goes on after `pause`. @param redraw there is news from outside */
  open(redraw: Redraw): void;
  command(command: CurateCommand | ListCommand): Outcome;
  /** A key as it is bound, or as the mode takes it. */
  press(key: Key): Outcome;
  paste(text: string): void;
  scene(): CurateScene;
  /** So many rows of the list fit on the screen. */
  fitPage(rows: number): void;
  /** What of the clip has been on the screen. */
  noteSeen(things: readonly SeenThing[]): void;
  /** Nothing plays, and nothing is read. */
  pause(): void;
  close(): Promise<void>;
}

export function openCurateSession(world: CurateWorld, options: CurateOptions): CurateSession {
  const { table, now } = world;
  const { help, listHelp, theme, graphics, startsPlaying } = options;
  let state: CurateState = initialCurateState(
    {
      labels: [],
      views: [],
      player: LOOKING_FOR_A_PLAYER,
      startsPlaying,
      graphicsNames: graphics.ladder,
      colourMapNames: COLOUR_MAPS,
    },
    options.query,
    options.face,
  );
  parseQuery(options.query);
  let redraw: Redraw = () => {};
  let outcome: Outcome = { kind: 'stay' };
  /** Of the clip on the screen. */
  let found: LookedUp = NOTHING_FOUND;
  let seen = new Set<SeenThing>();
  let hasOpened = false;
  let hasPressed = false;
  /** All rows were there when the queue was last put in order. */
  let isInOrder = false;

  const rowInHand = (): ClipRow | undefined => (state.clip === undefined ? undefined : table.row(state.clip.position));

  function send(action: Action): void {
    const step = reduceCurate(state, action);
    state = step.state;
    for (const effect of step.effects) run(effect);
  }

  /** News from outside of a key. */
  function hear(action: Action, withinMs?: number): void {
    send(action);
    redraw(withinMs);
  }

  function run(effect: Effect): void {
    switch (effect.kind) {
      case 'judge':
      case 'undo':
      case 'redo':
        recordVerdicts(world, effect, { state, seen: [...seen] }, send);
        return;
      case 'show':
        show(effect.position);
        return;
      case 'select':
      case 'preview':
        selectAnew(effect.query, effect.kind === 'select' ? 'opened' : 'previewed');
        return;
      case 'save-view':
        world.saveView(effect.name, state.query);
        learnViews(`saved as ${effect.name}`);
        return;
      case 'remove-view':
        world.removeView(effect.name);
        learnViews(`${effect.name} is no view any more`);
        return;
      case 'find':
        find(effect.name);
        return;
      case 'watch':
        watch();
        return;
      case 'classes':
        outcome = { kind: 'open', screen: world.openClasses() };
        return;
      case 'duplicates':
        outcome = { kind: 'open', screen: world.openDuplicates() };
        return;
      case 'compare':
        outcome = { kind: 'open', screen: world.openComparison(effect.positions) };
        return;
      case 'leave':
        outcome = { kind: 'back' };
        return;
      default: {
        const row = rowInHand();
        if (row?.clipId !== undefined) sound.run(effect, world.filePathOf(row));
        else if (effect.kind === 'play') send({ kind: 'fell-silent', trouble: 'there is no clip file to play' });
      }
    }
  }

  function show(position: number): void {
    const row = table.row(position);
    const isLarge = state.face === 'clip';
    found = isLarge ? lookUp(world, row) : NOTHING_FOUND;
    seen = new Set();
    send(shownAction(row, found, now()));
    if (!isLarge) return;
    const { order, at } = state.queue;
    const coming = [position, ...order.subarray(at + 1, at + 1 + AHEAD)];
    views.want(coming.flatMap((each) => table.row(each).clipId ?? []));
    if (row.clipId !== undefined) noteView(row.clipId);
  }

  function noteView(clipId: number): void {
    const outcomeOfView = views.get(clipId);
    if (outcomeOfView?.kind !== 'view' || rowInHand()?.clipId !== clipId) return;
    const { film, durationSeconds } = outcomeOfView.view;
    send({ kind: 'viewed', videoFps: film?.videoFps, durationSeconds });
  }

  function selectAnew(text: string, kind: 'opened' | 'previewed'): void {
    try {
      parseQuery(text);
    } catch (error) {
      if (!(error instanceof KsBuildError)) throw error;
      send({ kind: 'refused-query', problem: error.message });
      return;
    }
    hasPressed = kind === 'previewed';
    send({ kind, query: text, queue: queueOf(text) });
  }

  /** One begins with the first clip that is open, a list with its first row. */
  function queueOf(text: string): Queue {
    const queue = openQueue(select(table, parseQuery(text)), knownDecision(table));
    return state.face === 'list' ? moveTo(queue, 0) : queue;
  }

  function learnViews(text: string): void {
    send({ kind: 'learned', setting: { views: world.views() } });
    send({ kind: 'said', message: { text, tone: undefined } });
  }

  function find(name: string): void {
    const position = positionNamed(table, name);
    if (position !== undefined) send({ kind: 'found', position });
    else send({ kind: 'said', message: { text: `no clip is called ${name}`, tone: 'doubtful' } });
  }

  function watch(): void {
    const row = rowInHand();
    if (row?.clipId === undefined) return;
    const command = world.watchCommand(world.filePathOf(row), state.time.cursorSeconds);
    if (command.kind === 'none') {
      send({ kind: 'said', message: { text: command.because, tone: 'doubtful' } });
      return;
    }
    sound.stop();
    const look = async (): Promise<void> => {
      const trouble = await world.watch(command);
      if (trouble !== undefined) hear({ kind: 'said', message: { text: trouble, tone: 'broken' } });
    };
    seen.add('picture');
    send({ kind: 'watched' });
    if (command.takesTerminal) outcome = { kind: 'lend', run: look };
    else void look();
  }

  const sound = openSound(world.findPlayer, (action) => hear(action, PLAYHEAD_WITHIN_MS));
  const views = world.openViews((clipId) => {
    noteView(clipId);
    redraw(PLAYHEAD_WITHIN_MS);
  });
  const feed = openTableFeed(table, () => {
    onRows();
    redraw();
  });

  /** Until all rows are there the order is made anew; then clips keep their places. */
  function onRows(): void {
    if (!isInOrder && !hasPressed) send({ kind: 'opened', query: state.query, queue: queueOf(state.query) });
    else {
      const matching = select(table, parseQuery(state.queueQuery));
      send({ kind: 'queue', queue: (isInOrder ? refreshQueue : reorderQueue)(state.queue, matching) });
    }
    const row = rowInHand();
    if (row !== undefined && state.face === 'clip') found = lookUp(world, row);
    learnOfRows();
  }

  function learnOfRows(): void {
    isInOrder = feed.isComplete;
    send({ kind: 'learned', setting: { labels: labelsOf(table) } });
  }

  function scene(): CurateScene {
    const row = rowInHand();
    return {
      state,
      row,
      ...found,
      view: row?.clipId === undefined ? undefined : views.get(row.clipId),
      unreadRows: feed.isComplete ? 0 : table.listed - table.size,
      help,
      listHelp,
      theme,
      graphics,
    };
  }

  function act(action: Action): Outcome {
    hasPressed = true;
    outcome = { kind: 'stay' };
    send(action);
    return outcome;
  }

  return {
    open: (given) => {
      redraw = given;
      if (!hasOpened) {
        hasOpened = true;
        feed.readFirst(options.firstReadMs);
        send({ kind: 'opened', query: state.query, queue: queueOf(state.query) });
        learnOfRows();
        send({ kind: 'learned', setting: { views: world.views() } });
        void sound.open().then(() => redraw());
      }
      feed.start();
    },
    command: (command) => act({ kind: 'command', command, atMs: now() }),
    press: (key) => {
      const { bindings } = state.face === 'list' ? listHelp : help;
      const command = state.mode.kind === 'clip' ? bindings.commandOf(key) : undefined;
      return act(command === undefined ? { kind: 'key', key, atMs: now() } : { kind: 'command', command, atMs: now() });
    },
    paste: (text) => send({ kind: 'pasted', text }),
    scene,
    fitPage: (rows) => {
      state = { ...state, page: pageFor(state, rows) };
    },
    noteSeen: (things) => {
      for (const thing of things) seen.add(thing);
    },
    pause: () => {
      feed.stop();
      sound.stop();
      send({ kind: 'fell-silent', trouble: undefined });
    },
    close: async () => {
      feed.stop();
      await Promise.all([views.close(), sound.close()]);
    },
  };
}
