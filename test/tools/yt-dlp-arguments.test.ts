import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DEFAULT_CONFIG } from '../../src/config.ts';
import { downloadFlags, type YtDlpFlags } from '../../src/tools/yt-dlp-arguments.ts';

const FULL = { kind: 'full' } as const;
const flagsOf = (version: string, access = {}): YtDlpFlags =>
  downloadFlags(FULL, { path: 'yt-dlp', version, jsRuntime: 'deno:/opt/deno' }, DEFAULT_CONFIG.site, access);

test('flags that an old yt-dlp does not know are left out', () => {
  const old = flagsOf('2023.03.04');
  assert.equal(old.jsRuntimes, undefined);
  assert.equal(old.progressDelta, undefined);
  assert.equal(old.noQuiet, undefined);
  const current = flagsOf('2026.10.26');
  assert.equal(current.jsRuntimes, 'deno:/opt/deno');
  assert.equal(current.progressDelta, 1);
});

test("the user's own yt-dlp settings are ignored, playlists refused, holes in a video not accepted", () => {
  const flags = flagsOf('2026.10.26');
  assert.equal(Object.keys(flags)[0], 'ignoreConfig');
  assert.equal(flags.noPlaylist, true);
  assert.equal(flags.abortOnUnavailableFragments, true);
});

test('a section from 0 is asked for as such', () => {
  const wanted = { kind: 'section', fromSeconds: 0, toSeconds: 11 } as const;
  const flags = downloadFlags(wanted, { path: 'yt-dlp', version: '2026.10.26' }, DEFAULT_CONFIG.site, {});
  assert.equal(flags.downloadSections, '*0-11');
  assert.equal(flags.output, 'section-0-11.%(ext)s');
});

test('what the user gives is passed through, zero included, and nothing else', () => {
  const flags = flagsOf('2026.10.26', { proxy: 'http://p.example', sleepRequestsSeconds: 0, extractorArgs: ['a:b=c'] });
  assert.equal(flags.proxy, 'http://p.example');
  assert.equal(flags.sleepRequests, 0);
  assert.deepEqual(flags.extractorArgs, ['a:b=c']);
  assert.ok(!('cookies' in flags) && !('limitRate' in flags));
});
