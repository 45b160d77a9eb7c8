// Reads HTML far enough to know that it is well-formed: every element that needs an end has it, in the right order.

const VOID = new Set(['meta', 'img', 'br', 'hr', 'link', 'input', '!DOCTYPE']);

export interface HtmlTag {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
}

/** @throws Error that names the first tag out of place */
export function tagsOf(html: string): HtmlTag[] {
  const open: string[] = [];
  const tags: HtmlTag[] = [];
  // Attributes in double quotes only; a stray < or > in the text is no tag and breaks the text between.
  for (const [tag, end, name, attributes, selfEnd] of html.matchAll(
    /<(\/?)([!A-Za-z][A-Za-z0-9]*)((?:\s+[\w:-]+(?:="[^"<>]*")?)*)\s*(\/?)>/g,
  )) {
    if (end === '/') {
      const last = open.pop();
      if (last !== name) throw new Error(`${tag}: expected the end of <${last}>`);
      continue;
    }
    const pairs = [...attributes!.matchAll(/([\w:-]+)="([^"]*)"/g)].map(([, key, value]) => [key, value]);
    tags.push({ name: name!, attributes: Object.fromEntries(pairs) });
    if (selfEnd !== '/' && !VOID.has(name!)) open.push(name!);
  }
  if (open.length > 0) throw new Error(`<${open.join('> <')}> without an end`);
  const rest = html
    .replace(/<style>[\s\S]*?<\/style>/g, '')
    .replace(/<(\/?)([!A-Za-z][A-Za-z0-9]*)((?:\s+[\w:-]+(?:="[^"<>]*")?)*)\s*(\/?)>/g, '');
  const stray = /[<>]/.exec(rest);
  if (stray !== null)
    throw new Error(`stray ${stray[0]} near: ${rest.slice(Math.max(0, stray.index - 40), stray.index + 40)}`);
  return tags;
}
