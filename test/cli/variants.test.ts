import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import path from 'node:path';
import { test } from 'node:test';
import { promisify } from 'node:util';

const ROOT = path.resolve(import.meta.dirname, '../..');

/** The command alone, in a process of its own, so that what it prints is what is tested. */
const SCRIPT = `
  import { Command } from 'commander';
  import { registerVariants } from './src/cli/variants.ts';
  const program = new Command();
  registerVariants(program);
  await program.parseAsync(process.argv.slice(1), { from: 'user' });
`;

async function variants(...argv: string[]): Promise<string> {
  const nodeArguments = ['--import', 'tsx', '--input-type=module', '--eval', SCRIPT, 'variants', ...argv];
  return (await promisify(execFile)(process.execPath, nodeArguments, { cwd: ROOT, maxBuffer: 1024 ** 3 })).stdout;
}

test('without names all variants are listed', async () => {
  assert.match(await variants(), /^corpus .*\nk400 .*\nks100 .*\nks30 .*\nks31 .*\nks32 /);
});

test('two names and --json give one object with the schema and the difference', async () => {
  const { schema, difference } = JSON.parse(await variants('ks31', 'ks30', '--json'));
  assert.equal(schema, 1);
  assert.equal(difference.commonEvaluation.length, 2216);
  assert.deepEqual(difference.rows.a, { train: 14_799, val: 0, test: 2597 });
});
