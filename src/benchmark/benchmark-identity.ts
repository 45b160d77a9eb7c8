// What makes two runs the same benchmark, kept in its folder: jobs of another lock, other settings or another backend never mix.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { UsageError } from '../errors.ts';
import { writeJson } from './queue/job-files.ts';
import { valueDifferences } from './run-difference.ts';

const Identity = z.strictObject({
  lockSha256: z.string(),
  preset: z.string(),
  settings: z.record(z.string(), z.unknown()),
  backend: z.string(),
  /** Of ks-build: another one may compute otherwise. */
  version: z.string(),
});
type BenchmarkIdentity = Readonly<z.infer<typeof Identity>>;

const FILE = 'benchmark.json';

/** As `runs/benchmark/<this>`. */
export function folderName({ lockSha256, preset }: Pick<BenchmarkIdentity, 'lockSha256' | 'preset'>): string {
  return `${lockSha256.slice(0, 12)}-${preset}`;
}

/** undefined: nothing has begun there. */
function readIdentity(folder: string): BenchmarkIdentity | undefined {
  const path = join(folder, FILE);
  return existsSync(path) ? Identity.parse(JSON.parse(readFileSync(path, 'utf8'))) : undefined;
}

/** @throws UsageError when the folder has another benchmark, or this one and it is not to be gone on with */
export async function takeFolder(folder: string, wanted: BenchmarkIdentity, isResumed: boolean): Promise<void> {
  const there = readIdentity(folder);
  if (there === undefined) return await writeJson(join(folder, FILE), wanted);
  const differences = valueDifferences(there, wanted);
  if (differences.length > 0)
    throw new UsageError(
      `${folder}: expected the benchmark that has begun there: ${differences.join('; ')}; move the folder away to begin anew`,
    );
  if (!isResumed)
    throw new UsageError(`${folder}: there is a benchmark already; go on with --resume, or move the folder away`);
}
