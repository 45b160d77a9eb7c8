import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { DEFAULT_CONFIG } from '../../src/config.ts';
import { type CutPlan, planCut } from '../../src/pipeline/plan-cut.ts';
import type { SourceMedia } from '../../src/sources/source.ts';
import { audioStream, mediaProbe, sourceMedia, videoStream } from '../helpers/probed-streams.ts';

const settings = { ...DEFAULT_CONFIG, normalise: false, copy: false };
const segment = { videoId: 'x', startSeconds: 100, endSeconds: 110, label: 'a', split: 'train' } as const;

function lasting(seconds: number | undefined, container = 'mov') {
  return mediaProbe({
    container,
    durationSeconds: seconds,
    videoStreams: [videoStream({ durationSeconds: seconds })],
    audioStreams: [audioStream({ durationSeconds: seconds })],
  });
}

function planOf(probe = lasting(180), media: Partial<SourceMedia> = {}, changes = {}, of = segment): CutPlan {
  const outcome = planCut(probe, of, sourceMedia(media), { ...settings, ...changes });
  assert.equal(outcome.kind, 'plan');
  return (outcome as { plan: CutPlan }).plan;
}

test('a whole video is re-encoded from the start of the segment, for its length', () => {
  const plan = planOf();
  assert.equal(plan.method, 're-encode');
  assert.deepEqual(plan.interval, { seekSeconds: 100, durationSeconds: 10, prerollSeconds: 0 });
  assert.equal(plan.allowed.videoSeconds, 10);
});

test('a section is sought on its own clock', () => {
  assert.deepEqual(planOf(lasting(12), { originSeconds: 99 }).interval, {
    seekSeconds: 1,
    durationSeconds: 10,
    prerollSeconds: 0,
  });
});

test('a section that begins late allows only what it holds', () => {
  const { interval, allowed } = planOf(lasting(8), { originSeconds: 102 });
  assert.deepEqual(interval, { seekSeconds: 0, durationSeconds: 8, prerollSeconds: 0 });
  assert.equal(allowed.videoSeconds, 8);
});

test('where a seek may land behind the keyframe, decoding begins earlier, and never before the file', () => {
  assert.equal(planOf(lasting(180, 'mpegts')).interval.prerollSeconds, 12);
  assert.equal(planOf(lasting(12, 'mpegts'), { originSeconds: 99 }).interval.prerollSeconds, 1);
  assert.equal(planOf(lasting(180, 'mpegts'), {}, { copy: true }).interval.prerollSeconds, 0);
});

test('a segment that runs past the end is expected to last as long as the source does', () => {
  const { allowed } = planOf(lasting(106.5));
  assert.equal(allowed.videoSeconds, 6.5);
  assert.equal(allowed.audioSeconds, 6.5);
});

test('a segment behind the end is dropped as too short, with the number', () => {
  const outcome = planCut(lasting(90), segment, sourceMedia(), settings);
  assert.equal(outcome.kind, 'dropped');
  assert.deepEqual(outcome.kind === 'dropped' && outcome.reasons, [
    { code: 'too-short', measurement: 'durationSeconds', value: 0, threshold: 1 },
  ]);
});

test('a file of unknown extent is the segment when it is about as long, else a video that holds it', () => {
  for (const seconds of [9, 10, 11.08, 12]) {
    assert.equal(planOf(lasting(seconds), { extent: 'unknown' }).method, 'verbatim', `${seconds} s`);
  }
  assert.equal(planOf(lasting(120), { extent: 'unknown' }).method, 're-encode');
});

test('a file that says it is trimmed but lasts for minutes is searched as a whole video', () => {
  const plan = planOf(lasting(180), { extent: 'trimmed' });
  assert.equal(plan.interval.seekSeconds, 100);
});

test('what arrives cut is kept as it is, unless it is to be normalised', () => {
  assert.equal(planOf(lasting(10), { extent: 'trimmed' }).method, 'verbatim');
  assert.equal(planOf(lasting(10), { extent: 'trimmed' }, { normalise: true }).method, 're-encode');
});

test('what arrives cut but cannot carry the name .mp4 is re-encoded whole', () => {
  const plan = planOf(lasting(10.3, 'matroska'), { extent: 'trimmed' });
  assert.equal(plan.method, 're-encode');
  assert.deepEqual(plan.interval, { seekSeconds: 0, durationSeconds: undefined, prerollSeconds: 0 });
});

test('two sounds do not fit: a reader might hear the other one', () => {
  const probe = { ...lasting(10), audioStreams: [audioStream(), audioStream({ index: 2 })] };
  assert.equal(planOf(probe, { extent: 'trimmed' }).method, 're-encode');
});

test('a stream copy is made on request, where an mp4 can hold the codecs', () => {
  assert.equal(planOf(lasting(180), {}, { copy: true }).method, 'copy');
  const vp8 = { ...lasting(180), videoStreams: [videoStream({ codec: 'vp8' })] };
  assert.equal(planOf(vp8, {}, { copy: true }).method, 're-encode');
});

test('a sound that starts 0.1 s late is filled with silence, one that starts 2 s late stays late', () => {
  const startingAt = (startSeconds: number) => ({
    ...lasting(10),
    audioStreams: [audioStream({ startSeconds, durationSeconds: 10 - startSeconds })],
  });
  const beginning = { ...segment, startSeconds: 0, endSeconds: 10 };
  const filled = planOf(startingAt(0.1), {}, {}, beginning as typeof segment);
  assert.equal(filled.allowed.audioStartSeconds, 0);
  assert.equal(filled.method === 're-encode' && filled.sound?.fillsFromZero, true);
  const late = planOf(startingAt(2), {}, {}, beginning as typeof segment);
  assert.equal(late.allowed.audioStartSeconds, 2);
  assert.equal(late.allowed.audioSeconds, 8);
  assert.equal(late.method === 're-encode' && late.sound?.fillsFromZero, false);
});

test('without a picture there is no clip; without sound there is one', () => {
  const cover = videoStream({ isAttachedPicture: true });
  const outcome = planCut({ ...lasting(180), videoStreams: [cover] }, segment, sourceMedia(), settings);
  assert.deepEqual(outcome.kind === 'dropped' && outcome.reasons, [{ code: 'no-video' }]);
  const silent = planOf({ ...lasting(180), audioStreams: [] });
  assert.equal(silent.streams.audioIndex, undefined);
  assert.equal(silent.allowed.audioSeconds, 0);
});

test('no plan ever asks for more than the segment or more than the source has', () => {
  const seconds = fc.double({ min: 0, max: 1000, noNaN: true });
  fc.assert(
    fc.property(
      seconds,
      seconds,
      seconds,
      fc.double({ min: 0.5, max: 30, noNaN: true }),
      (length, origin, start, span) => {
        const asked = { ...segment, startSeconds: start, endSeconds: start + span };
        const outcome = planCut(lasting(length), asked, sourceMedia({ originSeconds: origin }), settings);
        if (outcome.kind !== 'plan') return;
        const { allowed, interval } = outcome.plan;
        assert.ok((allowed.videoSeconds as number) <= span + 1e-9);
        assert.ok(interval.seekSeconds + (allowed.videoSeconds as number) <= length + 1e-9);
      },
    ),
  );
});
