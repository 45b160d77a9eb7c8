// Reads apt's source lists in both formats (deb822 `.sources`, one-line `.list`) to learn where this machine gets Debian from. Pure.

export interface AptSource {
  readonly uri: string;
  readonly suite: string;
  readonly components: readonly string[];
  readonly signedBy?: string;
}

export interface AptFile {
  readonly name: string;
  readonly text: string;
}

export function parseAptFile(file: AptFile): AptSource[] {
  return file.name.endsWith('.sources') ? parseDeb822(file.text) : parseOneLine(file.text);
}

/**
 * The archive that serves the release `codename` itself, e.g. http://some.mirror/debian. Other publishers use the same release names, but
 * sign with keys of their own: an entry signed with Debian's keyring is preferred, one with no key named (apt's default) is accepted.
 */
export function findDebianArchive(files: readonly AptFile[], codename: string): string | undefined {
  const candidates = files
    .flatMap(parseAptFile)
    .filter((source) => source.suite === codename && source.components.includes('main'))
    .filter((source) => /^[a-z0-9+.-]+:\S+$/i.test(source.uri) && !source.uri.startsWith('cdrom:'));
  const signed = candidates.find((source) => source.signedBy?.includes('debian-archive'));
  return (signed ?? candidates.find((source) => source.signedBy === undefined))?.uri;
}

/** A source list that names one suite of one archive, for apt alone with private folders. */
export function formatAptSources(uri: string, suite: string, keyring: string): string {
  return `Types: deb\nURIs: ${uri}\nSuites: ${suite}\nComponents: main\nSigned-By: ${keyring}\n`;
}

function parseDeb822(text: string): AptSource[] {
  return text
    .replace(/^#.*\n?/gm, '')
    .split(/\n\s*\n/)
    .flatMap((stanza) => {
      const fields = new Map(
        stanza
          .replace(/\n[ \t]+/g, ' ')
          .split('\n')
          .map((line) => /^([\w-]+):\s*(.*)$/.exec(line))
          .filter((match) => match !== null)
          .map((match) => [match[1]!.toLowerCase(), match[2]!.trim()] as const),
      );
      const words = (name: string): string[] => (fields.get(name) ?? '').split(/\s+/).filter((word) => word !== '');
      if (!words('types').includes('deb') || fields.get('enabled') === 'no') return [];
      const signedBy = fields.get('signed-by');
      return words('uris').flatMap((uri) =>
        words('suites').map((suite) => ({
          uri,
          suite,
          components: words('components'),
          ...(signedBy === undefined ? {} : { signedBy }),
        })),
      );
    });
}

function parseOneLine(text: string): AptSource[] {
  return text.split('\n').flatMap((line) => {
    const match = /^\s*deb\s+(?:\[([^\]]*)\]\s+)?(\S+)\s+(\S+)\s*([^#]*)/.exec(line);
    if (!match) return [];
    const signedBy = /signed-by=(\S+)/.exec(match[1] ?? '')?.[1];
    const components = match[4]!.split(/\s+/).filter((word) => word !== '');
    return [{ uri: match[2]!, suite: match[3]!, components, ...(signedBy === undefined ? {} : { signedBy }) }];
  });
}
