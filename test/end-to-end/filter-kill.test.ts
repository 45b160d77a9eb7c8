import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import Database from 'better-sqlite3';
import { ksBuild } from '../helpers/ks-build.ts';
import { temporaryFolder } from '../helpers/programs.ts';

const FILTER = fileURLToPath(new URL('../fixtures/quick-filter.ts', import.meta.url));
const CLIPS = 36;
/** While probes are made (they are loaded after the clips), and while the four models are trained. */
const KILLED_AFTER = [`loading ${CLIPS + 20}`, 'fold-done 1', 'fold-done 3'];

/** Ends with the process, or kills it when it prints this line. @returns the lines until then */
async function runFilter(workspace: string, killAfter?: string): Promise<string[]> {
  const child = spawn(process.execPath, ['--import', 'tsx', FILTER, workspace], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const closed = once(child, 'close');
  const lines: string[] = [];
  for await (const line of createInterface(child.stdout)) {
    lines.push(line);
    if (line === killAfter) child.kill('SIGKILL');
  }
  const [exitCode, signal] = await closed;
  assert.deepEqual([exitCode, signal], killAfter === undefined ? [0, null] : [null, 'SIGKILL'], lines.at(-1));
  return lines;
}

function resultOf(workspace: string): unknown[] {
  const index = new Database(join(workspace, 'index.db'), { readonly: true });
  try {
    const scores = (index.prepare('SELECT * FROM scores ORDER BY clip_id').all() as object[]).map((row) => ({
      ...row,
      scored_at: undefined,
    }));
    return [...scores, ...index.prepare('SELECT id, state, code FROM segments ORDER BY id').all()];
  } finally {
    index.close();
  }
}

function probesIn(workspace: string): Map<string, number> {
  const folder = join(workspace, 'arrays', 'probes');
  return new Map(readdirSync(folder).map((name) => [name, statSync(join(folder, name)).mtimeMs]));
}

test('a filter that is killed while it makes probes or trains goes on where it was, and ends with the same scores', async (t) => {
  const cwd = temporaryFolder(t);
  for (const argv of [
    ['generate', 'made', '--clips', `${CLIPS}`, '--seconds', '3', '--share', '0', '--seed', 'k', '-q'],
    ['fetch', 'made/manifest.csv', '--source', 'folder:made/clips', '-w', 'killed', '--no-tui', '-q'],
  ]) {
    const ending = await ksBuild(argv, { cwd });
    assert.equal(ending.exitCode, 0, ending.stderr);
  }
  const [killed, whole] = [join(cwd, 'killed'), join(cwd, 'whole')];
  cpSync(killed, whole, { recursive: true });
  await runFilter(whole);

  for (const line of KILLED_AFTER) {
    await runFilter(killed, line);
    t.diagnostic(`killed after ${line}: ${probesIn(killed).size} files of probes`);
  }
  const made = probesIn(killed);
  const lines = await runFilter(killed);
  assert.deepEqual(resultOf(killed), resultOf(whole));
  assert.deepEqual(probesIn(killed), made, 'no probe is made twice');
  assert.deepEqual(
    lines.filter((line) => line.startsWith('fold-done')),
    ['fold-done 4'],
  );
});
