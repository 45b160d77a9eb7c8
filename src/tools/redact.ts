// Takes secrets out of a text before it is stored or shown: given values, credentials in URLs, signed query strings. Pure.

export const REMOVED = '[removed]';

/** Query parameters that say which video is meant; the values of all others may be signatures, tokens or addresses. */
const HARMLESS_PARAMETERS = new Set(['v', 'id', 'video', 'list', 't', 'start', 'end', 'label', 'split']);

const URL_IN_TEXT = /\b(?:https?|socks[45][ah]?|ftp):\/\/[^\s"'<>`\\]+/gi;
const HEADER_WITH_SECRET = /\b((?:set-)?cookie|(?:proxy-)?authorization)(\s*[:=]\s*)[^\r\n]+/gi;

export function redact(text: string, secrets: readonly string[]): string {
  return withoutSecrets(text, secrets)
    .replace(URL_IN_TEXT, (url) => redactUrl(url))
    .replace(HEADER_WITH_SECRET, (_, name: string, separator: string) => `${name}${separator}${REMOVED}`);
}

/** A URL without user, password, fragment, and without the value of any query parameter that does not name the video. */
export function redactUrl(url: string): string {
  const withoutUser = url.replace(/^([a-z\d+.-]+:\/\/)[^/?#]*@/i, '$1');
  const [address = '', query] = withoutUser.replace(/#.*$/s, '').split(/\?(.*)/s);
  if (query === undefined || query === '') return address;
  const kept = query.split('&').map((parameter) => {
    const name = parameter.split('=', 1)[0] as string;
    return HARMLESS_PARAMETERS.has(name) || !parameter.includes('=') ? parameter : `${name}=${REMOVED}`;
  });
  return `${address}?${kept.join('&')}`;
}

/** Longest first, so that a password inside a proxy's address does not spoil the match of the whole. Short ones as whole words only. */
function withoutSecrets(text: string, secrets: readonly string[]): string {
  const longestFirst = [...new Set(secrets)].filter((secret) => secret !== '').sort((a, b) => b.length - a.length);
  return longestFirst.reduce((redacted, secret) => redacted.replace(patternOf(secret), REMOVED), text);
}

function patternOf(secret: string): RegExp {
  const literal = secret.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&');
  return secret.length < 6 ? new RegExp(`(?<![\\p{L}\\d])${literal}(?![\\p{L}\\d])`, 'gu') : new RegExp(literal, 'g');
}
