import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Segment } from '../../src/dataset/segment.ts';
import { UsageError } from '../../src/errors.ts';
import { publicAddress } from '../../src/sources/public-address.ts';
import { fillTemplate, parseSourceSpec, publicSourceText } from '../../src/sources/source-spec.ts';

const segment: Segment = { videoId: '-3B32lodo2M', startSeconds: 0, endSeconds: 10, label: "a/b 'c'", split: 'val' };

function refusal(text: string): string {
  try {
    parseSourceSpec(text);
  } catch (error) {
    assert.ok(error instanceof UsageError);
    return error.message;
  }
  return assert.fail(`${text} was accepted`);
}

test('each form of a source is understood', () => {
  assert.deepEqual(parseSourceSpec('folder:/data/k400'), { kind: 'folder', directory: '/data/k400' });
  assert.deepEqual(parseSourceSpec('folder:a:b'), { kind: 'folder', directory: 'a:b' });
  assert.deepEqual(parseSourceSpec('archive:parts.txt'), { kind: 'archive', location: 'parts.txt' });
  assert.deepEqual(parseSourceSpec('archive:https://h/a.tar.gz'), { kind: 'archive', location: 'https://h/a.tar.gz' });
  assert.deepEqual(parseSourceSpec('archive:file:///a.tar'), { kind: 'archive', location: 'file:///a.tar' });
  assert.deepEqual(parseSourceSpec('cvdf'), { kind: 'cvdf' });
  assert.deepEqual(parseSourceSpec('youtube'), { kind: 'youtube' });
  assert.deepEqual(parseSourceSpec('url:http://h/{id}.mp4'), { kind: 'url', template: 'http://h/{id}.mp4' });
});

test('an unknown source is refused with the nearest one named', () => {
  assert.match(
    refusal('foldr:/data'),
    /expected one of folder:DIR, archive:.*got "foldr:\/data"; did you mean folder:DIR\?/,
  );
  assert.match(refusal('yuotube'), /did you mean youtube\?/);
  assert.match(refusal('https://host/k400.tar'), /write archive: before the address/);
  assert.match(refusal('./k400'), /write folder: before a folder/);
});

test('an empty path, a NUL, or words after a bare name are refused', () => {
  for (const text of [
    'folder:',
    'folder: ',
    'folder',
    'archive:',
    'url:',
    '',
    'folder:a\0b',
    'cvdf:train',
    'youtube:x',
  ]) {
    assert.ok(refusal(text).length > 0);
  }
});

test('only http, https and file are addresses, and a template is http or https with an {id}', () => {
  for (const text of [
    'archive:ftp://h/a.tar',
    'archive:javascript:alert(1)',
    'archive:data:,x',
    'archive:file://server/a.tar',
    'url:file:///etc/{id}',
    'url:ftp://h/{id}',
    'url:javascript:alert({id})',
    'url:{id}',
    'url:http://h/video.mp4',
    'url:http://h/{id}/{foo}',
    'url:http://{label}.h/{id}',
    'url:http:///{id}',
    'url:http://[/{id}',
  ]) {
    assert.match(refusal(text), /expected/);
  }
});

test('a template is filled with percent-encoded values, and zero is a time', () => {
  assert.equal(
    fillTemplate('https://h/{split}/{label}/{id}.mp4?from={start}&to={end}&again={id}', segment),
    'https://h/val/a%2Fb%20%27c%27/-3B32lodo2M.mp4?from=0&to=10&again=-3B32lodo2M',
  );
  const sly = { ...segment, label: '{id}$&?x=1#' };
  assert.equal(fillTemplate('http://h/{label}', sly), 'http://h/%7Bid%7D%24%26%3Fx%3D1%23');
});

test('what is stored or shown has no credentials, query secrets or fragments', () => {
  assert.equal(
    publicAddress('https://me:p%40ss@host:8080/a/b.tar?sig=secret&flag#part'),
    'https://host:8080/a/b.tar?sig=***&***',
  );
  assert.equal(publicAddress('/data/odd?name#1.tar'), '/data/odd?name#1.tar');
  const spec = parseSourceSpec('url:http://u:p@h/watch?v={id}&key=secret');
  assert.equal(publicSourceText(spec), 'url:http://h/watch?v={id}&key=***');
  assert.equal(publicSourceText(parseSourceSpec('archive:http://u:p@h/a.tar?k=v')), 'archive:http://h/a.tar?k=***');
  assert.equal(publicSourceText(parseSourceSpec('folder:x')), 'folder:x');
  assert.equal(publicSourceText({ kind: 'cvdf' }), 'cvdf');
  for (const text of [
    'url:http://me:secret@h/{id}{bad}',
    'archive:ftp://me:secret@h/a',
    'foo:http://me:secret@h',
    'http://me:secret@h',
  ]) {
    assert.doesNotMatch(refusal(text), /secret/);
  }
});
