import assert from 'node:assert/strict';
import { test } from 'node:test';
import { redact, redactUrl } from '../../src/tools/redact.ts';
import { secretsOf } from '../../src/tools/site-access.ts';

test('a URL keeps its host, path and what names the video, and nothing else', () => {
  assert.equal(redactUrl('https://www.youtube.com/watch?v=SOX5yA1l24A'), 'https://www.youtube.com/watch?v=SOX5yA1l24A');
  assert.equal(redactUrl('https://me:pw@x.example/a.mp4#frag'), 'https://x.example/a.mp4');
  assert.equal(
    redactUrl('https://r1.example/videoplayback?expire=1&ip=1.2.3.4&sig=AB%3D&id=o-7'),
    'https://r1.example/videoplayback?expire=[removed]&ip=[removed]&sig=[removed]&id=o-7',
  );
  assert.equal(redactUrl('http://x.example/a@b.mp4'), 'http://x.example/a@b.mp4');
});

test("a proxy's credentials and host disappear in every form in which a tool may print them", () => {
  const secrets = secretsOf({ proxy: 'http://mara:p%40ss-word@proxy.corp.example:3128' });
  const said = [
    "HTTPConnectionPool(host='proxy.corp.example', port=3128): user mara, password p@ss-word",
    'proxy http://mara:p%40ss-word@proxy.corp.example:3128 refused',
    'Proxy-Authorization: Basic bWFyYTpwQHNz',
  ].join('\n');
  const shown = redact(said, secrets);
  for (const secret of ['mara', 'p@ss', 'p%40', 'proxy.corp', 'bWFy']) assert.ok(!shown.includes(secret), shown);
});

test('a proxy without a scheme and one that is no address are secrets too', () => {
  assert.equal(redact('at u:hunter22@h.example:1', secretsOf({ proxy: 'u:hunter22@h.example:1' })), 'at [removed]');
  assert.equal(redact('at ::::', secretsOf({ proxy: '::::' })), 'at [removed]');
});

test('cookie paths, browser profiles, long player tokens and cookie values disappear; short values stay readable', () => {
  const jar = [
    '# Netscape HTTP Cookie File',
    '.x.example\tTRUE\t/\tTRUE\t0\tSID\tg.a000-secret-value',
    '.x.example\tTRUE\t/\tTRUE\t0\tlang\ten',
  ].join('\n');
  const secrets = secretsOf(
    {
      cookiesPath: '/home/mara/cookies.txt',
      cookiesFromBrowser: 'firefox:work-profile',
      extractorArgs: ['youtube:po_token=web.gvs+MnQ4a1lfZ0tTb21lVG9rZW4'],
    },
    jar,
  );
  const said = 'en /home/mara/cookies.txt work-profile g.a000-secret-value MnQ4a1lfZ0tTb21lVG9rZW4 Set-Cookie: a=b';
  assert.equal(redact(said, secrets), 'en [removed] [removed] [removed] [removed] Set-Cookie: [removed]');
});

test('a short password is taken out as a word, not out of the middle of other words', () => {
  assert.equal(redact('password "ab" about', ['ab']), 'password "[removed]" about');
});
