import assert from 'node:assert/strict';
import { existsSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { after, describe, test } from 'node:test';
import type { CutOutcome } from '../../src/pipeline/cut.ts';
import { parseProbe, probeArguments } from '../../src/tools/ffprobe.ts';
import { run } from '../../src/tools/process.ts';
import { clipOf, cut, temporaryDirectory } from '../helpers/cutting.ts';

const ODD = resolve('../shared/pathological');
const REAL = resolve('../shared/clips');
/** Wall clock for one file, on a busy machine. */
const TIME_LIMIT_MS = 60_000;

function reasonsOf(outcome: CutOutcome): string[] {
  if (outcome.kind === 'failed') return [`failed: ${outcome.failure.code} ${outcome.failure.message}`];
  return (outcome.kind === 'clip' ? outcome.verdict.reasons : outcome.reasons).map((reason) => reason.code);
}

/** How long the file says it lasts, so that no clip is too short for its segment. */
async function lengthOf(filePath: string): Promise<number> {
  const probe = parseProbe((await run('ffprobe', probeArguments(filePath), { keepStdout: true })).stdout);
  return probe?.videoStreams[0]?.durationSeconds ?? probe?.durationSeconds ?? 10;
}

/** The first reason as the file arrives, and when it is cut as a whole video: the same, unless the cut mends what is wrong. */
const ODD_FILES: Readonly<
  Record<string, { readonly arrives: string | undefined; readonly recut?: string | undefined }>
> = {
  '-video-with-dash-.mp4': { arrives: 'no-audio' },
  'autoeditor_attached-pic.mp4': { arrives: undefined },
  'decord_corrupted.mp4': { arrives: 'corrupt' },
  'decord_rot90.mov': { arrives: 'too-short' },
  'derived_audio_4s_video_10s.mp4': { arrives: 'streams-apart' },
  'derived_audio_late_2s.mp4': { arrives: 'streams-apart' },
  'derived_audio_only.m4a.mp4': { arrives: 'no-video' },
  'derived_digital_silence.mp4': { arrives: 'silent' },
  'derived_still_image_slideshow.mp4': { arrives: 'static' },
  'derived_truncated_half.mp4': { arrives: 'corrupt' },
  'derived_zero_bytes.mp4': { arrives: 'corrupt' },
  // Sound 43 and 67 ms after the picture; a cut fills that with silence.
  'exo_av1.mp4': { arrives: 'streams-apart', recut: undefined },
  'exo_mdat_too_long.mp4': { arrives: 'streams-apart', recut: undefined },
  'exo_portrait_4k60.mp4': { arrives: 'too-short' },
  // Picture 133 ms after the sound; a cut holds the first video frame for that long.
  'exo_video_desks.3gp': { arrives: 'streams-apart', recut: undefined },
  'exo_vp9_invalid-bitstream.webm': { arrives: 'corrupt' },
  'exo_vp9_odd_dimensions.webm': { arrives: 'no-audio' },
  'filetype_fixture-corrupt.mkv': { arrives: 'corrupt' },
  'filetype_fixture-null.webm': { arrives: 'no-audio' },
  'filetype_truncated-moov.mov': { arrives: 'corrupt' },
  'html_or_text_as_video.mp4': { arrives: 'corrupt' },
  'mediabunny_eac3.mkv': { arrives: 'no-video' },
  'mediabunny_multiple-aac-tracks.mp4': { arrives: 'no-video' },
  'mediabunny_rotate-buck-bunny.mp4': { arrives: 'streams-apart', recut: undefined },
  'mediabunny_sar_2x1.mp4': { arrives: 'no-audio' },
  'mmaction2_demo_noaudio_28fps.mp4': { arrives: 'no-audio' },
  // No length in the header: it cannot be searched, so it is taken for the segment, which is 10 s, and lasts 4.9 s.
  'moviepy_no_duration.webm': { arrives: 'too-short' },
  'moviepy_video_with_failing_audio.mp4': { arrives: undefined },
  'mp4parse_encrypted_cenc.mp4': { arrives: 'too-short' },
  'mp4parse_invalid_userdata.mp4': { arrives: 'corrupt' },
  'silent-track_panda_a.mp4': { arrives: 'silent' },
};

describe('odd and broken media', { concurrency: 2, skip: existsSync(ODD) ? false : `${ODD} is not here` }, () => {
  const directory = temporaryDirectory({ after });

  test('every file has a line in the table', () => {
    const files = existsSync(ODD) ? readdirSync(ODD).filter((name) => name !== 'README.md') : [];
    assert.deepEqual(files.sort(), Object.keys(ODD_FILES).sort());
  });

  for (const [name, expected] of Object.entries(ODD_FILES)) {
    test(`${name}: ${expected.arrives ?? 'kept'}`, { timeout: TIME_LIMIT_MS }, async () => {
      const filePath = join(ODD, name);
      const outputPath = join(directory, name);
      const request = { filePath, outputPath, startSeconds: 0, endSeconds: await lengthOf(filePath) };
      const arrived = await cut({ ...request, media: { extent: 'trimmed' } });
      assert.equal(reasonsOf(arrived)[0], expected.arrives, JSON.stringify(arrived));
      assert.equal(existsSync(outputPath), arrived.kind === 'clip');
      const recut = await cut({ ...request, media: { extent: 'unknown' }, settings: { normalise: true } });
      const expectedRecut = 'recut' in expected ? expected.recut : expected.arrives;
      assert.equal(reasonsOf(recut)[0], expectedRecut, JSON.stringify(recut));
    });
  }
});

describe('real clips', { concurrency: 2, skip: existsSync(REAL) ? false : `${REAL} is not here` }, () => {
  const directory = temporaryDirectory({ after });
  const files = existsSync(REAL) ? readdirSync(REAL).filter((name) => /\.(mp4|mkv)$/.test(name)) : [];
  for (const name of files) {
    test(`${name} is kept as it arrives`, { timeout: TIME_LIMIT_MS }, async () => {
      const filePath = join(REAL, name);
      const request = {
        filePath,
        outputPath: join(directory, name),
        startSeconds: 0,
        endSeconds: await lengthOf(filePath),
      };
      const clip = clipOf(await cut({ ...request, media: { extent: 'trimmed' } }));
      assert.deepEqual(clip.verdict, { decision: 'keep', reasons: [] });
    });
  }

  const SEGWAYS = [
    { name: 'R6llTwEh07w.mp4', startSeconds: 0, endSeconds: 10 },
    { name: 'SOX5yA1l24A.mp4', startSeconds: 299, endSeconds: 309 },
    { name: 'WUzgd7C1pWA.mp4', startSeconds: 101, endSeconds: 111 },
  ];
  for (const { name, ...times } of SEGWAYS) {
    test(`${name}, whose extent nobody states, is told to be the segment itself`, {
      timeout: TIME_LIMIT_MS,
    }, async () => {
      const request = { filePath: join(REAL, name), outputPath: join(directory, name), ...times };
      assert.equal(clipOf(await cut({ ...request, media: { extent: 'unknown' } })).method, 'verbatim');
    });
  }

  test('of two sounds, the one that is not telephone quality is in the clip', { timeout: TIME_LIMIT_MS }, async () => {
    const filePath = join(REAL, 'nasa_13013.mp4');
    const request = { filePath, outputPath: join(directory, 'nasa.mp4'), startSeconds: 0, endSeconds: 13 };
    const { facts } = clipOf(await cut({ ...request, media: { extent: 'trimmed' } }));
    assert.equal(facts.audio?.sampleRateHz, 16000);
    assert.equal(facts.audio?.sourceStreamCount, 2);
  });
});
