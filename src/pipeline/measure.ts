// Decodes a file (or an interval of one) once, under -xerror, and gives its facts. No threshold is applied here (pipeline/decide.ts).
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import type { AudioStreamFacts, MediaFacts, VideoStreamFacts } from '../dataset/media-facts.ts';
import { measurePictureChange, THUMBNAIL_SIDE_PX } from '../signal/picture-change.ts';
import { createClipReader, type DecodedClip } from '../tools/decode-clip.ts';
import { type DecodedAudio, type DecodedVideo, decodeArguments, parseDecodeReport } from '../tools/decode-report.ts';
import { type CutStreams, type Interval, WHOLE_FILE } from '../tools/ffmpeg-arguments.ts';
import { type MediaToolContext, runMediaTool, type ToolTrouble } from '../tools/media-tool.ts';
import { CLIP_SHAPE } from './clip-arrays.ts';

/** How digital silence is stored, dBFS: JSON and SQL have no -Infinity. */
const NO_LEVEL_DBFS = -200;

export interface MeasureContext extends MediaToolContext {
  readonly ffmpegPath: string;
}

/** Facts that come from decoding, without those of the file as bytes. */
export type DecodedFacts = Omit<MediaFacts, 'sizeBytes' | 'sha256'>;

export type DecodeOutcome =
  | {
      readonly kind: 'decoded';
      readonly facts: DecodedFacts;
      /** Where it was wanted and nothing went wrong. */
      readonly clip: DecodedClip | undefined;
    }
  | { readonly kind: 'trouble'; readonly trouble: ToolTrouble };

function videoFacts(video: DecodedVideo, thumbnails: Uint8Array): VideoStreamFacts {
  const startSeconds = video.timesSeconds[0] as number;
  const durationSeconds = (video.timesSeconds.at(-1) as number) - startSeconds;
  const decodedVideoFrames = video.timesSeconds.length - 1;
  return {
    codec: video.codec,
    widthPx: video.widthPx,
    heightPx: video.heightPx,
    videoFps: durationSeconds > 0 ? decodedVideoFrames / durationSeconds : 0,
    pixelFormat: video.pixelFormat,
    startSeconds,
    durationSeconds,
    decodedVideoFrames,
    ...measurePictureChange(thumbnails, video.timesSeconds),
  };
}

function audioFacts(audio: DecodedAudio, sourceStreamCount: number): AudioStreamFacts {
  return {
    codec: audio.codec,
    channels: audio.channels,
    sampleRateHz: audio.sampleRateHz,
    startSeconds: audio.startSeconds,
    durationSeconds: audio.endSeconds - audio.startSeconds,
    meanLevelDbfs: audio.meanLevelDbfs,
    peakLevelDbfs: audio.peakLevelDbfs,
    sourceStreamCount,
  };
}

export interface FactsWishes {
  readonly interval: Interval;
  /** The decoded sound and picture are handed on, so that measuring need not decode again. */
  readonly withClip: boolean;
}

/** All of the file, facts only. */
const FACTS_ONLY: FactsWishes = { interval: WHOLE_FILE, withClip: false };

/** @throws MissingToolError, or the abort signal's reason */
export async function decodeFacts(
  filePath: string,
  streams: CutStreams,
  sourceAudioStreamCount: number,
  context: MeasureContext,
  { interval, withClip }: FactsWishes = FACTS_ONLY,
): Promise<DecodeOutcome> {
  const thumbnails: Buffer[] = [];
  const reader = createClipReader();
  let log = '';
  const wishes = { interval, thumbnailSidePx: THUMBNAIL_SIDE_PX, shape: CLIP_SHAPE, withArrays: withClip };
  const end = await runMediaTool(context.ffmpegPath, decodeArguments(filePath, streams, wishes), context, {
    keepStdout: true,
    onStderrLine: (line) => {
      if (log.length < LONGEST_LOG) log += `${line}\n`;
    },
    extraPipes: [
      (stream) => stream.on('data', (chunk: Buffer) => thumbnails.push(chunk)),
      ...(withClip ? reader.pipes : []),
    ],
  });
  if (end.trouble !== undefined) return { kind: 'trouble', trouble: end.trouble };
  const outputs = { frameList: end.stdout, log: log + end.stderrTail, exitCode: end.exitCode };
  const report = parseDecodeReport(streams, outputs, NO_LEVEL_DBFS);
  return {
    kind: 'decoded',
    facts: {
      container: report.container,
      ...(report.video === undefined ? {} : { video: videoFacts(report.video, Buffer.concat(thumbnails)) }),
      ...(report.audio === undefined ? {} : { audio: audioFacts(report.audio, sourceAudioStreamCount) }),
      decodeErrors: report.errors,
    },
    clip: withClip && end.exitCode === 0 ? reader.read() : undefined,
  };
}

/** Characters: a decoder that complains about each video frame of an hour fills memory otherwise; run() keeps the end. */
const LONGEST_LOG = 256 * 1024;

/** Size and hash of a file in one read. */
export async function fingerprintFile(filePath: string): Promise<{ sizeBytes: number; sha256: string }> {
  const hash = createHash('sha256');
  let sizeBytes = 0;
  await pipeline(createReadStream(filePath), async (chunks: AsyncIterable<Buffer>) => {
    for await (const chunk of chunks) {
      sizeBytes += chunk.length;
      hash.update(chunk);
    }
  });
  return { sizeBytes, sha256: hash.digest('hex') };
}
