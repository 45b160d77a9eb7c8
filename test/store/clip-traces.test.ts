import assert from 'node:assert/strict';
import path from 'node:path';
import { test } from 'node:test';
import { countTraces, readPairable, readTraces } from '../../src/store/clip-traces.ts';
import { replaceLikePairs } from '../../src/store/like-clips.ts';
import { openIndex } from '../../src/store/open.ts';
import { planIn, segmentOf } from '../helpers/index-with-plan.ts';
import { judgedWorkspace } from '../helpers/judged-workspace.ts';
import { temporaryFolder } from '../helpers/programs.ts';

test('a clip that two corpora list comes once, with both places; those that are not measured are counted', (t) => {
  const folder = temporaryFolder(t);
  judgedWorkspace(folder, [{ segment: segmentOf(1) }, { segment: segmentOf(2) }]);
  const index = openIndex(path.join(folder, 'index.db'));
  t.after(() => index.close());
  planIn(index, [segmentOf(2, 'drumming', 'val')], 'ks-other');
  const traces = readTraces(index);
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
  assert.ok(traces.every(({ soundFingerprint }) => soundFingerprint.length === 0));
  assert.deepEqual(countTraces(index), { clips: 2, unmeasured: 2 });
});

test('only a clip of a video with several, one that is listed twice, or one of a known pair may stand in a pair', (t) => {
  const folder = temporaryFolder(t);
  const later = { ...segmentOf(1), startSeconds: 50, endSeconds: 60 };
  judgedWorkspace(
    folder,
    [segmentOf(1), segmentOf(2), later, segmentOf(3), segmentOf(4), segmentOf(5)].map((segment) => ({ segment })),
  );
  const index = openIndex(path.join(folder, 'index.db'));
  t.after(() => index.close());
  planIn(index, [segmentOf(3, 'drumming', 'val')], 'ks-other');
  const pair = { pictureDistance: 0.1, soundDistance: undefined, soundLeadSeconds: undefined };
  replaceLikePairs(index, { pictureWithin: 0.2, soundWithin: 0.2 }, [{ firstClipId: 5, secondClipId: 6, ...pair }]);
  assert.deepEqual(
    readPairable(index).map(({ clipId }) => clipId),
    [1, 3, 4, 5, 6],
  );
});
