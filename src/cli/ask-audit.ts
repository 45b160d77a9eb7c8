// `ks-build audit` on a terminal: the blind screen on an index, until the person leaves it.
import { join, resolve } from 'node:path';
import type { Audit } from '../dataset/audit.ts';
import { createAuditWriter, readAuditAnswers, readAuditClips } from '../store/audits.ts';
import type { Index } from '../store/open.ts';
import { findPlayer } from '../tools/find-player.ts';
import { AUDIT_COMMANDS, auditBindings } from '../ui/audit/audit-keys.ts';
import { auditReportLines } from '../ui/audit/audit-report-lines.ts';
import { type AuditWorld, createAuditScreen } from '../ui/audit/audit-screen.ts';
import { fitText } from '../ui/cell-text.ts';
import { findGraphics } from '../ui/graphics/find-graphics.ts';
import { runScreens } from '../ui/run-screens.ts';
import type { Screen } from '../ui/screen.ts';
import { createScrolledScreen } from '../ui/scrolled-screen.ts';
import { type Theme, terminalTraits, themeFor } from '../ui/theme.ts';
import type { AuditFlags } from './audit.ts';
import { readAuditReport } from './audit-report.ts';
import { loadConfig } from './load-config.ts';
import { openClipViews } from './open-clip-views.ts';
import { raterName } from './rater-name.ts';
import { wantedGraphics } from './wanted-graphics.ts';

export async function askAudit(index: Index, audit: Audit, flags: AuditFlags): Promise<void> {
  const config = loadConfig(flags.config);
  const rater = raterName(flags.rater, config);
  const bindings = auditBindings(config.curate.keys);
  const graphicsMode = wantedGraphics(flags.graphics ?? config.curate.graphics);
  const root = resolve(flags.workspace);
  const traits = terminalTraits(process.env);
  const theme = themeFor(traits);
  const terminal = { stdin: process.stdin, stdout: process.stdout };
  const clips = readAuditClips(index, audit.name);
  const writer = createAuditWriter(index, audit.name);
  const openReport = (): Screen => reportScreen(index, audit, theme);
  const world: AuditWorld = {
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
  const answered = new Set(
    readAuditAnswers(index, audit.name).flatMap((answer) => (answer.rater === rater ? [answer.position] : [])),
  );
  const beginning = {
    auditName: audit.name,
    rater,
    questions: clips.length,
    open: clips.flatMap(({ position }) => (answered.has(position) ? [] : [position])),
    durationsSeconds: clips.map(({ file }) => file?.durationSeconds ?? 0),
  };
  const graphics = await findGraphics(terminal, traits, process.env, graphicsMode);
  const screen =
    beginning.open.length === 0
      ? openReport()
      : createAuditScreen(world, {
          beginning,
          startsPlaying: config.curate.autoPlay,
          help: { commands: AUDIT_COMMANDS, bindings, isUnicode: traits.isUnicode },
          theme,
          graphics,
        });
  const ending = await runScreens(screen, terminal).done();
  if (ending === 'interrupted') process.exitCode = 130;
}

function reportScreen(index: Index, audit: Audit, theme: Theme): Screen {
  const lines = auditReportLines(readAuditReport(index, audit, undefined));
  return createScrolledScreen((columns) => lines.map((line) => fitText(` ${line}`, columns, theme.glyphs.cut)), theme);
}
