// `--source` as typed in, a source specification out; and the addresses that a `url:` template gives. Pure.
import { nearestName } from '../dataset/nearest-name.ts';
import type { Segment } from '../dataset/segment.ts';
import { UsageError } from '../errors.ts';
import { publicAddress } from './public-address.ts';

export type SourceSpec =
  | { readonly kind: 'folder'; readonly directory: string }
  /** A `.tar`, `.tar.gz` or `.tgz`, or a `.txt` list of them; a path or an http, https or file URL. */
  | { readonly kind: 'archive'; readonly location: string }
  | { readonly kind: 'cvdf' }
  | { readonly kind: 'youtube' }
  | { readonly kind: 'url'; readonly template: string };

const FORMS = {
  folder: 'folder:DIR',
  archive: 'archive:PATH-or-URL',
  cvdf: 'cvdf',
  youtube: 'youtube',
  url: 'url:TEMPLATE',
} as const satisfies Record<SourceSpec['kind'], string>;

const EXPECTED = `expected one of ${Object.values(FORMS).join(', ')}`;

const PLACEHOLDERS = ['id', 'start', 'end', 'label', 'split'] as const;
type Placeholder = (typeof PLACEHOLDERS)[number];

/** @throws UsageError naming what was expected and what was given (without its secrets). */
export function parseSourceSpec(text: string): SourceSpec {
  const colon = text.indexOf(':');
  const kind = colon === -1 ? text : text.slice(0, colon);
  const rest = colon === -1 ? undefined : text.slice(colon + 1);
  switch (kind) {
    case 'folder':
      return { kind, directory: requirePath(kind, rest) };
    case 'archive':
      return { kind, location: requireLocation(requirePath(kind, rest)) };
    case 'url':
      return { kind, template: requireTemplate(requirePath(kind, rest)) };
    case 'cvdf':
    case 'youtube':
      if (rest !== undefined) throw new UsageError(`--source ${kind}: takes nothing after its name, got "${kind}:..."`);
      return { kind };
    default: {
      const nearest = nearestName(kind, Object.keys(FORMS)) as SourceSpec['kind'] | undefined;
      const hint = nearest === undefined ? hintFor(text) : `; did you mean ${FORMS[nearest]}?`;
      const shown =
        rest === undefined || rest.startsWith('//') ? publicAddress(text) : `${kind}:${publicAddress(rest)}`;
      throw new UsageError(`--source: ${EXPECTED}, got "${shown}"${hint}`);
    }
  }
}

/** The same specification as text, without credentials and query secrets: for the index and for logs. */
export function publicSourceText(spec: SourceSpec): string {
  switch (spec.kind) {
    case 'folder':
      return `folder:${spec.directory}`;
    case 'archive':
      return `archive:${publicAddress(spec.location)}`;
    case 'url':
      return `url:${publicAddress(spec.template)}`;
    default:
      return spec.kind;
  }
}

/** Puts a segment's values, percent-encoded, in the places of `{id} {start} {end} {label} {split}`. Times are seconds. */
export function fillTemplate(template: string, segment: Segment): string {
  const values: Record<Placeholder, string | number> = {
    id: segment.videoId,
    start: segment.startSeconds,
    end: segment.endSeconds,
    label: segment.label,
    split: segment.split,
  };
  return template.replace(/\{([a-z]+)\}/g, (whole, name: string) =>
    Object.hasOwn(values, name) ? percentEncode(String(values[name as Placeholder])) : whole,
  );
}

/** encodeURIComponent leaves `!'()*`, which RFC 3986 reserves. */
function percentEncode(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
}

function requirePath(kind: keyof typeof FORMS, rest: string | undefined): string {
  if (rest === undefined || rest.trim() === '')
    throw new UsageError(`--source ${kind}: expected ${FORMS[kind]}, got nothing`);
  if (rest.includes('\0')) throw new UsageError(`--source ${kind}: expected ${FORMS[kind]}, got a NUL character in it`);
  return rest;
}

function requireLocation(location: string): string {
  const scheme = /^([a-z][a-z0-9+.-]+):/i.exec(location)?.[1];
  if (scheme === undefined) return location;
  if (!/^(?:https?|file)$/i.test(scheme) || !URL.canParse(location) || isOtherMachine(location)) {
    throw new UsageError(
      `--source archive: expected a path or an http, https or file URL, got "${publicAddress(location)}" (a path with a colon: write ./ before it)`,
    );
  }
  return location;
}

/** `file://server/path`; without a host it is a path of ours. */
function isOtherMachine(location: string): boolean {
  const { protocol, host } = new URL(location);
  return protocol === 'file:' && host !== '';
}

function requireTemplate(template: string): string {
  const shown = publicAddress(template);
  const problem = (expected: string): UsageError =>
    new UsageError(`--source url: expected ${expected}, got "${shown}"`);
  const authority = /^https?:\/\/([^/?#]+)/i.exec(template)?.[1];
  if (authority === undefined) throw problem('a template that starts with http:// or https://');
  if (/[{}]/.test(authority)) throw problem('placeholders after the host only, since one source is one host');
  if (!template.includes('{id}')) throw problem('a template that contains {id}');
  for (const [whole, name] of template.matchAll(/\{([^{}]*)\}/g)) {
    if (!(PLACEHOLDERS as readonly string[]).includes(name!)) {
      throw problem(`only the placeholders ${PLACEHOLDERS.map((known) => `{${known}}`).join(' ')}, not ${whole}`);
    }
  }
  if (!URL.canParse(template.replace(/[{}]/g, ''))) throw problem('a URL');
  return template;
}

function hintFor(text: string): string {
  if (/^https?:/i.test(text))
    return '; write archive: before the address of an archive, url: before a template for single videos';
  if (/[/\\]|^\.|\.(?:tar|gz|tgz|txt)$/.test(text))
    return '; write folder: before a folder, archive: before a tar file';
  return '';
}
