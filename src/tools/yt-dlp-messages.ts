// What yt-dlp's English means: stderr in, the text of the failure and its code out. All matching of its texts lives here. Pure.
// The order of the rules is part of their meaning: what speaks of us (disk, rate, bot check, address, network) comes before what speaks
// of the video, since the same words stand in both ("unavailable", "sign in"). Text that no rule knows is `unknown`, never dead.
import type { FailureCode } from '../dataset/failure.ts';

interface Rule {
  readonly code: FailureCode;
  readonly when: RegExp;
}

const RULES: readonly Rule[] = [
  { code: 'disk-full', when: /no space left on device|disk quota exceeded|errno 28\b/ },

  { code: 'rate-limited', when: /available, try again later|been rate-limited|rate limit exceeded|too many requests/ },
  { code: 'captcha', when: /captcha/ },
  { code: 'bot-check', when: /you're not a bot|you are not a robot|anti-bot|unusual traffic/ },
  {
    code: 'ip-blocked',
    when: /ip is likely being blocked|failed to extract any player response|ip (address )?(has been|is|was) blocked/,
  },

  // A transfer that began and broke off, before the network errors that it may name as its cause.
  {
    code: 'stalled',
    when: /more expected|giving up after \d+ (fragment )?retries|did not get any data blocks|content too short|ends prematurely|downloaded file is empty|fragment \d+ not found|unable to continue/,
  },
  {
    code: 'network',
    when: /unable to connect to proxy|proxyerror|tunnel connection failed|socks5? (proxy )?error|connection (was )?(refused|reset|aborted|closed|broken)|failed to establish a new connection|remote end closed|remotedisconnected|name resolution|name or service not known|nodename nor servname|no address associated|failed to resolve|getaddrinfo|unreachable|no route to host|timed out|timeout|broken pipe|certificate|\bssl\b|\btls\b|handshake|incomplete ?read|transporterror|urlopen error|winerror 100\d\d|errno 1(0[0-4]|1[0-3])\b/,
  },

  {
    code: 'geo-blocked',
    when: /in your (country|region|location)|from your (country|region|location)|geo.?restrict|use a vpn or a proxy/,
  },
  {
    code: 'not-yet-aired',
    when: /premieres? (in|will begin)|live (event|stream) will begin|not pass filter \(!is_live\)|currently offline|live event has not started/,
  },
  {
    code: 'age-restricted',
    when: /confirm your age|age.restricted|inappropriate (for some users|or offensive)|over 18/,
  },
  { code: 'video-private', when: /private video|video is private/ },
  {
    code: 'members-only',
    when: /members.only|this channel's members|premium members|join this channel|requires payment|paid content|only available to .* subscribers/,
  },
  // An embedding rule, not a removal: the same video may play elsewhere.
  { code: 'unknown', when: /blocked it from display/ },
  { code: 'copyright-removed', when: /copyright/ },
  { code: 'account-terminated', when: /account.*(terminated|closed|suspended)|closed their .*account/ },
  { code: 'video-removed', when: /been removed|been deleted|removed by the (uploader|user|author)|does not exist/ },
  { code: 'drm-protected', when: /\bdrm\b/ },
  // "Please sign in" without age or privacy is the bot check in other words.
  { code: 'bot-check', when: /sign in|login required|log in|registered users/ },
  {
    code: 'format-unavailable',
    when: /requested format is not available|no video formats found|only images are available/,
  },
  {
    code: 'not-a-video',
    when: /unsupported url|no media found|no suitable (extractor|infoextractor)|not a valid url|looks truncated|unable to find video|no video could be found/,
  },
  { code: 'too-large', when: /larger than max-filesize/ },
  {
    code: 'video-unavailable',
    when: /(video|content|recording) (is )?(unavailable|(not|no longer) available)|(video|content) isn't available/,
  },

  {
    code: 'tool-failed',
    when: /postprocessing:|preprocessing:|ffmpeg (exited|not found|is not installed|could not be found)|ffprobe .*not found|unable to (write|open for writing|create directory|rename|remove)|permission denied|no such option|error: .*(option|argument)|invalid .* specification|traceback \(most recent|failed to load cookies|could not (find|copy) .*cookie|cookies database|unsupported browser|keyring/,
  },
];

/** HTTP statuses that are more than "try again": the rest of 4xx says nothing that we know. */
function codeOfStatus(status: number): FailureCode | undefined {
  if (status === 404 || status === 410) return 'not-found';
  if (status === 401 || status === 403) return 'forbidden';
  // youtube-dl's FAQ: 402 and 429 are YouTube's answers to an address that asks too often.
  if (status === 402 || status === 429) return 'rate-limited';
  if (status === 407 || status === 408) return 'network';
  // The part that we hold does not fit the file any more.
  if (status === 416) return 'stalled';
  if (status === 451) return 'geo-blocked';
  if (status >= 500 && status <= 599) return 'server-error';
  return undefined;
}

export function classifyMessage(message: string): FailureCode {
  const text = normalised(message);
  const spoken = RULES.find((rule) => rule.when.test(text));
  // A status is more exact than a network word beside it, and less than a reason about us ("anti-bot challenge" comes with a 403).
  const isAboutUs = spoken !== undefined && ['disk-full', 'captcha', 'bot-check', 'ip-blocked'].includes(spoken.code);
  const status = isAboutUs ? undefined : /http error (\d{3})\b/.exec(text)?.[1];
  return (status === undefined ? undefined : codeOfStatus(Number(status))) ?? spoken?.code ?? 'unknown';
}

/** Straight apostrophes, lower case, one line; without addresses and ids, whose letters are not yt-dlp's words. */
function normalised(message: string): string {
  return message
    .replace(/[\u2018\u2019\u02bc]/g, "'")
    .replace(/\b[a-z][a-z\d+.-]*:\/\/\S+/gi, ' ')
    .replace(/^(ERROR: )?\[[\w:.+-]+\] [^:\n]+: /gm, '$1')
    .replace(/\s+/g, ' ')
    .toLowerCase();
}

/** A line of another kind: it ends a message that runs over several lines. */
const NEXT_MESSAGE =
  /^(ERROR|WARNING|Deprecated Feature|DeprecationWarning)?:? ?\[|^(ERROR|WARNING|Deprecated Feature):|^KS-|^(frame|size)=|^Traceback/;
/** ffmpeg's complaints: `[https @ 0x5577] HTTP error 403 Forbidden`, `http://...: Server returned 5XX Server Error reply`. */
const FFMPEG_COMPLAINT =
  /^\[[^\]]+ @ 0x[\da-f]+\] |^\S+: (Server returned|Invalid|Error|Input\/output|Connection|Immediate exit|End of file|No )|^Error /;
const MAX_COMPLAINTS = 10;
const TAIL_LINES = 5;

/** The text of the failure in yt-dlp's stderr: its errors with their continuation lines, else ffmpeg's complaints, else the last lines. */
export function failureText(stderrLines: readonly string[]): string {
  const errors: string[] = [];
  let isInError = false;
  for (const line of withWholeErrors(stderrLines)) {
    if (NEXT_MESSAGE.test(line)) isInError = line.startsWith('ERROR:');
    if (isInError && line.trim() !== '') errors.push(line.trim());
  }
  const speaksOfFfmpeg = errors.length === 0 || errors.some((line) => /ffmpeg exited/i.test(line));
  const complaints = speaksOfFfmpeg ? stderrLines.filter((line) => FFMPEG_COMPLAINT.test(line)) : [];
  const text = [...errors, ...complaints.slice(-MAX_COMPLAINTS)];
  if (text.length > 0) return text.join('\n');
  const spoken = stderrLines.filter((line) => line.trim() !== '');
  return spoken.slice(-TAIL_LINES).join('\n');
}

/** yt-dlp writes some errors as `ERROR: \r[download] Got error: ...`, which reading by lines takes for two. */
function withWholeErrors(lines: readonly string[]): string[] {
  return lines.flatMap((line, position) => {
    if (line.trim() === 'ERROR:') return [];
    return [lines[position - 1]?.trim() === 'ERROR:' ? `ERROR: ${line}` : line];
  });
}

/** ffmpeg ends well when a server breaks off: it takes the end of the bytes for the end of the video, and says so only in passing. */
export function saysBrokenOff(stderrLines: readonly string[]): boolean {
  return stderrLines.some(
    (line) =>
      FFMPEG_COMPLAINT.test(line) &&
      /ends prematurely|error in the pull function|i\/o error|connection reset|partial file/i.test(line),
  );
}
