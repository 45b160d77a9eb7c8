import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { buffer } from 'node:stream/consumers';
import { type TestContext, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { pack } from 'tar-stream';
import { DEFAULT_CONFIG } from '../../src/config.ts';
import { ManifestError, UsageError } from '../../src/errors.ts';
import { identifyCorpus, loadCorpus } from '../../src/pipeline/corpus.ts';
import { TransferError } from '../../src/sources/transfer-error.ts';
import { startRangeServer } from '../helpers/range-server.ts';

const HEADER = 'label,youtube_id,time_start,time_end,split';
const TRAIN_CSV = `${HEADER}
"tap dancing",trainAAAAA1,0,10,train
abseiling,trainAAAAA2,7,17,train
"strumming guitar",trainAAAAA3,30,40,train
`;

function archiveOf(members: Readonly<Record<string, string>>): Promise<Buffer> {
  const archive = pack();
  for (const [name, content] of Object.entries(members)) archive.entry({ name }, content);
  archive.finalize();
  return buffer(archive);
}

async function officialArchive(trainCsv = TRAIN_CSV): Promise<Buffer> {
  const members = {
    'kinetics400/validate.csv': `${HEADER}\n`,
    'kinetics400/train.csv': trainCsv,
    'kinetics400/z.json': '{}',
  };
  return gzipSync(await archiveOf(members));
}

async function temporaryFolder(t: TestContext): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'ks-corpus-'));
  t.after(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

function optionsFor(address: string, cacheDirectory: string) {
  return {
    cacheDirectory,
    config: {
      addresses: { ...DEFAULT_CONFIG.addresses, kinetics400Annotations: address },
      annotations: { minTrainRows: 3, maxArchiveBytes: 1024 ** 2 },
      transfer: { ...DEFAULT_CONFIG.transfer, openingTries: 1, resumeTries: 1, firstRetryDelaySeconds: 0.001 },
    },
  };
}

/** Serves `archive` at an address of its own and loads with an empty cache. */
async function served(t: TestContext, archive: Buffer, name = 'kinetics400.tar.gz') {
  const server = await startRangeServer(t, (_request, response) => void response.end(archive));
  return { server, ...optionsFor(`${server.url}/${name}`, await temporaryFolder(t)) };
}

test('ks32 takes its train rows from the official archive, keeps only its classes, and says which archive it was', async (t) => {
  const archive = await officialArchive();
  const options = await served(t, archive);
  const corpus = await loadCorpus('ks32', options);
  const train = corpus.segments.filter((segment) => segment.split === 'train');
  assert.deepEqual(
    train.map((segment) => [segment.videoId, segment.label, segment.startSeconds]),
    [
      ['trainAAAAA3', 'strumming guitar', 30],
      ['trainAAAAA1', 'tap dancing', 0],
    ],
  );
  assert.equal(corpus.segments.length, 2 + 1594 + 2953);
  const sha256 = createHash('sha256').update(archive).digest('hex');
  assert.ok(corpus.notes.some((note) => note.includes(`3 rows from ${options.server.url}`) && note.includes(sha256)));
});

test('the second time the list comes from the cache, and a cache that was damaged is fetched anew', async (t) => {
  const options = await served(t, await officialArchive());
  const first = await loadCorpus('ks32', options);
  assert.deepEqual(await loadCorpus('ks32', options), first);
  assert.equal(options.server.requests.length, 1);

  const files = await readdir(options.cacheDirectory);
  assert.equal(files.length, 1);
  const file = path.join(options.cacheDirectory, files[0]!);
  await writeFile(file, (await readFile(file, 'utf8')).replace('trainAAAAA3', 'trainAAAAA4'));
  assert.deepEqual(await loadCorpus('ks32', options), first);
  assert.equal(options.server.requests.length, 2);
});

test('without train nothing is fetched', async (t) => {
  const options = await served(t, Buffer.alloc(0));
  assert.equal((await loadCorpus('ks32', { ...options, splits: ['val'] })).segments.length, 1594);
  assert.equal((await loadCorpus('ks30', { ...options, splits: ['val', 'test'] })).segments.length, 1947 + 1958);
  assert.equal((await loadCorpus('ks31', options)).segments.length, 17_396);
  assert.equal(options.server.requests.length, 0);
});

test('ks30 finds times by id; ids that the list lacks are counted in the notes, not lost silently', async (t) => {
  const options = await served(t, await officialArchive(`${TRAIN_CSV}singing,-239HZbaZ0M,164,174,train\n`));
  const { segments, notes } = await loadCorpus('ks30', { ...options, splits: ['train'] });
  assert.equal(segments.length, 12_598);
  assert.ok(notes.some((note) => note.includes('lacks them: 6622 (')));
});

test('a plain CSV and an uncompressed tar do as well, and so does a local file, which is not cached', async (t) => {
  for (const [archive, name] of [
    [Buffer.from(TRAIN_CSV), 'train.csv?token=secret'],
    [await archiveOf({ './train.csv': TRAIN_CSV }), 'k400.tar'],
  ] as const) {
    const corpus = await loadCorpus('ks32', { ...(await served(t, archive, name)), splits: ['train'] });
    assert.equal(corpus.segments.length, 2);
    assert.ok(!corpus.notes.join().includes('secret'));
  }
  const folder = await temporaryFolder(t);
  const file = path.join(folder, 'k400.tgz');
  await writeFile(file, await officialArchive());
  const corpus = await loadCorpus('ks32', { ...optionsFor(file, path.join(folder, 'cache')), splits: ['train'] });
  assert.equal(corpus.segments.length, 2);
  assert.deepEqual(await readdir(folder), ['k400.tgz']);
});

const whole = await officialArchive();
const manyRows = Array.from({ length: 60_000 }, (_, row) => `singing,video${row},0,10,train`).join('\n');
const REFUSED = [
  [
    'an archive cut short',
    whole.subarray(0, whole.length - 20),
    /whole Kinetics-400 annotation archive.*unexpected end/,
  ],
  ['an empty answer', Buffer.alloc(0), /annotation archive/],
  ['a page of HTML', Buffer.from('<html>sign in</html>'), /annotation archive.*incorrect header/],
  ['an archive without train.csv', gzipSync(await archiveOf({ 'a/val.csv': 'x' })), /no train\.csv inside/],
  ['wrong columns', await officialArchive('id,start\naaaaaaaaaaa,0\n'), /train\.csv\):1 label: expected a header/],
  ['too few rows', await officialArchive(`${HEADER}\nsinging,aaaaaaaaaaa,0,10,train\n`), /at least 3 rows .*, got 1/],
  [
    'a class that Kinetics-400 lacks',
    await officialArchive(TRAIN_CSV.replace('abseiling', 'napping')),
    /got "napping"/,
  ],
  ['rows of another split', await officialArchive(TRAIN_CSV.replace('17,train', '17,test')), /trainAAAAA2 in test/],
  [
    'an archive that unpacks beyond the bound',
    await officialArchive(`${HEADER}\n${manyRows}\n`),
    /more than 1048576 bytes/,
  ],
] as const;

for (const [what, archive, message] of REFUSED) {
  test(`${what} is refused, and nothing is cached`, async (t) => {
    const options = await served(t, archive);
    await assert.rejects(loadCorpus('ks32', options), (error) => {
      assert.ok(error instanceof ManifestError, String(error));
      assert.match(error.message, message);
      return true;
    });
    assert.deepEqual(await readdir(options.cacheDirectory), []);
  });
}

test('an archive that cannot be fetched is an error with what to do, never a smaller corpus', async (t) => {
  const server = await startRangeServer(t, (_request, response) => void response.writeHead(404).end());
  const options = optionsFor(`${server.url}/k400.tar.gz`, await temporaryFolder(t));
  await assert.rejects(loadCorpus('ks32', options), (error) => {
    assert.ok(error instanceof TransferError);
    assert.equal(error.failure.code, 'not-found');
    assert.match(error.message, /addresses\.kinetics400Annotations .*--split val/);
    return true;
  });
});

test('a CSV of the user is a corpus with the hash of its bytes', async (t) => {
  const folder = await temporaryFolder(t);
  const file = path.join(folder, 'Mine.CSV');
  await writeFile(file, `${TRAIN_CSV}yawning,valAAAAAAA1,0,5,val\nyawning,valAAAAAAA1,0,5,val\n`);
  const corpus = await loadCorpus(file, { ...optionsFor('http://127.0.0.1:9', folder), splits: ['val'] });
  assert.equal(corpus.name, 'Mine');
  assert.deepEqual(corpus.classes, ['abseiling', 'strumming guitar', 'tap dancing', 'yawning']);
  assert.deepEqual(corpus.segments, [
    { videoId: 'valAAAAAAA1', startSeconds: 0, endSeconds: 5, label: 'yawning', split: 'val' },
  ]);
  assert.deepEqual(corpus.notes, ['rows that repeat an earlier one, counted once: 1.']);
  const sha256 = createHash('sha256')
    .update(await readFile(file))
    .digest('hex');
  assert.equal(corpus.manifestSha256, sha256);
  assert.deepEqual(await identifyCorpus(file), { name: 'Mine', manifestSha256: sha256 });
});

test('a corpus is told by name and hash without its archive', async (t) => {
  const corpus = await loadCorpus('ks31', optionsFor('http://127.0.0.1:9', await temporaryFolder(t)));
  assert.deepEqual(await identifyCorpus('ks31'), { name: 'ks31', manifestSha256: corpus.manifestSha256 });
});

test('unknown names are refused with the nearest ones, paths with the reason', async (t) => {
  const options = optionsFor('http://127.0.0.1:9', await temporaryFolder(t));
  const refused = async (name: string, message: RegExp) =>
    assert.rejects(loadCorpus(name, options), (error) => {
      assert.ok(error instanceof UsageError, String(error));
      assert.match(error.message, message);
      return true;
    });
  await refused('ks33', /expected a corpus \(k400, ks100, ks30, ks31, ks32\) .*got "ks33"; did you mean "ks3/);
  await refused('../package', /got "\.\.\/package"/);
  await refused('absent.csv', /absent\.csv: expected a CSV file that can be read, got ENOENT/);
});
