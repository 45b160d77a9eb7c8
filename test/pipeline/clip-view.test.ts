import assert from 'node:assert/strict';
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { arraysOf, keepClipArrays } from '../../src/pipeline/clip-arrays.ts';
import { type ClipToView, clipToView, makeClipView } from '../../src/pipeline/clip-view.ts';
import { encodeClip } from '../../src/synthetic/encode-clip.ts';
import { madeDecoded } from '../helpers/made-clips.ts';
import { temporaryFolder } from '../helpers/programs.ts';

const CONTEXT = {
  ffmpegPath: 'ffmpeg',
  ffprobePath: 'ffprobe',
  abortSignal: new AbortController().signal,
  timeLimitSeconds: 60,
};
const SHAPE = { widthPx: 64, heightPx: 48, videoFps: 25, sampleRateHz: 16_000 };
const ODD = path.resolve('../shared/pathological');
const REAL = path.resolve('../shared/clips');

function fileAt(filePath: string): ClipToView {
  return { filePath, arraysPath: `${filePath}.arrays`, sha256: 'abc', streams: undefined };
}

/** A second of silence, then a second of a tone of half scale at 1 kHz. */
async function toneClip(filePath: string): Promise<ClipToView> {
  const samples = Float32Array.from({ length: 32_000 }, (_, at) =>
    at < 16_000 ? 0 : 0.5 * Math.sin((2 * Math.PI * 1000 * at) / 16_000),
  );
  const pixels = new Uint8Array(50 * SHAPE.widthPx * SHAPE.heightPx * 3).fill(90);
  await encodeClip({ ...SHAPE, pixels, samples }, filePath, CONTEXT);
  return { ...fileAt(filePath), streams: { videoIndex: 0, audioIndex: 1 } };
}

async function viewOf(clip: ClipToView) {
  const outcome = await makeClipView(clip, CONTEXT);
  assert.equal(outcome.kind, 'view', JSON.stringify(outcome));
  return (outcome as Extract<typeof outcome, { kind: 'view' }>).view;
}

test('a clip has its film, its waveform and its log-mel on one clock', async (t) => {
  const view = await viewOf(await toneClip(path.join(temporaryFolder(t), 'clip.mp4')));
  assert.deepEqual([view.film!.widthPx, view.film!.heightPx, view.film!.count], [160, 120, 50]);
  assert.ok(Math.abs(view.durationSeconds - 2) < 0.07);
  const { envelope, envelopeStepsPerSecond, peakDbfs, mel, melBins, melFramesPerSecond } = view.sound!;
  const highestAt = (seconds: number): number => envelope[2 * Math.round(seconds * envelopeStepsPerSecond) + 1]!;
  assert.ok(highestAt(0.5) < 0.01 && Math.abs(highestAt(1.5) - 0.5) < 0.05, `${highestAt(0.5)}, ${highestAt(1.5)}`);
  assert.ok(Math.abs(peakDbfs + 6) < 1, `${peakDbfs} dBFS`);
  const columnAt = (seconds: number): Uint8Array => {
    const column = Math.round(seconds * melFramesPerSecond) * melBins;
    return mel.subarray(column, column + melBins);
  };
  assert.ok(Math.max(...columnAt(0.5)) < 30);
  assert.ok(Math.max(...columnAt(1.5)) > 245);
});

test('the cached log-mel is taken where there is one', async (t) => {
  const clip = await toneClip(path.join(temporaryFolder(t), 'clip.mp4'));
  const cached = arraysOf(madeDecoded({ clipName: 'other', label: 'low' }));
  await keepClipArrays(clip, cached);
  assert.equal((await viewOf(clip)).sound!.melFrames, cached.melFrames);
  assert.notEqual((await viewOf({ ...clip, sha256: 'of a changed file' })).sound!.melFrames, cached.melFrames);
});

test('a file that is gone, empty or no media is one line, and so is a program that is not there', async (t) => {
  const folder = temporaryFolder(t);
  const because = async (clip: ClipToView, context = CONTEXT): Promise<string> => {
    const outcome = await makeClipView(clip, context);
    return outcome.kind === 'failed' ? outcome.because : 'a view';
  };
  const gone = path.join(folder, 'gone.mp4');
  assert.equal(await because(fileAt(gone)), `the file is gone: ${gone} (see ks-build verify)`);
  const empty = path.join(folder, 'empty.mp4');
  writeFileSync(empty, '');
  const streams = { videoIndex: 0, audioIndex: 1 };
  assert.match(await because({ ...fileAt(empty), streams }), /moov atom not found.* · |Invalid data/);
  assert.match(await because(fileAt(empty)), /\S/);
  assert.match(await because({ ...fileAt(empty), streams }, { ...CONTEXT, ffmpegPath: '/none' }), /Install ffmpeg/);
});

test('a view that is called off rejects with the reason of that', async (t) => {
  const clip = await toneClip(path.join(temporaryFolder(t), 'clip.mp4'));
  const reason = new Error('not wanted any more');
  await assert.rejects(makeClipView(clip, { ...CONTEXT, abortSignal: AbortSignal.abort(reason) }), reason);
});

test('the streams of a clip that we cut are known, those of a file taken as it came are asked for', () => {
  const clip = { path: 'clips/train/a/b.mp4', sha256: 'abc', hasPicture: true, hasSound: false } as const;
  const workspace = { absolute: (relative: string) => `/w/${relative}` };
  assert.deepEqual(clipToView({ ...clip, method: 're-encode' }, workspace), {
    filePath: '/w/clips/train/a/b.mp4',
    arraysPath: '/w/arrays/train/a/b.arrays',
    sha256: 'abc',
    streams: { videoIndex: 0, audioIndex: undefined },
  });
  assert.equal(clipToView({ ...clip, method: 'verbatim' }, workspace).streams, undefined);
});

/** What of an odd file can be seen and heard; the others fail with a line. */
const ODD_FILES: Readonly<Record<string, 'both' | 'picture' | 'sound'>> = {
  '-video-with-dash-.mp4': 'picture',
  'autoeditor_attached-pic.mp4': 'both',
  'decord_corrupted.mp4': 'picture',
  'decord_rot90.mov': 'picture',
  'derived_audio_4s_video_10s.mp4': 'both',
  'derived_audio_late_2s.mp4': 'both',
  'derived_audio_only.m4a.mp4': 'sound',
  'derived_digital_silence.mp4': 'both',
  'derived_still_image_slideshow.mp4': 'both',
  'exo_av1.mp4': 'both',
  'exo_mdat_too_long.mp4': 'both',
  'exo_portrait_4k60.mp4': 'both',
  'exo_video_desks.3gp': 'both',
  'exo_vp9_odd_dimensions.webm': 'picture',
  'filetype_fixture-null.webm': 'picture',
  'mediabunny_eac3.mkv': 'sound',
  'mediabunny_multiple-aac-tracks.mp4': 'sound',
  'mediabunny_rotate-buck-bunny.mp4': 'both',
  'mediabunny_sar_2x1.mp4': 'picture',
  'mmaction2_demo_noaudio_28fps.mp4': 'picture',
  'moviepy_no_duration.webm': 'both',
  'moviepy_video_with_failing_audio.mp4': 'both',
  'silent-track_panda_a.mp4': 'both',
};

test('every odd file gives a view of what there is, or a line that says why not', {
  skip: existsSync(ODD) ? false : 'the odd files are not here',
}, async () => {
  for (const name of readdirSync(ODD).filter((file) => !file.endsWith('.md'))) {
    const outcome = await makeClipView(fileAt(path.join(ODD, name)), CONTEXT);
    if (outcome.kind === 'failed') {
      assert.equal(ODD_FILES[name], undefined, `${name}: ${outcome.because}`);
      assert.match(outcome.because, /^\S[^\n]+$/);
      continue;
    }
    const { film, sound, durationSeconds } = outcome.view;
    const given = film !== undefined && sound !== undefined ? 'both' : film === undefined ? 'sound' : 'picture';
    assert.equal(given, ODD_FILES[name], name);
    assert.ok(durationSeconds > 0 && durationSeconds < 15, name);
    if (film === undefined) continue;
    assert.equal(film.rgb.length, film.count * film.widthPx * film.heightPx * 3, name);
    assert.ok(film.widthPx <= 160 && film.heightPx <= 120 && film.heightPx % 2 === 0, name);
  }
});

test('real clips last in the view what their files say', {
  skip: existsSync(REAL) ? false : 'the real clips are not here',
}, async () => {
  for (const [name, seconds] of [
    ['SOX5yA1l24A.mp4', 11.08],
    ['nasa_13013.mp4', 13.06],
    ['cough_video_00331.mp4', 10.03],
  ] as const) {
    const view = await viewOf(fileAt(path.join(REAL, name)));
    assert.ok(Math.abs(view.durationSeconds - seconds) < 0.05, `${name}: ${view.durationSeconds}`);
  }
});
