// `ks-build audit` on a terminal: the blind screen, until the person leaves it.
import { resolve } from 'node:path';
import type { Audit } from '../dataset/audit.ts';
import type { Index } from '../store/open.ts';
import { findGraphics } from '../ui/graphics/find-graphics.ts';
import { runScreens } from '../ui/run-screens.ts';
import { terminalTraits } from '../ui/theme.ts';
import type { AuditFlags } from './audit.ts';
import { loadConfig } from './load-config.ts';
import { openAuditScreen } from './open-audit-screen.ts';
import { raterName } from './rater-name.ts';
import { wantedGraphics } from './wanted-graphics.ts';

export async function askAudit(index: Index, audit: Audit, flags: AuditFlags): Promise<void> {
  const config = loadConfig(flags.config);
  const rater = raterName(flags.rater, config);
  const root = resolve(flags.workspace);
  const wanted = wantedGraphics(flags.graphics ?? config.curate.graphics);
  const traits = terminalTraits(process.env);
  const terminal = { stdin: process.stdin, stdout: process.stdout, isUnicode: traits.isUnicode };
  const graphics = await findGraphics(terminal, traits, process.env, wanted);
  const screen = openAuditScreen(audit, { index, root, rater, config, traits, graphics });
  const ending = await runScreens(screen, terminal).done();
  if (ending === 'interrupted') process.exitCode = 130;
}
