// A report as Markdown: blocks in, text out; drawings and pictures are files beside it. Pure.
import { type Block, type Line, type ReportDocument, type Span, spansOf, type Table } from './document.ts';

/** Of drawings and pictures, relative to the Markdown. */
export const FIGURE_FOLDER = 'figures';

export function renderMarkdown({ title, blocks }: ReportDocument): string {
  return `${[`# ${escaped(title)}`, ...blocks.map(blockText)].join('\n\n')}\n`;
}

function blockText(block: Block): string {
  switch (block.kind) {
    case 'heading':
      return `${'#'.repeat(block.level)} ${escaped(block.text)}`;
    case 'paragraph':
      return lineText(block.text);
    case 'verdict':
      return `> ${lineText(block.text)}`;
    case 'list':
      return block.items.map((item) => `- ${lineText(item)}`).join('\n');
    case 'command':
      return ['```sh', block.text, '```'].join('\n');
    case 'table':
      return [`${lineText(block.caption)}`, '', ...tableLines(block)].join('\n');
    case 'chart':
      return paragraphs(
        `![${escaped(block.title)}](${FIGURE_FOLDER}/${block.name}.svg)`,
        block.caption === undefined ? '' : lineText(block.caption),
      );
    case 'pictures':
      return paragraphs(
        lineText(block.title),
        ...block.pictures.map(
          ({ name, alt, caption }) => `![${escaped(alt)}](${FIGURE_FOLDER}/${name}.png)<br>${lineText(caption)}`,
        ),
      );
  }
}

function paragraphs(...texts: readonly string[]): string {
  return texts.filter((text) => text !== '').join('\n\n');
}

function tableLines({ columns, rows }: Table): string[] {
  const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [
    row(columns.map(({ title }) => escaped(title))),
    row(columns.map(({ align }) => (align === 'left' ? '---' : '--:'))),
    ...rows.map(({ cells, tone }) =>
      row(cells.map((cell) => (tone === 'strong' ? `**${lineText(cell)}**` : lineText(cell)))),
    ),
  ];
}

function lineText(line: Line): string {
  return spansOf(line).map(spanText).join('');
}

function spanText(span: Span): string {
  if (typeof span === 'string') return escaped(span);
  return 'code' in span ? codeText(span.code) : `**${escaped(span.strong)}**`;
}

/** In as many backticks as it takes; a pipe would end a table's cell even there. */
function codeText(text: string): string {
  const longest = Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  const room = longest > 0 ? ' ' : '';
  return `${fence}${room}${text.replace(/\s+/g, ' ').replaceAll('|', '\\|')}${room}${fence}`;
}

function escaped(text: string): string {
  return text.replace(/[\\`*_[\]<>|~]/g, '\\$&').replace(/\s+/g, ' ');
}
