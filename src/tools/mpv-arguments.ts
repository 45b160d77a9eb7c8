// The options that every mpv of ours gets. Pure.
import { MEDIA_CONTAINERS } from './safe-input.ts';

/**
 * The user's own configuration could do anything with a clip, and a stranger's file must lead to no other file and no address:
 * playlists, chapters and references into other files, subtitles and covers beside the file, and the site downloader are all off.
 */
export const QUIET_AND_SAFE: readonly string[] = [
  ...['--no-config', '--load-scripts=no', '--ytdl=no', '--autoload-files=no', '--access-references=no'],
  ...['--ordered-chapters=no', '--resume-playback=no', '--demuxer=lavf'],
  '--demuxer-lavf-o-append=protocol_whitelist=file,pipe',
  `--demuxer-lavf-o-append=format_whitelist=${MEDIA_CONTAINERS.join(',')}`,
];
