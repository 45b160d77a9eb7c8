// A report as one HTML page that needs nothing beside it: blocks in, text out. No script, no address outside the page. Pure.
import { escapeText, svgFigure } from '../../drawing/svg.ts';
import {
  type Block,
  type CaptionedPicture,
  type Line,
  type ReportDocument,
  type Span,
  spansOf,
  type Table,
} from './document.ts';
import { PAGE_STYLE } from './page-style.ts';

export function renderHtml({ title, blocks }: ReportDocument): string {
  return [
    '<!DOCTYPE html>',
    '<html lang="en">',
    '<head>',
    '<meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<meta name="color-scheme" content="light dark">',
    `<title>${escapeText(title)}</title>`,
    `<style>${PAGE_STYLE}</style>`,
    '</head>',
    '<body>',
    '<main>',
    `<h1>${escapeText(title)}</h1>`,
    contents(blocks),
    ...blocks.map(blockHtml),
    '</main>',
    '</body>',
    '</html>',
    '',
  ].join('\n');
}

function contents(blocks: readonly Block[]): string {
  const links = blocks.flatMap((block) =>
    block.kind === 'heading' && block.level === 2
      ? [`<a href="#${anchorOf(block.text)}">${escapeText(block.text)}</a>`]
      : [],
  );
  return `<nav aria-label="Contents">${links.join(' · ')}</nav>`;
}

function blockHtml(block: Block): string {
  switch (block.kind) {
    case 'heading':
      return block.level === 2
        ? `<h2 id="${anchorOf(block.text)}">${escapeText(block.text)}</h2>`
        : `<h3>${escapeText(block.text)}</h3>`;
    case 'paragraph':
      return `<p>${lineHtml(block.text)}</p>`;
    case 'verdict':
      return `<p class="verdict ${block.tone}">${lineHtml(block.text)}</p>`;
    case 'list':
      return `<ul>${block.items.map((item) => `<li>${lineHtml(item)}</li>`).join('')}</ul>`;
    case 'command':
      return `<pre><code>${escapeText(block.text)}</code></pre>`;
    case 'table':
      return tableHtml(block);
    case 'chart':
      return [
        '<figure>',
        `<div class="wide">${svgFigure(block)}</div>`,
        `<figcaption>${escapeText(block.title)}${block.caption === undefined ? '' : ` ${lineHtml(block.caption)}`}</figcaption>`,
        '</figure>',
      ].join('\n');
    case 'pictures':
      return [
        '<section class="example">',
        `<p>${lineHtml(block.title)}</p>`,
        `<div class="pictures">${block.pictures.map(pictureHtml).join('')}</div>`,
        '</section>',
      ].join('\n');
  }
}

/** More columns stand closer. */
const MOST_ROOMY = 7;

function tableHtml({ caption, columns, rows }: Table): string {
  const classOf = (align: string): string => (align === 'right' ? ' class="number"' : '');
  return [
    `<div class="wide"><table${columns.length > MOST_ROOMY ? ' class="dense"' : ''}>`,
    `<caption>${lineHtml(caption)}</caption>`,
    `<thead><tr>${columns.map(({ title, align }) => `<th scope="col"${classOf(align)}>${escapeText(title)}</th>`).join('')}</tr></thead>`,
    '<tbody>',
    ...rows.map(({ cells, tone }) => {
      const inner = cells.map((cell, at) =>
        at === 0
          ? `<th scope="row">${lineHtml(cell)}</th>`
          : `<td${classOf(columns[at]?.align ?? 'left')}>${lineHtml(cell)}</td>`,
      );
      return `<tr${tone === undefined ? '' : ` class="${tone}"`}>${inner.join('')}</tr>`;
    }),
    '</tbody></table></div>',
  ].join('\n');
}

function pictureHtml({ alt, caption, png, widthPx, heightPx }: CaptionedPicture): string {
  const source = `data:image/png;base64,${Buffer.from(png).toString('base64')}`;
  return `<figure><img src="${source}" alt="${escapeText(alt)}" width="${widthPx}" height="${heightPx}"><figcaption>${lineHtml(caption)}</figcaption></figure>`;
}

function lineHtml(line: Line): string {
  return spansOf(line).map(spanHtml).join('');
}

function spanHtml(span: Span): string {
  if (typeof span === 'string') return escapeText(span);
  return 'code' in span ? `<code>${escapeText(span.code)}</code>` : `<strong>${escapeText(span.strong)}</strong>`;
}

function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
}
