// The audit screen at work: keys in, frames out; answers go to the index before the next question shows, sound to the player.
import type { AuditAnswer } from '../../dataset/audit.ts';
import { COLOUR_MAPS } from '../../drawing/colour-maps.ts';
import { KsBuildError } from '../../errors.ts';
import type { ClipViewOutcome } from '../../pipeline/clip-view.ts';
import type { ViewCache } from '../../pipeline/view-cache.ts';
import type { NoPlayer, Player } from '../../tools/player.ts';
import type { Effect as LookEffect } from '../curate/curate-state.ts';
import { openSound } from '../curate/play-sound.ts';
import type { Graphics } from '../graphics/graphics-mode.ts';
import type { KeyHelp } from '../key-help.ts';
import type { Outcome, Redraw, Screen } from '../screen.ts';
import { createScrolledScreen } from '../scrolled-screen.ts';
import type { Theme } from '../theme.ts';
import { auditFrame, auditHelpLines } from './audit-frame.ts';
import type { AuditCommand } from './audit-keys.ts';
import {
  type AuditAction,
  type AuditBeginning,
  type AuditEffect,
  initialAuditState,
  reduceAudit,
} from './audit-state.ts';

export interface AuditFile {
  readonly clipId: number;
  readonly path: string;
}

/** What the screen has to do with; cli/ makes it. */
export interface AuditWorld {
  /** @throws StoreError: not taken */
  answer(answer: AuditAnswer): void;
  undo(position: number): void;
  /** Undefined: the workspace has no such clip. */
  fileOf(position: number): AuditFile | undefined;
  /** Makes views in the background until it is closed. @param onReady a view that was waited for is there */
  openViews(onReady: (clipId: number) => void): ViewCache;
  /** Looks for a player; the screen does not wait for it. */
  findPlayer(): Promise<Player | NoPlayer>;
  openReport(): Screen;
  now(): number;
}

export interface AuditOptions {
  readonly beginning: AuditBeginning;
  readonly startsPlaying: boolean;
  readonly help: KeyHelp<AuditCommand>;
  readonly theme: Theme;
  readonly graphics: Graphics;
}

const STAY: Outcome = { kind: 'stay' };
const PLAYHEAD_WITHIN_MS = 50;
const LOOKING_FOR_A_PLAYER = { because: 'still looking for a player', remedy: [] };

export function createAuditScreen(world: AuditWorld, options: AuditOptions): Screen {
  const { help, theme, graphics } = options;
  let state = initialAuditState(options.beginning, {
    player: LOOKING_FOR_A_PLAYER,
    startsPlaying: options.startsPlaying,
    graphicsNames: graphics.ladder,
    colourMapNames: COLOUR_MAPS,
  });
  let redraw: Redraw = () => {};
  let hasStarted = false;

  const fileNow = (): AuditFile | undefined => {
    const [position] = state.open;
    return position === undefined ? undefined : world.fileOf(position);
  };
  const viewNow = (): ClipViewOutcome | undefined => {
    const file = fileNow();
    return file === undefined ? undefined : views.get(file.clipId);
  };
  const views = world.openViews((clipId) => {
    if (fileNow()?.clipId !== clipId) return;
    takeView();
    redraw();
  });
  const sound = openSound(world.findPlayer, (action) => {
    dispatch({ kind: 'look', action });
    redraw(PLAYHEAD_WITHIN_MS);
  });

  const dispatch = (action: AuditAction): Outcome => {
    const step = reduceAudit(state, action);
    state = step.state;
    let outcome = STAY;
    for (const effect of step.effects) {
      const result = run(effect);
      if (result.kind !== 'stay') outcome = result;
    }
    return outcome;
  };
  const run = (effect: AuditEffect): Outcome => {
    switch (effect.kind) {
      case 'answer': {
        const { position, word, seconds, wasHeard } = effect;
        const atMs = world.now();
        const failure = refusal(() => world.answer({ position, word, seconds, wasHeard, rater: state.rater, atMs }));
        return failure === undefined ? dispatch({ kind: 'answered', word, seconds, atMs }) : complain(failure);
      }
      case 'undo': {
        const failure = refusal(() => world.undo(effect.position));
        return failure === undefined ? dispatch({ kind: 'undone', atMs: world.now() }) : complain(failure);
      }
      case 'show':
        views.want(state.open.flatMap((position) => world.fileOf(position)?.clipId ?? []).slice(0, VIEWS_WANTED));
        return takeView();
      case 'report':
        return { kind: 'open', screen: world.openReport() };
      case 'help': {
        const linesFor = (columns: number): string[] => auditHelpLines({ state, help, theme }, columns);
        return { kind: 'open', screen: createScrolledScreen(linesFor, theme) };
      }
      case 'leave':
        return { kind: 'back' };
      case 'look':
        return runLook(effect.effect);
    }
  };
  const runLook = (effect: LookEffect): Outcome => {
    const file = fileNow();
    if (effect.kind === 'play' && file === undefined)
      return dispatch({ kind: 'look', action: { kind: 'fell-silent', trouble: 'there is no file to play' } });
    if (effect.kind === 'play' || effect.kind === 'seek') sound.run(effect, file?.path ?? '');
    else if (effect.kind === 'pause' || effect.kind === 'resume') sound.run({ kind: effect.kind }, '');
    else if (effect.kind === 'stop') sound.stop();
    return STAY;
  };
  const complain = (text: string): Outcome =>
    dispatch({ kind: 'look', action: { kind: 'said', message: { text, tone: 'broken' } } });
  /** The file is decoded: its own length and frame rate count from now on. */
  const takeView = (): Outcome => {
    const outcome = viewNow();
    if (outcome?.kind !== 'view') return STAY;
    const { durationSeconds, film } = outcome.view;
    return dispatch({ kind: 'look', action: { kind: 'viewed', videoFps: film?.videoFps, durationSeconds } });
  };

  return {
    enter: (ask) => {
      redraw = ask;
      if (hasStarted) return;
      hasStarted = true;
      dispatch({ kind: 'start', atMs: world.now() });
      void sound.open().then(() => redraw());
    },
    press: (key) => {
      const command = help.bindings.commandOf(key);
      return command === undefined ? STAY : dispatch({ kind: 'command', command, atMs: world.now() });
    },
    frame: (size) => {
      const isMissing = state.open.length > 0 && fileNow() === undefined;
      return auditFrame({ state, view: viewNow(), isMissing, help, theme, graphics }, size);
    },
    leave: () => {
      sound.stop();
      dispatch({ kind: 'look', action: { kind: 'fell-silent', trouble: undefined } });
    },
    close: async () => {
      await Promise.all([views.close(), sound.close()]);
    },
  };
}

/** More than are made ahead: the cache takes what it needs. */
const VIEWS_WANTED = 10;

/** Why the index did not take it: then nothing has happened, and the question stays. */
function refusal(write: () => void): string | undefined {
  try {
    write();
    return undefined;
  } catch (error) {
    if (error instanceof KsBuildError) return error.message;
    throw error;
  }
}
