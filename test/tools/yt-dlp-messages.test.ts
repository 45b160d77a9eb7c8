import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { FailureCode } from '../../src/dataset/failure.ts';
import { classifyMessage, failureText, saysBrokenOff } from '../../src/tools/yt-dlp-messages.ts';

const COOKIES_HINT =
  'Use --cookies-from-browser or --cookies for the authentication. See  https://github.com/yt-dlp/yt-dlp/wiki/FAQ#how-do-i-pass-cookies-to-yt-dlp  for how to manually pass cookies. Also see  https://github.com/yt-dlp/yt-dlp/wiki/Extractors#exporting-youtube-cookies  for tips on effectively exporting YouTube cookies';
const RATE_HINT =
  'It is recommended to use `-t sleep` to add a delay between video requests to avoid exceeding the rate limit. For more information, refer to  https://github.com/yt-dlp/yt-dlp/wiki/Extractors#this-content-isnt-available-try-again-later';
const youtube = (reason: string): string => `ERROR: [youtube] SOX5yA1l24A: ${reason}`;
const generic = (reason: string): string => `ERROR: [generic] x: ${reason}`;
const status = (code: number, reason: string): string =>
  generic(`Unable to download webpage: HTTP Error ${code}: ${reason} (caused by <HTTPError ${code}: ${reason}>)`);

const TEXTS: Readonly<Partial<Record<FailureCode, readonly string[]>>> = {
  'video-unavailable': [
    youtube('Video unavailable'),
    youtube('Video unavailable. This video is not available'),
    youtube('This video is unavailable'),
    youtube('Video unavailable. This content isn’t available.'),
    youtube('This video is no longer available'),
    youtube('This live stream recording is not available.'),
    youtube('Video unavailable. This video is no longer available.'),
  ],
  'video-private': [
    youtube("Private video. Sign in if you've been granted access to this video"),
    youtube(`Private video. Sign in if you've been granted access to this video. ${COOKIES_HINT}`),
    youtube(`Private video. Sign in if you’ve been granted access to this video. ${COOKIES_HINT}`),
    youtube('This video is private. If the owner of this video has granted you access, please sign in.'),
  ],
  'video-removed': [
    youtube('This video has been removed by the uploader'),
    youtube('Video unavailable. This video has been removed by the uploader'),
    youtube("This video has been removed for violating YouTube's policy on hate speech."),
    youtube('This video has been removed for violating YouTube’s Terms of Service'),
    youtube('This video does not exist.'),
    youtube('This video was removed by the user'),
  ],
  'account-terminated': [
    youtube(
      'Video unavailable. This video is no longer available because the YouTube account associated with this video has been terminated.',
    ),
    youtube(
      'Video unavailable. This video is no longer available because the uploader has closed their YouTube account.',
    ),
  ],
  'copyright-removed': [
    youtube("Video unavailable. This video contains content from 'X', who has blocked it on copyright grounds"),
    youtube('Video unavailable. This video is no longer available due to a copyright claim by X'),
  ],
  'geo-blocked': [
    youtube('Video unavailable. The uploader has not made this video available in your country'),
    youtube(
      "Video unavailable. This video contains content from 'X', who has blocked it in your country on copyright grounds",
    ),
    youtube(
      'The uploader has not made this video available in your country\nThis video is available in Austria, Germany, Switzerland.\nYou might want to use a VPN or a proxy server (with --proxy) to workaround.',
    ),
    generic('This video is not available from your location due to geo restriction'),
    status(451, 'Unavailable For Legal Reasons'),
  ],
  'age-restricted': [
    youtube('Sign in to confirm your age. This video may be inappropriate for some users.'),
    youtube(`Sign in to confirm your age. This video may be inappropriate for some users. ${COOKIES_HINT}`),
    youtube('This video may be inappropriate for some users.'),
  ],
  'bot-check': [
    youtube('Sign in to confirm you’re not a bot.'),
    youtube(`Sign in to confirm you’re not a bot. ${COOKIES_HINT}`),
    youtube(`Sign in to confirm you're not a bot. ${COOKIES_HINT}`),
    youtube('Sign in to confirm you’re not a bot. This helps protect our community. Learn more'),
    youtube(`Please sign in. ${COOKIES_HINT}`),
    youtube('Our systems have detected unusual traffic from your computer network'),
    generic(
      'Got HTTP Error 403 caused by Cloudflare anti-bot challenge; try again with  --extractor-args "generic:impersonate"',
    ),
  ],
  'rate-limited': [
    youtube(
      `Video unavailable. This content isn't available, try again later. The current session has been rate-limited by YouTube for up to an hour. ${RATE_HINT}`,
    ),
    youtube(
      `This content isn’t available, try again later. Your account has been rate-limited by YouTube for up to an hour. ${RATE_HINT}`,
    ),
    youtube("Video unavailable. This content isn't available, try again later."),
    status(429, 'Too Many Requests'),
    status(402, 'Payment Required'),
    'ERROR: unable to download video data: HTTP Error 429: Too Many Requests',
    'ERROR: ffmpeg exited with code 1\n[https @ 0x5577d0c0] HTTP error 429 Too Many Requests',
  ],
  captcha: [
    youtube('Video unavailable. YouTube is requiring a captcha challenge before playback'),
    youtube("This content isn't available. YouTube is requiring a captcha challenge before playback"),
  ],
  'ip-blocked': [
    youtube('All player responses are invalid. Your IP is likely being blocked by Youtube'),
    youtube('Failed to extract any player response'),
  ],
  'not-yet-aired': [
    youtube('Premieres in 14 minutes'),
    youtube('This live event will begin in 3 hours.'),
    youtube('This live event will begin in a few moments.'),
    youtube('Premiere will begin shortly'),
    '[download] x does not pass filter (!is_live), skipping ..',
  ],
  'members-only': [
    youtube('Join this channel to get access to members-only content like this video, and other exclusive perks.'),
    youtube("This video is available to this channel's members on level: X (or any higher level)."),
    youtube('This video is only available to Music Premium members'),
    youtube('This video requires payment to watch.'),
  ],
  'drm-protected': [youtube('This video is DRM protected'), generic('This video is DRM protected')],
  'not-a-video': [
    'ERROR: Unsupported URL: http://127.0.0.1:8000/captcha-private-video.html',
    'ERROR: [youtube:truncated_id] SOX5: Incomplete YouTube ID SOX5. URL https://www.youtube.com/watch?v=SOX5 looks truncated.',
    'ERROR: [generic] \'x y\' is not a valid URL. Set --default-search "ytsearch" (or run  yt-dlp "ytsearch:x y" ) to search YouTube',
  ],
  'not-found': [
    'ERROR: [generic] 404: Unable to download webpage: HTTP Error 404: Not Found (caused by <HTTPError 404: Not Found>)',
    status(410, 'Gone'),
  ],
  forbidden: [
    status(403, 'Forbidden'),
    status(401, 'Unauthorized'),
    'ERROR: unable to download video data: HTTP Error 403: Forbidden',
    'ERROR: ffmpeg exited with code 1\n[https @ 0x5577d0c0] HTTP error 403 Forbidden\nhttps://x.example/v: Server returned 403 Forbidden (access denied)',
  ],
  'server-error': [
    status(500, 'Internal Server Error'),
    status(502, 'Bad Gateway'),
    status(503, 'Service Unavailable'),
    status(504, 'Gateway Timeout'),
    status(599, 'x'),
  ],
  network: [
    "ERROR: [generic] x: Unable to download webpage: HTTPConnection(host='127.0.0.1', port=1): Failed to establish a new connection: [Errno 111] Connection refused (caused by TransportError(\"HTTPConnection(host='127.0.0.1', port=1): Failed to establish a new connection: [Errno 111] Connection refused\"))",
    "ERROR: [generic] x: Unable to download webpage: [Errno 111] Connection refused (caused by TransportError('[Errno 111] Connection refused'))",
    "ERROR: [youtube] SOX5yA1l24A: Unable to download API page: ('Unable to connect to proxy', NewConnectionError('x')) (caused by ProxyError(\"('Unable to connect to proxy', x)\"))",
    generic("Unable to download webpage: timed out (caused by TransportError('timed out'))"),
    generic(
      "Unable to download webpage: HTTPSConnection(host='x', port=443): Failed to resolve 'x' ([Errno -3] Temporary failure in name resolution)",
    ),
    generic('Unable to download webpage: [Errno -2] Name or service not known'),
    generic('Unable to download webpage: [Errno 8] nodename nor servname provided, or not known'),
    generic(
      "Unable to download webpage: [SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: unable to get local issuer certificate (_ssl.c:1006) (caused by CertificateVerifyError('x'))",
    ),
    generic(
      "Unable to download webpage: [SSL: UNEXPECTED_EOF_WHILE_READING] EOF occurred in violation of protocol (caused by SSLError('x'))",
    ),
    generic(
      "Unable to download webpage: ('Connection aborted.', RemoteDisconnected('Remote end closed connection without response'))",
    ),
    generic('Unable to download webpage: [Errno 101] Network is unreachable'),
    generic('Unable to download webpage: [Errno 104] Connection reset by peer'),
    generic('Unable to download webpage: Tunnel connection failed: 407 Proxy Authentication Required'),
    status(407, 'Proxy Authentication Required'),
    status(408, 'Request Timeout'),
    'ERROR: ffmpeg exited with code 1\n[tcp @ 0x55d0] Connection to tcp://127.0.0.1:1 failed: Connection refused',
  ],
  stalled: [
    'ERROR: [download] Got error: 86443 bytes read, 172887 more expected. Giving up after 1 retries',
    'ERROR: \r[download] Got error: timed out. Giving up after 1 retries',
    'ERROR: Did not get any data blocks',
    'ERROR: content too short (expected 100 bytes and served 50)',
    'ERROR: The downloaded file is empty',
    'ERROR: fragment 3 not found, unable to continue',
    status(416, 'Requested Range Not Satisfiable'),
  ],
  'format-unavailable': [
    youtube('Requested format is not available. Use --list-formats for a list of available formats'),
    generic('No video formats found!'),
  ],
  'too-large': ['[download] File is larger than max-filesize (5000 bytes > 1000 bytes). Aborting.'],
  'disk-full': [
    'ERROR: unable to write data: [Errno 28] No space left on device',
    'ERROR: ffmpeg exited with code 1\n[mp4 @ 0x5577] Error writing trailer: No space left on device',
    'ERROR: unable to write data: [Errno 122] Disk quota exceeded',
  ],
  'tool-failed': [
    'ERROR: Postprocessing: Conversion failed!',
    'ERROR: ffmpeg exited with code 187',
    'ERROR: You have requested merging of multiple formats but ffmpeg is not installed. Aborting due to --abort-on-error',
    'ERROR: unable to open for writing: [Errno 13] Permission denied: "x.part"',
    'yt-dlp: error: no such option: --js-runtimes',
    'ERROR: could not find firefox cookies database in "/home/x"',
    'Traceback (most recent call last):\n  File "x.py", line 1\nKeyError: 1',
  ],
  unknown: [
    '',
    youtube('This text has never been seen before'),
    youtube('Unable to extract initial data'),
    status(400, 'Bad Request'),
    status(418, "I'm a teapot"),
    youtube(
      'Video unavailable. This video contains content from X, who has blocked it from display on this website or application.',
    ),
  ],
};

for (const [code, texts] of Object.entries(TEXTS)) {
  for (const text of texts) {
    test(`${code}: ${text.split('\n')[0]?.slice(0, 120) || 'no text at all'}`, () => {
      assert.equal(classifyMessage(text), code);
    });
  }
}

test('letters of an id or an address are not read as words', () => {
  assert.equal(classifyMessage('ERROR: [generic] private video captcha: HTTP Error 503: x'), 'server-error');
  assert.equal(classifyMessage('ERROR: [generic] captcha: Video unavailable'), 'video-unavailable');
});

test('a message that runs over several lines is one text, and warnings around it are not part of it', () => {
  const text = failureText([
    'WARNING: [youtube] SOX5yA1l24A: HTTP Error 429: Too Many Requests. Retrying (1/3)...',
    'ERROR: [youtube] SOX5yA1l24A: The uploader has not made this video available in your country',
    'This video is available in Austria, Germany.',
    'You might want to use a VPN or a proxy server (with --proxy) to workaround.',
    'WARNING: something else',
  ]);
  assert.deepEqual(text.split('\n'), [
    'ERROR: [youtube] SOX5yA1l24A: The uploader has not made this video available in your country',
    'This video is available in Austria, Germany.',
    'You might want to use a VPN or a proxy server (with --proxy) to workaround.',
  ]);
  assert.equal(classifyMessage(text), 'geo-blocked');
});

test("ffmpeg's complaints stand in for its bare exit code, its description of the file does not", () => {
  const text = failureText([
    "Input #0, mov,mp4,m4a, from 'https://x.example/v':",
    '    title           : captcha: private video, sign in',
    '[https @ 0x55d0c0ffee] HTTP error 503 Service Unavailable',
    'ERROR: ffmpeg exited with code 1',
  ]);
  assert.equal(classifyMessage(text), 'server-error');
});

test('an error that a carriage return splits in two is one text', () => {
  const text = failureText([
    'ERROR: ',
    '[download] Got error: 4 bytes read, 4 more expected. Giving up after 1 retries',
  ]);
  assert.equal(text, 'ERROR: [download] Got error: 4 bytes read, 4 more expected. Giving up after 1 retries');
  assert.equal(classifyMessage(text), 'stalled');
});

test('without an error line the last lines are the text', () => {
  assert.equal(
    failureText(['Usage: yt-dlp [OPTIONS] URL', '', 'yt-dlp: error: no such option: --x']),
    'Usage: yt-dlp [OPTIONS] URL\nyt-dlp: error: no such option: --x',
  );
  assert.equal(failureText([]), '');
});

test('a transfer that ffmpeg takes for complete although the server broke off is recognised', () => {
  assert.ok(saysBrokenOff(['[http @ 0x55d0c0ffee] Stream ends prematurely at 120000, should be 400000']));
  assert.ok(!saysBrokenOff(['    title : the stream ends prematurely', 'frame=  308 fps=0.0']));
});
