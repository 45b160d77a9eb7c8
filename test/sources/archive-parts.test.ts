import assert from 'node:assert/strict';
import { utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { catalogName, isPartList, parsePartList, partName } from '../../src/sources/archive-parts.ts';
import { TransferError } from '../../src/sources/transfer-error.ts';
import { temporaryFolder } from '../helpers/programs.ts';

test('a list is one location a line, relative to the list', () => {
  const lines = ['# parts', '', ' part_0.tar.gz\r', '../b/part 1.tar', 'http://h/c.tar?x=1'].join('\n');
  assert.deepEqual(parsePartList(lines, '/data/a/list.txt'), [
    '/data/a/part_0.tar.gz',
    '/data/b/part 1.tar',
    'http://h/c.tar?x=1',
  ]);
  assert.deepEqual(parsePartList('part_0.tar\n/x/part_1.tar', 'https://h/a/list.txt?key=1'), [
    'https://h/a/part_0.tar',
    'https://h/x/part_1.tar',
  ]);
  assert.deepEqual(parsePartList('file:///x/a%20b.tar', '/data/list.txt'), ['/x/a b.tar']);
  assert.deepEqual(parsePartList('', '/data/list.txt'), []);
});

test('a line that is no location is refused with its number', () => {
  for (const [line, list] of [
    ['ftp://h/a.tar', '/data/list.txt'],
    ['javascript:alert(1)', '/data/list.txt'],
    ['http://[', '/data/list.txt'],
    ['file:///etc/passwd', 'http://h/list.txt'],
    ['<!DOCTYPE html>', 'http://h/list.txt'],
  ] as const) {
    assert.throws(
      () => parsePartList(`a.tar\n${line}`, list),
      (error) => error instanceof TransferError && error.message.startsWith(`${list}:2: expected`),
    );
  }
});

test('a file URL of another machine is no part of a list', () => {
  for (const line of ['file://server/a.tar', 'file:///a%2Fb.tar']) {
    assert.throws(() => parsePartList(line, '/data/list.txt'), TransferError);
  }
});

test('a list is known by its ending, whatever its query', () => {
  assert.equal(isPartList('https://h/list.TXT?key=1'), true);
  assert.equal(isPartList('https://h/part.tar?list=a.txt'), false);
  assert.equal(isPartList('lists/train.txt'), true);
  assert.equal(isPartList('part.tar.gz'), false);
});

test('a part is shown without secrets, yet parts that differ only there are catalogued apart', async () => {
  const [one, two] = ['https://u:p@h/get?part=1', 'https://u:p@h/get?part=2'];
  assert.equal(partName(one!), 'https://h/get?part=***');
  assert.notEqual(await catalogName(one!), await catalogName(two!));
  assert.doesNotMatch(await catalogName(one!), /part=1|u:p/);
  assert.equal(await catalogName('https://h/a.tar'), 'https://h/a.tar');
});

test('a local part is another one in the catalogue when its size or time changes', async (t) => {
  const path = join(temporaryFolder(t), 'a.tar');
  const names = new Set<string>();
  for (const [content, time] of [
    ['x', 1e9],
    ['xy', 1e9],
    ['xy', 2e9],
  ] as const) {
    writeFileSync(path, content);
    utimesSync(path, time, time);
    names.add(await catalogName(path));
    names.add(await catalogName(pathToFileURL(path).href));
  }
  assert.equal(names.size, 3);
});
