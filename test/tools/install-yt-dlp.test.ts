import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { type TestContext, test } from 'node:test';
import { MissingToolError } from '../../src/errors.ts';
import { type InstallOutcome, passedOver } from '../../src/tools/install-outcome.ts';
import { ensureYtDlp, type InstallWay, type YtDlpInstallOptions } from '../../src/tools/install-yt-dlp.ts';
import { temporaryFolder, writeProgram } from '../helpers/programs.ts';

interface Scene {
  readonly options: YtDlpInstallOptions;
  readonly own: (version: string) => string;
  readonly onPath: (version: string) => string;
  /** Names of the ways that were tried, in order. */
  readonly tried: string[];
}

/** 23 November 2026, 45 days at most: recent is 2026.10.09 and later. */
function prepare(t: TestContext, ways: Record<string, (own: Scene['own']) => InstallOutcome> = {}): Scene {
  const folder = temporaryFolder(t);
  const search = { settings: {}, home: path.join(folder, 'home'), searchPath: path.join(folder, 'path') };
  const own = (version: string) => writeProgram(path.join(search.home, 'bin'), 'yt-dlp', `echo ${version}`);
  const onPath = (version: string) => writeProgram(search.searchPath, 'yt-dlp', `echo ${version}`);
  const tried: string[] = [];
  const recorded = Object.entries(ways).map(
    ([name, way]): InstallWay =>
      async () => {
        tried.push(name);
        return way(own);
      },
  );
  const options = { search, maxAgeDays: 45, releaseUrl: '', nowMs: Date.UTC(2026, 10, 23), ways: recorded };
  return { options, own, onPath, tried };
}

const unreachable = (): InstallOutcome => passedOver('no such host');
const installs =
  (version: string) =>
  (own: Scene['own']): InstallOutcome => ({ state: 'installed', path: own(version), from: 'a test' });

test('a recent yt-dlp on PATH is used and nothing is fetched', async (t) => {
  const { options, onPath, tried } = prepare(t, { release: installs('2026.11.20') });
  const file = onPath('2026.10.09');
  const installation = await ensureYtDlp(options);
  assert.deepEqual(installation.tool, { path: file, origin: 'path', version: '2026.10.09', build: 'package' });
  assert.equal(installation.ageDays, 45);
  assert.deepEqual(tried, []);
});

test('an old one on PATH gives way to the newest release; a second run finds that and fetches nothing', async (t) => {
  const { options, onPath, tried } = prepare(t, { release: installs('2026.11.20'), debian: unreachable });
  onPath('2026.10.08');
  const first = await ensureYtDlp(options);
  assert.equal(first.installedFrom, 'a test');
  assert.equal(first.tool.version, '2026.11.20');
  const second = await ensureYtDlp(options);
  assert.equal(second.installedFrom, undefined);
  assert.deepEqual(second.tool, first.tool);
  assert.deepEqual(tried, ['release']);
});

test("when the release cannot be reached, Debian's package is next, and the reason is kept", async (t) => {
  const { options, tried } = prepare(t, { release: unreachable, debian: installs('2026.10.26') });
  const installation = await ensureYtDlp(options);
  assert.equal(installation.tool.version, '2026.10.26');
  assert.deepEqual(installation.passedOver, ['no such host']);
  assert.deepEqual(tried, ['release', 'debian']);
});

test('a file that was installed but does not run is passed over too', async (t) => {
  const broken = (own: Scene['own']): InstallOutcome => ({
    state: 'installed',
    path: own('; exit 1 #'),
    from: 'a test',
  });
  const { options } = prepare(t, { release: broken, debian: installs('2026.10.26') });
  const installation = await ensureYtDlp(options);
  assert.equal(installation.tool.version, '2026.10.26');
  assert.match(installation.passedOver[0] ?? '', /did not say its version/);
});

test('with every way closed, the newest of what is there must do, with its age told', async (t) => {
  const { options, own, onPath } = prepare(t, { release: unreachable });
  const stale = own('2026.01.01');
  const file = onPath('2026.06.01');
  const installation = await ensureYtDlp(options);
  assert.deepEqual(installation.tool, { path: file, origin: 'path', version: '2026.06.01', build: 'package' });
  assert.equal(installation.ageDays, 175);
  assert.equal(existsSync(stale), false, 'our older copy would win over PATH in later searches');
});

test('nothing at all is an error with exit 4, the reasons and three remedies', async (t) => {
  const { options, onPath } = prepare(t, { release: unreachable });
  onPath('2023.03.04');
  await assert.rejects(ensureYtDlp(options), (error: unknown) => {
    assert.ok(error instanceof MissingToolError);
    assert.equal(error.exitCode, 4);
    assert.match(error.message, /expected yt-dlp 2025.11.12 or newer, got 2023.03.04/);
    assert.match(error.message, /no such host/);
    assert.match(error.message, /1\. .*2\. .*3\. /s);
    return true;
  });
});

test('offline nothing is fetched: an older copy is taken as it is', async (t) => {
  const { options, own, tried } = prepare(t, { release: installs('2026.11.20') });
  own('2026.01.01');
  const installation = await ensureYtDlp({ ...options, offline: true });
  assert.equal(installation.tool.version, '2026.01.01');
  assert.deepEqual(tried, []);
});

test("the user's setting is taken at any age, and never replaced when it is wrong", async (t) => {
  const { options, onPath, tried } = prepare(t, { release: installs('2026.11.20') });
  const ytDlp = onPath('2024.01.01');
  const withSetting = (file: string) => ({ ...options, search: { ...options.search, settings: { ytDlp: file } } });
  assert.equal((await ensureYtDlp(withSetting(ytDlp))).tool.origin, 'setting');
  await assert.rejects(ensureYtDlp(withSetting('/nowhere/yt-dlp')), /KS_YTDLP.*\/nowhere\/yt-dlp/);
  assert.deepEqual(tried, []);
});
