import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { readdir, readFile, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { DEFAULT_CONFIG } from '../../src/config.ts';
import type { Segment, Split } from '../../src/dataset/segment.ts';
import { DiskFullError, UsageError } from '../../src/errors.ts';
import { type ArchiveSpec, openArchiveSource } from '../../src/sources/archive.ts';
import { writeMemberFile } from '../../src/sources/member-file.ts';
import type { Deliver, SourceMedia, StreamContext } from '../../src/sources/source.ts';
import { temporaryFolder } from '../helpers/programs.ts';
import { type RangeServer, sendFile, startRangeServer } from '../helpers/range-server.ts';
import { declareSize, patchFirstHeader, type TestMember, tarOf } from '../helpers/tar-file.ts';

function segment(videoId: string, startSeconds = 10, split: Split = 'train'): Segment {
  return { videoId, startSeconds, endSeconds: startSeconds + 10, label: 'playing drums', split };
}

const a = segment('aaaaaaaaaaa');
const b = segment('-b_00_00_bb');
const c = segment('ccccccccccc');

const config = {
  ...DEFAULT_CONFIG,
  transfer: { ...DEFAULT_CONFIG.transfer, firstRetryDelaySeconds: 0.001, openingTries: 1, resumeTries: 3 },
};

interface Trial {
  readonly wanted?: readonly Segment[];
  readonly spec?: ArchiveSpec;
  readonly catalog?: Map<string, readonly string[]>;
  readonly abortSignal?: AbortSignal;
  readonly addresses?: Partial<typeof DEFAULT_CONFIG.addresses>;
  readonly maxMemberBytes?: number;
  /** Whether a delivered content is good. */
  readonly isGood?: (content: string) => boolean | Promise<boolean>;
  readonly deliver?: Deliver;
  readonly directory?: string;
}

/** Streams an archive and tells what was handed over, in order: `a 10 trimmed: content`. */
async function streamed(t: TestContext, location: string, trial: Trial = {}) {
  const directory = trial.directory ?? temporaryFolder(t);
  const notes: string[] = [];
  const parts: Parameters<StreamContext['onPart']>[0][] = [];
  const handedOver: string[] = [];
  const media: SourceMedia[] = [];
  const catalog = trial.catalog ?? new Map<string, readonly string[]>();
  const deliver: Deliver = async (wanted, delivered) => {
    const content = await readFile(delivered.filePath, 'utf8');
    await rm(delivered.filePath);
    media.push(delivered);
    handedOver.push(`${wanted.videoId} ${wanted.startSeconds} ${delivered.extent}: ${content}`);
    return { accepted: Promise.resolve(trial.isGood?.(content) ?? true) };
  };
  const addresses = { ...config.addresses, ...trial.addresses };
  const pool = { ...config.pool, maxMemberBytes: trial.maxMemberBytes ?? config.pool.maxMemberBytes };
  const source = await openArchiveSource(trial.spec ?? { kind: 'archive', location }, {
    config: { ...config, addresses, pool },
  });
  const context: StreamContext = {
    directory,
    abortSignal: trial.abortSignal ?? new AbortController().signal,
    catalog: { membersOf: (part) => catalog.get(part), record: (part, names) => void catalog.set(part, names) },
    onPart: (event) => parts.push(event),
    onNote: (text) => notes.push(text),
  };
  const outcome = await source.stream(trial.wanted ?? [a, b, c], trial.deliver ?? deliver, context).then(
    (report) => ({ report, error: undefined }),
    (error: unknown) => ({ report: undefined, error }),
  );
  const left = await readdir(directory);
  return { ...outcome, source, handedOver, media, notes, parts, catalog, left, directory };
}

async function savedTar(t: TestContext, name: string, members: readonly TestMember[] | Buffer): Promise<string> {
  const path = join(temporaryFolder(t), name);
  const tar = Buffer.isBuffer(members) ? members : await tarOf(members);
  await writeFile(path, /gz$/.test(name) ? gzipSync(tar) : tar);
  return path;
}

async function savedFile(t: TestContext, content: Buffer): Promise<string> {
  const path = join(temporaryFolder(t), 'part');
  await writeFile(path, content);
  return path;
}

function clip(of: Segment, content = of.videoId, folder = './'): TestMember {
  const times = [of.startSeconds, of.endSeconds].map((seconds) => String(seconds).padStart(6, '0'));
  return { name: `${folder}${of.videoId}_${times.join('_')}.mp4`, content };
}

/** Serves parts by path; a missing one is 404. */
async function serveParts(t: TestContext, parts: Readonly<Record<string, Buffer>>): Promise<RangeServer> {
  return startRangeServer(t, (request, response) => {
    const content = parts[new URL(request.url ?? '', 'http://h').pathname];
    if (content === undefined) response.writeHead(404).end('gone');
    else sendFile(request, response, content);
  });
}

for (const ending of ['tar', 'tar.gz', 'tgz', 'unknown-ending']) {
  test(`wanted members of a .${ending} are handed over, all else is passed over`, async (t) => {
    const path = await savedTar(t, `part.${ending}`, [
      { name: 'train/', type: 'directory' },
      clip(segment('zzzzzzzzzzz')),
      clip(b, 'content of b', 'train/playing drums (in a hall)/'),
      clip(segment('aaaaaaaaaaa', 11)),
      { name: 'readme.txt', content: 'x' },
      clip(a, ''),
    ]);
    const { report, handedOver, media, left, notes, parts, catalog } = await streamed(t, path);
    assert.deepEqual(handedOver, ['-b_00_00_bb 10 trimmed: content of b', 'aaaaaaaaaaa 10 trimmed: ']);
    assert.deepEqual(
      { ...media[0], filePath: undefined },
      {
        filePath: undefined,
        originSeconds: 10,
        extent: 'trimmed',
        route: 'member',
        sizeBytes: 12,
        ownership: 'temporary',
        provenance: `${path}!train/playing drums (in a hall)/-b_00_00_bb_000010_000020.mp4`,
      },
    );
    assert.match(media[0]?.filePath ?? '', /\/-b_00_00_bb_000010_000020\.mp4$/);
    assert.deepEqual(report?.unreadParts, []);
    assert.deepEqual([left, notes], [[], []]);
    assert.equal(parts.at(-1)?.receivedBytes, parts.at(-1)?.totalBytes);
    assert.equal(report?.receivedBytes, parts.at(-1)?.totalBytes);
    assert.equal([...catalog.values()][0]?.length, 5);
  });
}

test('a video named by its bare id is handed over once for each of its segments, as separate files', async (t) => {
  const later = segment('aaaaaaaaaaa', 50);
  const path = await savedTar(t, 'part.tar', [{ name: 'aaaaaaaaaaa.MKV', content: 'video' }]);
  const { handedOver, media } = await streamed(t, path, { wanted: [a, later] });
  assert.deepEqual(handedOver, ['aaaaaaaaaaa 10 unknown: video', 'aaaaaaaaaaa 50 unknown: video']);
  assert.deepEqual(
    media.map(({ originSeconds }) => originSeconds),
    [0, 0],
  );
  assert.match(media[1]?.filePath ?? '', /aaaaaaaaaaa_000050_000060\.mkv$/);
});

test('hostile members are refused with a note and nothing is written under their names', async (t) => {
  const name = (await tarOf([clip(a)])).subarray(0, 100).toString().replace(/\0.*/s, '').slice(2);
  const longName = `${'x'.repeat(5000)}/${name}`;
  const path = await savedTar(t, 'part.tar', [
    { name: `/tmp/${name}`, content: 'evil' },
    { name: `../../${name}`, content: 'evil' },
    { name: `x/../../${name}`, content: 'evil' },
    { name: `..\\${name}`, content: 'evil' },
    { name: `C:/${name}`, content: 'evil' },
    { name, type: 'symlink', linkname: '/etc/passwd' },
    { name, type: 'link', linkname: '/etc/passwd' },
    { name, type: 'character-device', devmajor: 1, devminor: 5 },
    { name, type: 'block-device' },
    { name, type: 'fifo' },
    { name, content: 'evil', pax: { 'GNU.sparse.major': '1' } },
    { name: 'short', content: 'evil', pax: { path: `/absolute/${name}` } },
    { name: 'short', content: 'evil', pax: { path: longName } },
    { name: 'short', content: 'evil', pax: { path: `new\nline/${name}` } },
    { name: 'short', content: 'evil', pax: { path: `\u001b[31m/${name}` } },
    clip(b, 'good'),
  ]);
  const { handedOver, notes, left, catalog, report } = await streamed(t, path);
  assert.deepEqual(handedOver, ['-b_00_00_bb 10 trimmed: good']);
  assert.equal(notes.length, 6, 'five by name, the others counted');
  assert.match(notes[0] ?? '', /passed over "\/tmp\/aaaaaaaaaaa_000010_000020.mp4": absolute path/);
  assert.match(notes[1] ?? '', /path that leaves its folder/);
  assert.match(notes[5] ?? '', /passed over 10 more of its members/);
  assert.deepEqual([...catalog.values()], [[clip(b).name]]);
  assert.deepEqual([left, report?.unreadParts], [[], []]);
});

test('an unknown kind of member, GNU sparse for one, is refused', async (t) => {
  const tar = patchFirstHeader(await tarOf([clip(a, 'sparse'), clip(b)]), (header) => header.write('S', 156));
  const { handedOver, notes } = await streamed(t, await savedTar(t, 'part.tar', tar));
  assert.deepEqual(handedOver, ['-b_00_00_bb 10 trimmed: -b_00_00_bb']);
  assert.match(notes[0] ?? '', /unknown kind of member/);
});

test('a wanted member above the size limit is passed over with a note', async (t) => {
  const path = await savedTar(t, 'part.tar', [clip(a, 'x'.repeat(1001)), clip(b, 'y'.repeat(1000))]);
  const { handedOver, notes } = await streamed(t, path, { maxMemberBytes: 1000 });
  assert.equal(handedOver.length, 1);
  assert.match(notes[0] ?? '', /1001 bytes, more than the limit of 1000/);
});

test('a member that declares more than there is leaves the part unread and no file behind', async (t) => {
  for (const sizeBytes of [5000, 8 ** 11 - 1]) {
    const tar = declareSize(await tarOf([clip(a)]), sizeBytes);
    const { report, handedOver, left, catalog } = await streamed(t, await savedTar(t, 'part.tar', tar));
    assert.equal(report?.unreadParts[0]?.failure.code, 'stalled');
    assert.deepEqual([handedOver, left, catalog.size], [[], [], 0]);
  }
});

test('a cut-short or damaged archive is unread from there on: what came before stays, the next part is read', async (t) => {
  const big = randomBytes(200_000);
  const whole = gzipSync(await tarOf([clip(a), { name: 'filler', content: big }, clip(b)]));
  const damaged = Buffer.from(await tarOf([clip(a, 'again'), clip(b)]));
  damaged.fill('?', 1024, 1100);
  const folder = temporaryFolder(t);
  await writeFile(join(folder, '1.tgz'), whole.subarray(0, whole.length - 5000));
  await writeFile(join(folder, '2.tar'), damaged);
  await writeFile(join(folder, '3.tar'), '<html>not a tar</html>'.repeat(100));
  await writeFile(join(folder, '4.tar'), '');
  await writeFile(join(folder, '5.tgz'), gzipSync(await tarOf([clip(c)])));
  await writeFile(join(folder, 'parts.txt'), '# parts\r\n1.tgz\n\n2.tar\n3.tar\n4.tar\nmissing.tar\n5.tgz\n');
  const { report, handedOver, catalog, left } = await streamed(t, join(folder, 'parts.txt'));
  assert.deepEqual(handedOver, ['aaaaaaaaaaa 10 trimmed: aaaaaaaaaaa', 'ccccccccccc 10 trimmed: ccccccccccc']);
  assert.deepEqual(
    report?.unreadParts.map(({ part, failure }) => `${part.slice(folder.length + 1)} ${failure.code}`),
    ['1.tgz stalled', '2.tar unknown', '3.tar unknown', '4.tar stalled', 'missing.tar unknown'],
  );
  assert.equal(catalog.size, 1);
  assert.deepEqual(left, []);
});

test('an archive cut at any place is never taken for a whole one, and never hangs', async (t) => {
  const tar = await tarOf([clip(a, 'x'.repeat(700)), clip(b, 'y'.repeat(512)), clip(c, '')]);
  const endOfMembers = tar.length - 1024;
  for (const whole of [tar, gzipSync(tar)]) {
    const lastCut = whole === tar ? endOfMembers : whole.length - 1;
    for (let length = 0; length <= lastCut; length += whole === tar ? 128 : 7) {
      const { report, catalog, left, handedOver } = await streamed(t, await savedFile(t, whole.subarray(0, length)), {
        wanted: [a, b, segment('ddddddddddd')],
      });
      assert.equal(report?.unreadParts.length, 1, `cut at ${length}`);
      assert.deepEqual([catalog.size, left.length], [0, 0]);
      assert.ok(handedOver.length <= 2);
    }
  }
});

test('a part over HTTP that breaks off is resumed and read to its end', async (t) => {
  const tar = gzipSync(await tarOf([clip(a), { name: 'filler', content: randomBytes(2_000_000) }, clip(b)]));
  const server = await startRangeServer(t, (request, response) =>
    sendFile(request, response, tar, server.requests.length < 2 ? { breakAfterBytes: 1_500_000 } : {}),
  );
  const { handedOver, report, catalog } = await streamed(t, `${server.url}/part.tgz?signature=secret`);
  assert.equal(handedOver.length, 2);
  assert.deepEqual(report?.unreadParts, []);
  assert.equal(server.requests.length, 2);
  assert.doesNotMatch([...catalog.keys()].join() + JSON.stringify(handedOver), /secret/);
});

test('a later run opens only the parts that hold something wanted', async (t) => {
  const server = await serveParts(t, {
    '/list.txt': Buffer.from('one.tar\ntwo.tar\n'),
    '/one.tar': await tarOf([clip(a)]),
    '/two.tar': await tarOf([clip(b)]),
  });
  const first = await streamed(t, `${server.url}/list.txt`, { wanted: [a, c] });
  assert.equal(first.handedOver.length, 1);
  const asked = server.requests.length;
  const second = await streamed(t, `${server.url}/list.txt`, { wanted: [b, c], catalog: first.catalog });
  assert.deepEqual(second.handedOver, ['-b_00_00_bb 10 trimmed: -b_00_00_bb']);
  assert.deepEqual(
    server.requests.slice(asked).map(({ url }) => url),
    ['/list.txt', '/two.tar'],
  );
});

test('a local part that changed since it was catalogued is read again', async (t) => {
  const path = await savedTar(t, 'part.tar', [clip(a)]);
  const { catalog } = await streamed(t, path, { wanted: [a, b] });
  await writeFile(path, await tarOf([clip(b)]));
  await utimes(path, 1e9, 1e9);
  const { handedOver } = await streamed(t, path, { wanted: [b, c], catalog });
  assert.equal(handedOver.length, 1);
});

test('reading stops as soon as nothing is wanted, and the part does not count as read', async (t) => {
  const server = await serveParts(t, {
    '/list.txt': Buffer.from('one.tar\ntwo.tar\n'),
    '/one.tar': await tarOf([clip(a), clip(b)]),
    '/two.tar': await tarOf([clip(c)]),
  });
  const { handedOver, catalog } = await streamed(t, `${server.url}/list.txt`, { wanted: [a] });
  assert.equal(handedOver.length, 1);
  assert.equal(catalog.size, 0);
  assert.deepEqual(
    server.requests.map(({ url }) => url),
    ['/list.txt', '/one.tar'],
  );
});

test('a corrupt member stays wanted: later in its part, in a later part, in the replacement', async (t) => {
  const server = await serveParts(t, {
    '/train.txt': Buffer.from('one.tar\ntwo.tar\n'),
    '/one.tar': await tarOf([clip(a, 'bad 1'), clip(a, 'bad 2'), clip(b, 'good b')]),
    '/two.tar': await tarOf([clip(b, 'never'), clip(a, 'bad 3')]),
    '/replacement.tgz': gzipSync(await tarOf([clip(b, 'never'), clip(a, 'good a', 'replacement/')])),
  });
  const { handedOver, media, source } = await streamed(t, '', {
    spec: { kind: 'cvdf' },
    addresses: cvdfAddresses(server.url),
    isGood: async (content) => {
      await new Promise(setImmediate);
      return content.startsWith('good');
    },
  });
  assert.deepEqual(
    handedOver.map((text) => text.replace(/^.*: /, '')),
    ['bad 1', 'bad 2', 'good b', 'bad 3', 'good a'],
  );
  assert.equal(
    new Set(media.map(({ filePath }) => filePath)).size,
    5,
    'a retake never shares a file with its predecessor',
  );
  assert.equal(source.name, 'cvdf');
});

function cvdfAddresses(url: string): Partial<typeof DEFAULT_CONFIG.addresses> {
  const lists = { train: `${url}/train.txt`, val: `${url}/val.txt`, test: `${url}/test.txt` };
  return {
    cvdfPartLists: lists,
    cvdfReplacement: `${url}/replacement.tgz`,
  } as unknown as typeof DEFAULT_CONFIG.addresses;
}

test('cvdf reads the lists of the wanted splits: val and test for both, train for train alone', async (t) => {
  const parts = {
    '/train.txt': Buffer.from('train.tar'),
    '/val.txt': Buffer.from('val.tar'),
    '/test.txt': Buffer.from('test.tar'),
    '/train.tar': await tarOf([clip(a)]),
    '/val.tar': await tarOf([clip(b)]),
    '/test.tar': await tarOf([clip(c)]),
    '/replacement.tgz': gzipSync(await tarOf([])),
  };
  const asked = async (wanted: readonly Segment[]): Promise<string> => {
    const server = await serveParts(t, parts);
    await streamed(t, '', { spec: { kind: 'cvdf' }, addresses: cvdfAddresses(server.url), wanted });
    return server.requests.map(({ url }) => url?.slice(1)).join(' ');
  };
  assert.equal(await asked([a]), 'train.txt train.tar');
  assert.equal(await asked([segment(c.videoId, 10, 'val')]), 'val.txt test.txt val.tar test.tar');
  assert.equal(await asked([segment(c.videoId, 10, 'test')]), 'test.txt val.txt test.tar');
  assert.equal(
    await asked([a, segment('missing0000', 10, 'val')]),
    'val.txt test.txt train.txt val.tar test.tar train.tar replacement.tgz',
  );
});

test('a list that cannot be read is reported and the rest goes on; no code of it makes a clip dead', async (t) => {
  const server = await serveParts(t, { '/replacement.tgz': gzipSync(await tarOf([clip(a)])) });
  const { report, handedOver } = await streamed(t, '', {
    spec: { kind: 'cvdf' },
    addresses: cvdfAddresses(server.url),
    wanted: [a],
  });
  assert.deepEqual(
    report?.unreadParts.map(({ part, failure }) => [part, failure.code]),
    [[`${server.url}/train.txt`, 'unknown']],
  );
  assert.equal(handedOver.length, 1);
});

test('a list from the network cannot name local files, and a page is no list', async (t) => {
  const path = await savedTar(t, 'part.tar', [clip(a)]);
  for (const line of [`file://${path}`, 'ftp://h/a.tar', '<html>']) {
    const server = await serveParts(t, { '/list.txt': Buffer.from(`# parts\n${line}\n`) });
    const { report, handedOver } = await streamed(t, `${server.url}/list.txt`);
    assert.match(report?.unreadParts[0]?.failure.message ?? '', /list\.txt:2: expected an http\(s\) address/);
    assert.deepEqual(handedOver, []);
  }
});

test('a local archive that is not there, or is a folder, is a usage error', async (t) => {
  const folder = temporaryFolder(t);
  await assert.rejects(
    openArchiveSource({ kind: 'archive', location: join(folder, 'no.tar') }, { config }),
    UsageError,
  );
});

test('delivering holds the stream back', async (t) => {
  const path = await savedTar(t, 'part.tar', [clip(a), clip(b), clip(c)]);
  let isBusy = false;
  const order: string[] = [];
  await streamed(t, path, {
    deliver: async ({ videoId }) => {
      assert.equal(isBusy, false);
      isBusy = true;
      for (let turn = 0; turn < 20; turn++) await new Promise(setImmediate);
      isBusy = false;
      order.push(videoId);
      return { accepted: Promise.resolve(true) };
    },
  });
  assert.deepEqual(order, [a.videoId, b.videoId, c.videoId]);
});

test('an abort ends the stream at once, in the middle of a member or of a delivery, and leaves no file', async (t) => {
  const reason = new Error('enough');
  const tar = await tarOf([clip(a, 'x'.repeat(100_000))]);
  const half = new AbortController();
  const server = await startRangeServer(t, (_, response) => {
    response.writeHead(200, { 'content-length': tar.length }).write(tar.subarray(0, 50_000));
  });
  const directory = temporaryFolder(t);
  const streaming = streamed(t, server.url, { abortSignal: half.signal, directory });
  while ((await readdir(directory)).length === 0) await new Promise(setImmediate);
  half.abort(reason);
  const first = await streaming;
  assert.equal(first.error, reason);
  assert.deepEqual([first.left, first.handedOver, first.catalog.size], [[], [], 0]);
  while (server.openSockets() > 0) await new Promise(setImmediate);

  const busy = new AbortController();
  const second = await streamed(t, await savedTar(t, 'part.tar', tar), {
    abortSignal: busy.signal,
    deliver: () => {
      busy.abort(reason);
      return new Promise(() => {});
    },
  });
  assert.equal(second.error, reason);
  assert.deepEqual(second.left, []);
});

test('an error of the receiver ends the stream as it is, and leaves the file to nobody', async (t) => {
  const path = await savedTar(t, 'part.tar', [clip(a), clip(b)]);
  const full = new DiskFullError('full');
  const refused = await streamed(t, path, { deliver: () => Promise.reject(full) });
  assert.equal(refused.error, full);
  assert.deepEqual(refused.left, []);
  const later = await streamed(t, path, { isGood: () => Promise.reject(full) });
  assert.equal(later.error, full);
  assert.equal(later.catalog.size, 0);
});

test('a full disk is told as such, and nothing half-written stays', {
  skip: process.platform !== 'linux' && 'needs /dev/full',
}, async (t) => {
  const folder = temporaryFolder(t);
  const path = join(folder, 'link-to-a-full-disk.mp4');
  await symlink('/dev/full', path);
  const content = (async function* () {
    yield Buffer.from('x');
  })();
  await assert.rejects(writeMemberFile(path, content), DiskFullError);
  assert.deepEqual(await readdir(folder), []);
});
