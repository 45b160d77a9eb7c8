// Runs the ffmpeg that writes a clip: what to do comes in, how it ended goes out.
import {
  type CutStreams,
  copyArguments,
  type Interval,
  type PictureTarget,
  reEncodeArguments,
  type SoundTarget,
} from './ffmpeg-arguments.ts';
import { lastLines, type MediaToolContext, runMediaTool, type ToolTrouble } from './media-tool.ts';

export type CutWork = { readonly streams: CutStreams; readonly interval: Interval } & (
  | { readonly method: 'copy' }
  | { readonly method: 're-encode'; readonly picture: PictureTarget; readonly sound: SoundTarget | undefined }
);

export type CutEnd =
  | { readonly kind: 'written' }
  /** ffmpeg ended by itself with an error: the media's fault or ours, decoding the source tells. */
  | { readonly kind: 'refused'; readonly message: string }
  | { readonly kind: 'trouble'; readonly trouble: ToolTrouble };

/** @throws MissingToolError, or the abort signal's reason */
export async function runCut(
  inputPath: string,
  outputPath: string,
  work: CutWork,
  context: MediaToolContext & { readonly ffmpegPath: string },
): Promise<CutEnd> {
  const files = { inputPath, outputPath };
  const argv =
    work.method === 'copy'
      ? copyArguments(files, work.streams, work.interval)
      : reEncodeArguments(files, work.streams, work.interval, work.picture, work.sound);
  const end = await runMediaTool(context.ffmpegPath, argv, context);
  if (end.trouble !== undefined) return { kind: 'trouble', trouble: end.trouble };
  return end.exitCode === 0 ? { kind: 'written' } : { kind: 'refused', message: lastLines(end.stderrTail) };
}
