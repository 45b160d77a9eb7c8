import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatChecks } from '../../src/cli/doctor.ts';
import { checkMachine, fromFinding, withAge } from '../../src/cli/doctor-checks.ts';
import { formatSync } from '../../src/cli/doctor-sync.ts';
import { parseNvidia, parseVulkan } from '../../src/tools/gpu.ts';

const NOW_MS = Date.UTC(2026, 10, 23);

test('a yt-dlp beyond the age limit is a warning that says what to do', () => {
  const tool = { path: '/bin/yt-dlp', version: '2026.10.08', origin: 'path' } as const;
  const check = withAge(fromFinding('yt-dlp', { state: 'found', tool }), 45, NOW_MS);
  assert.equal(check.ageDays, 46);
  assert.equal(check.state, 'warning');
  assert.match(check.remedy ?? '', /update-ytdlp/);
  const recent = withAge(
    fromFinding('yt-dlp', { state: 'found', tool: { ...tool, version: '2026.10.09' } }),
    45,
    NOW_MS,
  );
  assert.deepEqual([recent.state, recent.ageDays], ['ok', 45]);
});

test('the table names what is missing, the lines below it what to do', () => {
  const finding = { state: 'absent', problem: 'found none on PATH', remedy: 'Install ffmpeg.' } as const;
  const node = { name: 'node', state: 'ok', version: '22.1.0', path: '/usr/bin/node' } as const;
  assert.deepEqual(formatChecks([node, fromFinding('ffmpeg', finding)]), [
    'state    what    version  age, days  where',
    'ok       node    22.1.0           -  /usr/bin/node',
    'MISSING  ffmpeg  -                -  found none on PATH',
    '',
    'What to do:',
    'ffmpeg: Install ffmpeg.',
  ]);
});

test('a machine without any tool is reported, not a crash', async () => {
  const search = { settings: {}, home: '/nowhere', searchPath: '' };
  const checks = await checkMachine(search, { ytDlpMaxAgeDays: 45, minFreeBytes: 0 }, '.');
  const missing = checks.filter((check) => check.state === 'missing').map((check) => check.name);
  assert.deepEqual(missing, ['ffmpeg', 'ffprobe', 'yt-dlp']);
  assert.match(checks.find((check) => check.name === 'SQLite')?.version ?? '', /^3\.\d+/);
  const backends = checks.filter((check) => check.name === 'tensors');
  assert.equal(backends[0]?.state, 'ok');
  assert.match(backends.find((check) => check.version === 'cuda')?.note ?? '', /^(passed over: .|a CUDA GPU)/);
  assert.match(checks.find((check) => check.name === 'free disk')?.note ?? '', /^\d+\.\d GiB$/);
});

test('GPUs are read from what nvidia-smi and vulkaninfo print', () => {
  assert.deepEqual(parseNvidia('NVIDIA H100 80GB HBM3, 81559 MiB, 550.90.07\n'), [
    'NVIDIA H100 80GB HBM3, 81559 MiB, 550.90.07',
  ]);
  assert.deepEqual(parseNvidia('No devices were found\n'), []);
  const summary = 'GPU0:\n\tapiVersion         = 1.3.255\n\tdeviceName         = llvmpipe (LLVM 15.0.6, 256 bits)\n';
  assert.deepEqual(parseVulkan(summary), ['llvmpipe (LLVM 15.0.6, 256 bits)']);
});

test('the sync report shows every cut in milliseconds and says whether all are exact', () => {
  const cut = { startSeconds: 12.5, startErrorSeconds: -0.0026, maxOffsetSeconds: 0.0028, meanOffsetSeconds: 0.0026 };
  const report = {
    videoFrameSeconds: 1 / 30,
    cuts: [cut],
    meanStartErrorSeconds: 0.0026,
    maxStartErrorSeconds: 0.0026,
    meanOffsetSeconds: 0.0026,
    maxOffsetSeconds: 0.0028,
    isExact: true,
  };
  const lines = formatSync(report);
  assert.deepEqual(lines[2]?.trim().split(/ +/), ['12.500', '-2.6', '2.6', '2.8']);
  assert.equal(lines[3], 'largest start error 2.6 ms, largest offset 2.8 ms; one video frame is 33.3 ms: exact');
  assert.match(formatSync({ ...report, isExact: false })[3] ?? '', /NOT EXACT$/);
});
