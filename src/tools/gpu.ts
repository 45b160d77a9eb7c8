// Which GPUs the machine's own programs report: nvidia-smi for CUDA, vulkaninfo for Vulkan. Nothing is used yet, only named.
import { findOnPath } from './find-program.ts';
import { run } from './process.ts';

export interface GpuReport {
  /** The program that says so. */
  readonly program: 'nvidia-smi' | 'vulkaninfo';
  readonly devices: readonly string[];
}

const TIME_LIMIT_MS = 10_000;

/** One report a program that is installed; a program that fails reports no device. */
export async function findGpus(searchPath: string): Promise<GpuReport[]> {
  const reports = await Promise.all([
    ask(
      'nvidia-smi',
      ['--query-gpu=name,memory.total,driver_version', '--format=csv,noheader'],
      searchPath,
      parseNvidia,
    ),
    ask('vulkaninfo', ['--summary'], searchPath, parseVulkan),
  ]);
  return reports.filter((report) => report !== undefined);
}

/** `NVIDIA H100 80GB HBM3, 81559 MiB, 550.90.07`, one line a device. */
export function parseNvidia(text: string): string[] {
  return text.split('\n').filter((line) => line.split(', ').length === 3);
}

/** The `deviceName = ...` lines of the summary. */
export function parseVulkan(text: string): string[] {
  return [...text.matchAll(/^\s*deviceName\s*=\s*(.+?)\s*$/gm)].map((match) => match[1]!);
}

async function ask(
  program: GpuReport['program'],
  argv: readonly string[],
  searchPath: string,
  parse: (text: string) => string[],
): Promise<GpuReport | undefined> {
  const file = findOnPath(program, searchPath);
  if (file === undefined) return undefined;
  const result = await run(file, argv, { keepStdout: true, timeLimitMs: TIME_LIMIT_MS });
  return { program, devices: result.exitCode === 0 ? parse(result.stdout) : [] };
}
