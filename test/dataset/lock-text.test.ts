import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { formatLock, parseLock } from '../../src/dataset/lock-text.ts';
import { ManifestError } from '../../src/errors.ts';
import { lockedClip, lockOf } from '../helpers/locked-clips.ts';

const LOCK = lockOf([lockedClip(2, { verdict: 'dropped', reasons: ['music-bed'] }), lockedClip(1)], {
  policy: { floor: { minKeptRatio: 0.5 }, drop: { swapAbove: 0.8 } },
});

test('a lock comes back from its text as it was, with its clips in the order of their names', () => {
  assert.deepEqual(parseLock(formatLock(LOCK), 'a.lock.json'), LOCK);
  assert.deepEqual(
    LOCK.clips.map(({ videoId }) => videoId),
    ['video-00001', 'video-00002'],
  );
});

test('the hash is that of the text before it, which any program can compute', () => {
  const [content, claimed] = formatLock(LOCK).split(',"sha256":"').slice(-2) as [string, string];
  const before = formatLock(LOCK).slice(0, formatLock(LOCK).lastIndexOf(',"sha256"'));
  assert.ok(content.endsWith(']'));
  assert.equal(createHash('sha256').update(before).digest('hex'), claimed.slice(0, 64));
});

test('what was known in another order gives the same bytes', () => {
  const other = lockOf([lockedClip(1), lockedClip(2, { verdict: 'dropped', reasons: ['music-bed'] })], {
    policy: { drop: { swapAbove: 0.8 }, floor: { minKeptRatio: 0.5 } },
    tools: { ffmpeg: '5.1', 'ks-build': '0.1.0' },
  });
  assert.equal(formatLock(other), formatLock(LOCK));
});

test('a lock that another program laid out anew is still itself', () => {
  const laidOut = JSON.stringify(JSON.parse(formatLock(LOCK)), undefined, 2);
  assert.equal(parseLock(laidOut, 'a.lock.json').sha256, LOCK.sha256);
});

test('a changed label, verdict, policy or a clip that was taken out is refused, with what to do', () => {
  const text = formatLock(LOCK);
  const edited = [
    text.replace('"playing drums"', '"playing piano"'),
    text.replace('"dropped"', '"kept"'),
    text.replace('"swapAbove":0.8', '"swapAbove":0.9'),
    text.replace(/\{"name":"video-00001.*\n/, ''),
  ];
  for (const each of edited) {
    assert.notEqual(each, text);
    assert.throws(
      () => parseLock(each, 'a.lock.json'),
      /^ManifestError: a\.lock\.json: expected content with the SHA-256 .* changed after it was made.*`ks-build lock`/,
    );
  }
});

test('a lock of another version says both versions', () => {
  const newer = formatLock(LOCK).replace('"version":1', '"version":2');
  assert.throws(() => parseLock(newer, 'a.lock.json'), /expected a lock of version 1, got version 2/);
});

test('what is no lock is refused as such', () => {
  for (const text of ['', 'not json', '[]', 'null', '{"version":1,"clips":[]}', formatLock(LOCK).slice(0, 200)])
    assert.throws(() => parseLock(text, 'x.json'), /x\.json: expected a corpus lock, got something else/);
});

test('a field that is missing, unknown or of another kind is named with its clip', () => {
  const text = formatLock(LOCK);
  const broken: readonly (readonly [string, RegExp])[] = [
    [text.replace('"verdict":"kept"', '"verdict":"fine"'), /clips\.0\.verdict \(video-00001_000000_000010\)/],
    [text.replace('"isHuman":false', '"isHuman":0'), /clips\.0\.isHuman/],
    [text.replace('"corpus":"ks-test"', '"corpus":"ks-test","extra":1'), /extra/],
    [text.replace('"startSeconds":0', '"startSeconds":1'), /clips\.0\.name .*expected <video id>_<start>_<end>/],
  ];
  for (const [each, message] of broken) assert.throws(() => parseLock(each, 'a.lock.json'), message);
});

test('a lock of a stranger names no file outside the workspace', () => {
  for (const path of ['/etc/passwd', '../outside.mp4', 'clips/../../x', 'C:\\x', '\\\\host\\x']) {
    const text = formatLock(lockOf([lockedClip(1, { path })]));
    assert.throws(() => parseLock(text, 'a.lock.json'), ManifestError, path);
  }
});
