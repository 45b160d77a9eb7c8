// The screen of an audit on an index: the next question of a rater, or the report where all are answered.
import { join } from 'node:path';
import type { Config } from '../config.ts';
import type { Audit } from '../dataset/audit.ts';
import { type AuditClip, createAuditWriter, readAuditAnswers, readAuditClips } from '../store/audits.ts';
import type { Index } from '../store/open.ts';
import { findPlayer } from '../tools/find-player.ts';
import { AUDIT_COMMANDS, auditBindings } from '../ui/audit/audit-keys.ts';
import { auditReportLines } from '../ui/audit/audit-report-lines.ts';
import { type AuditWorld, createAuditScreen } from '../ui/audit/audit-screen.ts';
import { fitText } from '../ui/cell-text.ts';
import type { Graphics } from '../ui/graphics/graphics-mode.ts';
import type { Screen } from '../ui/screen.ts';
import { createScrolledScreen } from '../ui/scrolled-screen.ts';
import { type TerminalTraits, type Theme, themeFor } from '../ui/theme.ts';
import { readAuditReport } from './audit-report.ts';
import { openClipViews } from './open-clip-views.ts';

export interface AuditScreenSettings {
  /** Open for judging as long as the screen is. */
  readonly index: Index;
  /** Folder of the workspace. */
  readonly root: string;
  readonly rater: string;
  readonly config: Pick<Config, 'curate' | 'verify'>;
  readonly traits: TerminalTraits;
  readonly graphics: Graphics;
}

/** @throws UsageError where the settings give a key that there is not */
export function openAuditScreen(audit: Audit, settings: AuditScreenSettings): Screen {
  const { index, rater, config, traits, graphics } = settings;
  const theme = themeFor(traits);
  const bindings = auditBindings(config.curate.keys);
  const clips = readAuditClips(index, audit.name);
  const answered = new Set(
    readAuditAnswers(index, audit.name).flatMap((answer) => (answer.rater === rater ? [answer.position] : [])),
  );
  const open = clips.flatMap(({ position }) => (answered.has(position) ? [] : [position]));
  const openReport = (): Screen => reportScreen(index, audit, theme);
  if (open.length === 0) return openReport();
  return createAuditScreen(worldOf(audit, clips, settings, openReport), {
    beginning: {
      rater,
      questions: clips.length,
      open,
      durationsSeconds: clips.map(({ file }) => file?.durationSeconds ?? 0),
    },
    startsPlaying: config.curate.autoPlay,
    help: { commands: AUDIT_COMMANDS, bindings, isUnicode: traits.isUnicode },
    theme,
    graphics,
  });
}

function worldOf(
  audit: Audit,
  clips: readonly AuditClip[],
  { index, root, rater, config }: AuditScreenSettings,
  openReport: () => Screen,
): AuditWorld {
  const writer = createAuditWriter(index, audit.name);
  return {
    answer: (answer) => writer.answer([answer]),
    undo: (position) => writer.undo(position, rater),
    fileOf: (position) => {
      const file = clips[position]?.file;
      return file && { clipId: file.clipId, path: join(root, file.path) };
    },
    openViews: (onReady) => openClipViews({ index, root, timeLimitSeconds: config.verify.timeLimitSeconds }, onReady),
    findPlayer: () => findPlayer(config.curate, process.env),
    openReport,
    now: Date.now,
  };
}

function reportScreen(index: Index, audit: Audit, theme: Theme): Screen {
  const lines = auditReportLines(readAuditReport(index, audit, undefined));
  return createScrolledScreen((columns) => lines.map((line) => fitText(` ${line}`, columns, theme.glyphs.cut)), theme);
}
