import assert from 'node:assert/strict';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type TestContext, test } from 'node:test';
import { askTmux } from '../../src/tools/tmux.ts';

/** The environment of a program in a tmux that answers so. */
function insideTmux(t: TestContext, answer: string): Record<string, string> {
  const folder = mkdtempSync(path.join(tmpdir(), 'ks-tmux-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const program = path.join(folder, 'tmux');
  writeFileSync(program, `#!/bin/sh\necho '${answer}'\n`);
  chmodSync(program, 0o755);
  return { TMUX: '/tmp/tmux-0/default,1,0', PATH: `${folder}:${process.env.PATH}` };
}

test('tmux lets sequences through when told to, and before 3.3 always', async (t) => {
  const answers = ['3.3a off', '3.3a on', '3.5 all', '3.2a ', 'next-3.6 off', ''];
  const told = await Promise.all(answers.map((answer) => askTmux(insideTmux(t, answer))));
  assert.deepEqual(
    told.map((facts) => facts?.hasPassthrough),
    [false, true, true, true, false, false],
  );
});

test('without tmux around us nobody is asked', async () => {
  assert.equal(await askTmux({}), undefined);
});

test('a tmux that is not installed here lets nothing through', async () => {
  assert.deepEqual(await askTmux({ TMUX: 'elsewhere', PATH: '/nowhere' }), { hasPassthrough: false });
});
