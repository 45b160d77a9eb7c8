import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findDebianArchive, formatAptSources, parseAptFile } from '../../src/tools/apt-sources.ts';

const KEYRING = '/usr/share/keyrings/debian-archive-keyring.gpg';

const DEB822 = `# comment
Types: deb deb-src
# http://not.this/one
URIs: http://mirror.example/debian
Suites: bookworm bookworm-updates
Components: main
 contrib
Signed-By: ${KEYRING}

Types: deb
URIs: http://mirror.example/debian-security
Suites: bookworm-security
Components: main
Signed-By: ${KEYRING}
`;

test('deb822: comments are skipped, continued lines joined, each URI is paired with each suite', () => {
  const sources = parseAptFile({ name: 'debian.sources', text: DEB822 });
  assert.deepEqual(sources[1], {
    uri: 'http://mirror.example/debian',
    suite: 'bookworm-updates',
    components: ['main', 'contrib'],
    signedBy: KEYRING,
  });
  assert.equal(sources.length, 3);
});

test('deb822: stanzas that are switched off or hold sources only do not count', () => {
  const text = 'Enabled: no\nTypes: deb\nURIs: http://a/\nSuites: x\n\nTypes: deb-src\nURIs: http://b/\nSuites: x\n';
  assert.deepEqual(parseAptFile({ name: 'a.sources', text }), []);
});

test('one-line format: options in brackets, comments and source lines', () => {
  const text = [
    '# deb http://commented/debian bookworm main',
    'deb-src http://src/debian bookworm main',
    `deb [arch=amd64 signed-by=${KEYRING}] http://mirror.example/debian bookworm main contrib # local`,
    'deb http://plain/debian bookworm main',
  ].join('\n');
  assert.deepEqual(parseAptFile({ name: 'sources.list', text }), [
    { uri: 'http://mirror.example/debian', suite: 'bookworm', components: ['main', 'contrib'], signedBy: KEYRING },
    { uri: 'http://plain/debian', suite: 'bookworm', components: ['main'] },
  ]);
});

test('the archive of Debian is told from other publishers that use its release names', () => {
  const others = {
    name: 'a.list',
    text: 'deb [signed-by=/usr/share/keyrings/vendor.gpg] https://vendor.example bookworm main',
  };
  const debian = { name: 'debian.sources', text: DEB822 };
  assert.equal(findDebianArchive([others, debian], 'bookworm'), 'http://mirror.example/debian');
  assert.equal(findDebianArchive([others], 'bookworm'), undefined);
});

test("an entry without a key is apt's default and will do; a CD will not", () => {
  const text = 'deb cdrom:[Debian 12]/ bookworm main\ndeb https://mirror.example/debian/ bookworm main';
  assert.equal(findDebianArchive([{ name: 'sources.list', text }], 'bookworm'), 'https://mirror.example/debian/');
  assert.equal(findDebianArchive([{ name: 'sources.list', text }], 'trixie'), undefined);
  assert.equal(findDebianArchive([], 'bookworm'), undefined);
});

test('the list that is written is read back as the same source', () => {
  const text = formatAptSources('http://mirror.example/debian', 'trixie-backports', KEYRING);
  assert.deepEqual(parseAptFile({ name: 'ks-build.sources', text }), [
    { uri: 'http://mirror.example/debian', suite: 'trixie-backports', components: ['main'], signedBy: KEYRING },
  ]);
});
