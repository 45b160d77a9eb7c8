import assert from 'node:assert/strict';
import path from 'node:path';
import { test } from 'node:test';
import { readTraces } from '../../src/store/clip-traces.ts';
import { openIndex } from '../../src/store/open.ts';
import { planIn, segmentOf } from '../helpers/index-with-plan.ts';
import { judgedWorkspace } from '../helpers/judged-workspace.ts';
import { temporaryFolder } from '../helpers/programs.ts';

test('a clip that two corpora list comes once, with both places; one that is not measured says so', (t) => {
  const folder = temporaryFolder(t);
  judgedWorkspace(folder, [{ segment: segmentOf(1) }, { segment: segmentOf(2) }]);
  const index = openIndex(path.join(folder, 'index.db'));
  t.after(() => index.close());
  planIn(index, [segmentOf(2, 'drumming', 'val')], 'ks-other');
  const traces = readTraces(index, true);
  assert.deepEqual(
    traces.map(({ videoId, places }) => [videoId, places]),
    [
      ['video-00001', [{ corpus: 'ks-test', split: 'train', label: 'playing drums' }]],
      [
        'video-00002',
        [
          { corpus: 'ks-test', split: 'train', label: 'playing drums' },
          { corpus: 'ks-other', split: 'val', label: 'drumming' },
        ],
      ],
    ],
  );
  assert.ok(traces.every(({ isMeasured, soundFingerprint }) => !isMeasured && soundFingerprint.length === 0));
});
