import assert from 'node:assert/strict';
import { existsSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { DEFAULT_CONFIG } from '../../src/config.ts';
import { MissingToolError } from '../../src/errors.ts';
import { compareWithTruth, readFlashesAndBeeps } from '../../src/synthetic/find-offsets.ts';
import { flashInstants, makeFlashAndBeep } from '../../src/synthetic/flash-and-beep.ts';
import { clipOf, cut, ffmpeg, movingPicture, temporaryDirectory, tone, toolContext } from '../helpers/cutting.ts';
import { writeProgram } from '../helpers/programs.ts';

const SOURCE = {
  durationSeconds: 30,
  widthPx: 160,
  heightPx: 90,
  videoFps: 25,
  gopSeconds: 5,
  periodSeconds: 1,
  sampleRateHz: 44100,
  toneHz: 1000,
  background: '0x202020',
};
const FRAME_SECONDS = 1 / SOURCE.videoFps;
/** The envelope that finds a beep has steps of 1 ms. */
const BEEP_ACCURACY_SECONDS = 0.001;

describe('cutting a clip', { concurrency: 2 }, () => {
  const directory = temporaryDirectory({ after });
  const source = join(directory, 'source.mp4');
  before(() => makeFlashAndBeep(SOURCE, source, toolContext));
  const output = (name: string): string => join(directory, `${name}.part`);

  // Irregular fractions of a video frame, keyframes (5, 10) and both ends.
  for (const startSeconds of [0, 0.02, 4.99, 5, 7.7717, 13.3331, 19.5198, 24.9999]) {
    test(`a cut at ${startSeconds} s starts there and is in step, within one video frame`, async () => {
      const outputPath = output(`cut-${startSeconds}`);
      const clip = clipOf(await cut({ filePath: source, outputPath, startSeconds, endSeconds: startSeconds + 5 }));
      assert.equal(clip.method, 're-encode');
      assert.deepEqual(clip.verdict, { decision: 'keep', reasons: [] });
      const offsets = compareWithTruth(
        await readFlashesAndBeeps(outputPath, toolContext),
        flashInstants(SOURCE),
        startSeconds,
      );
      assert.ok(offsets);
      assert.ok(Math.abs(offsets.pictureStartSeconds - startSeconds) <= FRAME_SECONDS, 'picture');
      assert.ok(Math.abs(offsets.soundStartSeconds - startSeconds) <= BEEP_ACCURACY_SECONDS, 'sound');
      assert.ok(offsets.maxOffsetSeconds <= FRAME_SECONDS, 'offset');
    });
  }

  test('a transport stream, whose seeks miss keyframes, is cut as exactly', async () => {
    const filePath = join(directory, 'source.ts');
    await ffmpeg('-i', source, '-c', 'copy', filePath);
    const outputPath = output('ts');
    clipOf(await cut({ filePath, outputPath, startSeconds: 13.3331, endSeconds: 18.3331 }));
    const instants = await readFlashesAndBeeps(outputPath, toolContext);
    const offsets = compareWithTruth(instants, flashInstants(SOURCE), 13.3331);
    assert.equal(offsets?.matchedEvents, instants.beepSeconds.length);
    assert.ok(Math.abs(offsets.pictureStartSeconds - 13.3331) <= FRAME_SECONDS);
    assert.ok(offsets.maxOffsetSeconds <= FRAME_SECONDS);
  });

  test('a segment past the end becomes what the source allows', async () => {
    const clip = clipOf(await cut({ filePath: source, outputPath: output('end'), startSeconds: 24, endSeconds: 34 }));
    assert.ok(Math.abs(clip.expectedDurationSeconds - 6) < 0.05);
    assert.ok(Math.abs((clip.facts.video?.durationSeconds ?? 0) - 6) < 0.1);
    assert.equal(clip.verdict.decision, 'keep');
  });

  test('less than half a segment is dropped as too short', async () => {
    const clip = clipOf(await cut({ filePath: source, outputPath: output('half'), startSeconds: 26, endSeconds: 36 }));
    assert.equal(clip.verdict.reasons[0]?.code, 'too-short');
  });

  test('a stream copy is marked, and its two streams start together', async () => {
    const request = { filePath: source, outputPath: output('copy'), startSeconds: 7.3, endSeconds: 12.3 };
    const clip = clipOf(await cut({ ...request, settings: { copy: true } }));
    assert.equal(clip.method, 'copy');
    assert.equal(clip.facts.video?.widthPx, SOURCE.widthPx);
  });

  test('the same cut twice is the same file', async () => {
    const request = { filePath: source, startSeconds: 3.3, endSeconds: 6.3 };
    const first = clipOf(await cut({ ...request, outputPath: output('first') }));
    const second = clipOf(await cut({ ...request, outputPath: output('second') }));
    assert.equal(first.facts.sha256, second.facts.sha256);
  });

  test('borrowed media that fits is copied bit for bit and left alone; ours is moved', async () => {
    const filePath = join(directory, 'trimmed.mp4');
    await ffmpeg('-i', source, '-t', '4', '-c', 'copy', filePath);
    const bytes = readFileSync(filePath);
    const request = { filePath, outputPath: output('kept'), startSeconds: 100, endSeconds: 104 };
    const borrowed = clipOf(await cut({ ...request, media: { extent: 'trimmed' } }));
    assert.equal(borrowed.method, 'verbatim');
    assert.deepEqual(readFileSync(request.outputPath), bytes);
    assert.deepEqual(readFileSync(filePath), bytes);
    assert.equal(borrowed.facts.sizeBytes, bytes.length);
    clipOf(await cut({ ...request, media: { extent: 'trimmed', ownership: 'temporary' } }));
    assert.equal(existsSync(filePath), false);
  });

  const names = ['-x.mp4', "it's 100% [a]:b.mp4", 'pipe:0', 'concat:a|b.mp4', 'a"b\\c%03d.mp4', '$(touch x) ü.mp4'];
  for (const name of names) {
    test(`a file called ${name} is a file`, async () => {
      const filePath = join(directory, name);
      symlinkSync(source, filePath);
      const outputPath = join(directory, `out ${name}`);
      assert.equal(
        clipOf(await cut({ filePath, outputPath, startSeconds: 1, endSeconds: 3 })).verdict.decision,
        'keep',
      );
    });
  }

  test('a playlist that names another file opens nothing', async () => {
    const filePath = join(directory, 'playlist.mp4');
    const playlists = [
      `#EXTM3U\n#EXT-X-TARGETDURATION:30\n#EXTINF:30,\nfile://${source}\n#EXT-X-ENDLIST\n`,
      `ffconcat version 1.0\nfile source.mp4\n`,
    ];
    for (const playlist of playlists) {
      writeFileSync(filePath, playlist);
      const outcome = await cut({ filePath, outputPath: output('playlist'), startSeconds: 0, endSeconds: 10 });
      assert.deepEqual(outcome.kind === 'dropped' && outcome.reasons, [{ code: 'corrupt' }]);
    }
  });

  describe('when something goes wrong, nothing is left behind', () => {
    const request = (name: string) => ({ filePath: source, outputPath: output(name), startSeconds: 1, endSeconds: 3 });
    const withFfmpeg = (ffmpegPath: string) => ({ tools: { ffmpegPath, ffprobePath: 'ffprobe' } });

    test('a missing ffmpeg is for the run', async () => {
      const context = withFfmpeg(join(directory, 'no-such-ffmpeg'));
      await assert.rejects(cut({ ...request('missing'), context }), MissingToolError);
    });

    test('an ffmpeg without x264 is for the run', async () => {
      const ffmpegPath = writeProgram(directory, 'without-x264', `echo "Unknown encoder 'libx264'" >&2; exit 1`);
      await assert.rejects(cut({ ...request('x264'), context: withFfmpeg(ffmpegPath) }), MissingToolError);
    });

    test('a full disk is said to be one', async () => {
      const body = `for last; do :; done; touch "$(echo "$last" | sed s/file://)"; echo 'write: No space left on device' >&2; exit 1`;
      const ffmpegPath = writeProgram(directory, 'on-full-disk', body);
      const outcome = await cut({ ...request('full'), context: withFfmpeg(ffmpegPath) });
      assert.equal(outcome.kind === 'failed' && outcome.failure.code, 'disk-full');
      assert.equal(existsSync(output('full')), false);
    });

    test('an ffmpeg that hangs is ended at its time limit', async () => {
      const ffmpegPath = writeProgram(directory, 'hanging', 'exec sleep 60');
      const settings = { cut: { ...DEFAULT_CONFIG.cut, timeLimitSeconds: 0.3 } };
      const outcome = await cut({ ...request('hang'), settings, context: withFfmpeg(ffmpegPath) });
      assert.equal(outcome.kind === 'failed' && outcome.failure.code, 'timed-out');
    });

    test('an ffmpeg that fails on media that decodes is our failure, not the media', async () => {
      const body = `case "$*" in *libx264*) echo broken >&2; exit 1;; *) exec ffmpeg "$@";; esac`;
      const ffmpegPath = writeProgram(directory, 'broken-encoder', body);
      const outcome = await cut({ ...request('refused'), context: withFfmpeg(ffmpegPath) });
      assert.deepEqual(outcome.kind === 'failed' && outcome.failure, { code: 'cut-failed', message: 'broken' });
    });

    test('a cut that is not what was asked for is not exact, and not a clip', async () => {
      const body = `case "$*" in *libx264*) exec ffmpeg $(echo "$@" | sed 's/-t 2.000000/-t 1.500000/');; *) exec ffmpeg "$@";; esac`;
      const ffmpegPath = writeProgram(directory, 'cutting-short', body);
      const outcome = await cut({ ...request('short'), context: withFfmpeg(ffmpegPath) });
      assert.equal(outcome.kind === 'failed' && outcome.failure.code, 'cut-not-exact');
      assert.equal(existsSync(output('short')), false);
    });

    test('an abort ends the cut with its reason', async () => {
      const controller = new AbortController();
      const reason = new Error('enough');
      const onStage = (): void => controller.abort(reason);
      const context = { abortSignal: controller.signal, onStage };
      await assert.rejects(cut({ ...request('aborted'), context }), reason);
      assert.equal(existsSync(output('aborted')), false);
    });

    test('media that has vanished is a failure of ours, not a broken video', async () => {
      const outcome = await cut({ ...request('gone'), media: { filePath: join(directory, 'gone.mp4') } });
      assert.equal(outcome.kind === 'failed' && outcome.failure.code, 'internal');
    });
  });
});

describe('unusual sources', { concurrency: 2 }, () => {
  const directory = temporaryDirectory({ after });

  const sound = tone(44100, 4);
  const h264 = ['-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p', '-c:a', 'aac'];
  const sources: readonly { title: string; name: string; argv: string[]; is: Record<string, unknown> }[] = [
    {
      title: 'odd sides become even',
      name: 'odd.mp4',
      argv: [...movingPicture('161x121', '25', 4), ...sound, '-c:v', 'libx264', '-pix_fmt', 'yuv444p', '-c:a', 'aac'],
      is: { widthPx: 160, heightPx: 120, pixelFormat: 'yuv420p' },
    },
    {
      title: 'pixels of 2:1 become square',
      name: 'sar.mp4',
      argv: [...movingPicture('320x180', '25', 4), ...sound, '-vf', 'setsar=2', ...h264],
      is: { widthPx: 640, heightPx: 180 },
    },
    {
      title: 'ten bits become eight',
      name: 'ten-bit.mkv',
      argv: [
        ...movingPicture('320x180', '25', 4),
        ...sound,
        '-c:v',
        'libx264',
        '-preset',
        'ultrafast',
        '-pix_fmt',
        'yuv420p10le',
        '-c:a',
        'aac',
      ],
      is: { pixelFormat: 'yuv420p', codec: 'h264' },
    },
    {
      title: '50 video frames a second become 25',
      name: 'fast.mp4',
      argv: [...movingPicture('160x90', '50', 4), ...sound, ...h264],
      is: { decodedVideoFrames: 75 },
    },
    {
      title: 'a variable rate becomes its mean, constant',
      name: 'variable.mkv',
      // Two of three video frames of the second half are left out: 25, then 8.3 a second; 16.7 on the whole.
      argv: [
        ...movingPicture('160x90', '25', 4),
        ...sound,
        '-vf',
        "select='lt(t,2)+not(mod(n,3))'",
        '-fps_mode',
        'vfr',
        ...h264,
      ],
      is: {},
    },
  ];
  for (const { title, name, argv, is } of sources) {
    test(title, async () => {
      const filePath = join(directory, name);
      await ffmpeg(...argv, '-shortest', filePath);
      const clip = clipOf(await cut({ filePath, outputPath: `${filePath}.part`, startSeconds: 0.5, endSeconds: 3.5 }));
      assert.equal(clip.verdict.decision, 'keep', JSON.stringify(clip.verdict));
      for (const [key, value] of Object.entries(is)) {
        assert.equal((clip.facts.video as unknown as Record<string, unknown>)[key], value, key);
      }
      assert.ok(Math.abs((clip.facts.video?.durationSeconds ?? 0) - 3) < 0.1);
    });
  }

  test('a turned picture is written upright', async () => {
    const [flat, filePath] = [join(directory, 'flat.mp4'), join(directory, 'turned.mp4')];
    await ffmpeg(...movingPicture('320x180', '25', 4), ...sound, ...h264, '-shortest', flat);
    await ffmpeg('-i', flat, '-c', 'copy', '-metadata:s:v:0', 'rotate=90', filePath);
    const clip = clipOf(await cut({ filePath, outputPath: `${filePath}.part`, startSeconds: 0, endSeconds: 3 }));
    assert.deepEqual([clip.facts.video?.widthPx, clip.facts.video?.heightPx], [180, 320]);
  });

  test('5.1 is mixed down, and of several sounds the chosen one is in the clip', async () => {
    const filePath = join(directory, 'sounds.mkv');
    await ffmpeg(
      ...[...movingPicture('160x90', '25', 4), ...tone(8000, 4), ...tone(48000, 4)],
      ...['-map', '0', '-map', '1', '-map', '2', '-ac:a:1', '6', ...h264, filePath],
    );
    const { facts } = clipOf(await cut({ filePath, outputPath: `${filePath}.part`, startSeconds: 0, endSeconds: 3 }));
    assert.deepEqual([facts.audio?.sampleRateHz, facts.audio?.channels, facts.audio?.sourceStreamCount], [48000, 2, 2]);
  });

  test('a video without sound is a clip that is dropped for it', async () => {
    const filePath = join(directory, 'mute.mp4');
    await ffmpeg(...movingPicture('160x90', '25', 4), ...h264, filePath);
    const clip = clipOf(await cut({ filePath, outputPath: `${filePath}.part`, startSeconds: 0, endSeconds: 3 }));
    assert.deepEqual(clip.verdict.reasons, [{ code: 'no-audio' }]);
  });
});
