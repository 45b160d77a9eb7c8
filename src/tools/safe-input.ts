// How a media file that nobody vouches for is handed to ffmpeg and ffprobe: as a file, never as an address, an option or a playlist. Pure.

/**
 * Containers that hold their own media. What is left out is what a stranger's file could abuse: playlists and manifests
 * (hls, dash, concat, sdp), which make ffmpeg open other files and addresses, and images, subtitles and text, which are no videos.
 */
export const MEDIA_CONTAINERS: readonly string[] = [
  'mov,mp4,m4a,3gp,3g2,mj2',
  'matroska,webm',
  'avi',
  'flv',
  'mpegts',
  'mpeg',
  'mpegvideo',
  'asf',
  'ogg',
  'nut',
  'mxf',
  'rm',
  'dv',
  'h264',
  'hevc',
  'mp3',
  'aac',
  'wav',
  'flac',
];

/** Goes before each `-i`. */
export const SAFE_INPUT_OPTIONS: readonly string[] = [
  '-protocol_whitelist',
  'file,pipe',
  '-format_whitelist',
  MEDIA_CONTAINERS.join(','),
];

/** `file:` keeps names such as `-x.mp4`, `a:b.mp4` and `pipe:0` from being read as options or protocols. */
export function fileUrl(path: string): string {
  return `file:${path}`;
}
