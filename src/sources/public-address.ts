// An address as it may be stored, logged and shown: without credentials, query secrets or fragment. Pure.

const PLACEHOLDER = /\{[a-z]+\}/;

/**
 * `https://me:pw@host/a.tar?sig=s3cret#x` -> `https://host/a.tar?sig=***`. Query values that hold a placeholder (`v={id}`) stay, since
 * they name the video. A local path is returned as it is.
 */
export function publicAddress(address: string): string {
  const parts = /^([a-z][a-z0-9+.-]*:\/\/)([^/?#]*)([^?#]*)(?:\?([^#]*))?/i.exec(address);
  if (parts === null) return address;
  const [, scheme = '', authority = '', path = '', query] = parts;
  const host = authority.slice(authority.lastIndexOf('@') + 1);
  return scheme + host + path + (query === undefined ? '' : `?${query.split('&').map(publicParameter).join('&')}`);
}

function publicParameter(parameter: string): string {
  const equals = parameter.indexOf('=');
  if (PLACEHOLDER.test(parameter)) return parameter;
  return equals === -1 ? '***' : `${parameter.slice(0, equals)}=***`;
}
