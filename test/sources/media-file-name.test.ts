import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Segment } from '../../src/dataset/segment.ts';
import { parseMediaName, WantedNames } from '../../src/sources/media-file-name.ts';

function segment(videoId: string, startSeconds: number, endSeconds: number): Segment {
  return { videoId, startSeconds, endSeconds, label: 'playing drums', split: 'train' };
}

const site = segment('-Ab_000_5-_', 10, 20);
const atZero = segment('2_000010_00', 0, 10);
const fraction = segment('AAAAAAAAAAA', 10.5, 20.25);

function matched(wanted: readonly Segment[], path: string): readonly string[] {
  return new WantedNames(wanted)
    .match(path)
    .map(({ segment: { videoId, startSeconds }, extent }) => `${videoId} ${startSeconds} ${extent}`);
}

test('each usual name of a trimmed clip is recognised, whatever `-` and `_` its id holds', () => {
  for (const name of [
    '-Ab_000_5-__000010_000020.mp4',
    '-Ab_000_5-__10.mp4',
    '-Ab_000_5-__000010.mkv',
    '-Ab_000_5-__10000_20000.webm',
    '-Ab_000_5-__10.000.mp4',
    '-Ab_000_5-__10_20.MP4',
    'playing drums/-Ab_000_5-__000010_000020.mp4',
    './train/a.b/-Ab_000_5-__000010_000020.mts',
  ]) {
    assert.deepEqual(matched([site, atZero], name), ['-Ab_000_5-_ 10 trimmed'], name);
  }
  assert.deepEqual(matched([site, atZero], '2_000010_00_0_10000.mp4'), ['2_000010_00 0 trimmed']);
  assert.deepEqual(matched([site, atZero], '2_000010_00_000000_000010.mp4'), ['2_000010_00 0 trimmed']);
  assert.deepEqual(matched([fraction], 'AAAAAAAAAAA_000010.500_000020.250.mp4'), ['AAAAAAAAAAA 10.5 trimmed']);
  assert.deepEqual(matched([fraction], 'AAAAAAAAAAA_10500_20250.mp4'), ['AAAAAAAAAAA 10.5 trimmed']);
});

test('a bare id is every segment of that video, of unknown extent', () => {
  const later = segment(site.videoId, 50, 60);
  assert.deepEqual(matched([site, later], 'x/-Ab_000_5-_.mp4'), ['-Ab_000_5-_ 10 unknown', '-Ab_000_5-_ 50 unknown']);
});

test('another time, another id, another kind of file is no match', () => {
  for (const name of [
    '-Ab_000_5-__000011_000021.mp4',
    '-Ab_000_5-__000010_000021.mp4',
    '-Ab_000_5-__11.mp4',
    '-Ab_000_5-__000010_000020_1.mp4',
    '-Ab_000_5-x_000010_000020.mp4',
    'x-Ab_000_5-__000010_000020.mp4',
    '-ab_000_5-__000010_000020.mp4',
    '-Ab_000_5-__000010_000020.json',
    '-Ab_000_5-__000010_000020.mp4.part',
    '-Ab_000_5-__000010_000020',
    '-Ab_000_5-_.mp4/readme.txt',
    'AAAAAAAAAAA_000010_000020.mp4',
    '.mp4',
    '',
  ]) {
    assert.deepEqual(matched([site, fraction], name), [], name);
  }
});

test('ids of own manifests are known by being wanted, and the longest one wins', () => {
  const short = segment('a', 1, 10);
  const long = segment('a_1', 10, 20);
  assert.deepEqual(matched([short, long], 'a_1_10.mp4'), ['a_1 10 trimmed']);
  assert.deepEqual(matched([short], 'a_1_10.mp4'), ['a 1 trimmed']);
  assert.deepEqual(matched([long], 'a_2_10.mp4'), []);
});

test('what was taken is wanted no more, until it is wanted again', () => {
  const wanted = new WantedNames([site, atZero]);
  wanted.remove(site);
  wanted.remove(site);
  assert.equal(wanted.size, 1);
  assert.deepEqual(wanted.match('-Ab_000_5-_.mp4'), []);
  wanted.add(site);
  wanted.add(site);
  assert.equal(wanted.size, 2);
  assert.equal(wanted.match('-Ab_000_5-_.mp4').length, 1);
});

test('odd names are parsed as media names', () => {
  assert.deepEqual(parseMediaName('-video-with-dash-.mp4'), { stem: '-video-with-dash-', extension: '.mp4' });
  assert.deepEqual(parseMediaName("te[s]t_ video ' _ .flv"), { stem: "te[s]t_ video ' _ ", extension: '.flv' });
  assert.deepEqual(parseMediaName('Sony ILCE-7M3 (A7M3).mts'), { stem: 'Sony ILCE-7M3 (A7M3)', extension: '.mts' });
});
