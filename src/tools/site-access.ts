// How the user gets at a site: cookies, proxy, player and rate options, passed through to yt-dlp, and what must never be seen of them. Pure.

export interface SiteAccess {
  /** A cookie file in Netscape format. It is copied for each call, since yt-dlp writes the file back when it ends. */
  readonly cookiesPath?: string;
  /** `BROWSER[+KEYRING][:PROFILE][::CONTAINER]` as yt-dlp reads it. */
  readonly cookiesFromBrowser?: string;
  /** `http://user:password@host:port`, also https and socks5. */
  readonly proxy?: string;
  /** `youtube:player_client=...` and the like, one each. */
  readonly extractorArgs?: readonly string[];
  /** Bytes a second with yt-dlp's suffixes (`2M`). It holds the full route only: a section comes through ffmpeg. */
  readonly limitRate?: string;
  readonly sleepRequestsSeconds?: number;
  readonly sleepIntervalSeconds?: number;
  readonly maxSleepIntervalSeconds?: number;
}

/** Cookie values shorter than this are words like `en` or `1`: hiding them would only garble the text. */
const MIN_COOKIE_CHARACTERS = 8;
const COOKIE_FIELDS = 7;

/** Every text that must not leave: paths, credentials, the proxy's host, PO tokens and, from the file's text, cookie values. */
export function secretsOf(access: SiteAccess, cookieFileText = ''): string[] {
  const secrets = [
    access.cookiesPath,
    access.cookiesFromBrowser,
    access.cookiesFromBrowser?.split(/[+:]/).at(-1),
    ...proxySecrets(access.proxy),
    ...(access.extractorArgs ?? []).flatMap((text) => [
      text,
      ...text.split(/[=;,+]/).filter((part) => part.length > 16),
    ]),
    ...cookieValues(cookieFileText),
  ];
  return secrets.filter((secret) => secret !== undefined && secret !== '') as string[];
}

function proxySecrets(proxy: string | undefined): string[] {
  if (proxy === undefined || proxy === '') return [];
  const address = proxy.includes('://') ? proxy : `http://${proxy}`;
  if (!URL.canParse(address)) return [proxy];
  const { username, password, host, hostname } = new URL(address);
  return [proxy, username, password, decodeOrKeep(username), decodeOrKeep(password), host, hostname];
}

/** A password with a bare `%` is no percent-encoding: it is its own plain form. */
function decodeOrKeep(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch (error) {
    if (error instanceof URIError) return text;
    throw error;
  }
}

function cookieValues(cookieFileText: string): string[] {
  return cookieFileText
    .split(/\r?\n/)
    .map((line) => line.split('\t'))
    .filter((fields) => fields.length === COOKIE_FIELDS)
    .map((fields) => fields[COOKIE_FIELDS - 1] as string)
    .filter((value) => value.length >= MIN_COOKIE_CHARACTERS);
}
