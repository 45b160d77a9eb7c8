import assert from 'node:assert/strict';
import { test } from 'node:test';
import { code, list, paragraph, type ReportDocument, section, strong } from '../../../src/benchmark/report/document.ts';
import { renderHtml } from '../../../src/benchmark/report/render-html.ts';
import { renderMarkdown } from '../../../src/benchmark/report/render-markdown.ts';
import { tagsOf } from '../../helpers/html-tags.ts';

const HOSTILE = '<img src="http://example.com/x" onerror="alert(1)"> | *bold* `code` [link](http://example.com)';

const report: ReportDocument = {
  title: `What ${HOSTILE} is worth`,
  blocks: [
    section('First & last'),
    paragraph('Plain, ', strong('strong'), ' and ', code('a|b `c`'), `, ${HOSTILE}`),
    { kind: 'verdict', tone: 'better', text: [strong('It helped.')] },
    list(HOSTILE, [code('x')]),
    { kind: 'command', text: 'ks-build benchmark "A & B"' },
    {
      kind: 'table',
      caption: 'Two rows.',
      columns: [
        { title: 'class', align: 'left' },
        { title: 'value', align: 'right' },
      ],
      rows: [{ cells: ['chance', '0.5'], tone: 'faint' }, { cells: [HOSTILE, [code('p|q')]] }],
    },
    { kind: 'chart', name: 'chart', title: `Chart of ${HOSTILE}`, widthPx: 10, heightPx: 10, body: ['<g/>'] },
    {
      kind: 'pictures',
      title: 'One.',
      pictures: [{ name: 'one', alt: HOSTILE, caption: HOSTILE, png: new Uint8Array([1, 2]), widthPx: 4, heightPx: 2 }],
    },
  ],
};

test('the page is well-formed, needs no script and nothing beside it, and stays whole whatever labels hold', () => {
  const html = renderHtml(report);
  const tags = tagsOf(html);
  assert.deepEqual(
    tags.filter(({ name }) => ['script', 'link', 'iframe', 'object'].includes(name)),
    [],
  );
  for (const { name, attributes } of tags) {
    for (const [key, value] of Object.entries(attributes)) {
      assert.doesNotMatch(key, /^on/, name);
      if (key === 'src') assert.match(value, /^data:image\/png;base64,/);
      if (key === 'href') assert.match(value, /^#/);
    }
  }
  assert.equal(tags.filter(({ name }) => name === 'img').length, 1);
  assert.equal(tags.find(({ name }) => name === 'h2')!.attributes.id, 'first-last');
  assert.doesNotMatch(html, /url\(|@import/);
});

test('the page follows the reader’s light or dark setting and has rules for paper', () => {
  const html = renderHtml(report);
  assert.match(html, /<meta name="color-scheme" content="light dark">/);
  assert.match(html, /@media \(prefers-color-scheme: dark\)/);
  assert.match(html, /@media print/);
});

test('in Markdown every row of a table has its cells, and no label is markup', () => {
  const lines = renderMarkdown(report).split('\n');
  const rows = lines.filter((line) => line.startsWith('|'));
  assert.equal(rows.length, 4);
  for (const row of rows) assert.equal(row.replaceAll('\\|', '').split('|').length, 4, row);
  assert.equal(rows[2], '| chance | 0.5 |');
  const text = lines.join('\n');
  assert.doesNotMatch(text, /(?<!\\)<img/);
  assert.doesNotMatch(text, /(?<!\\)\[link/);
  assert.ok(text.includes('``` a\\|b `c` ```') || text.includes('`` a\\|b `c` ``'));
  assert.ok(text.includes('](figures/chart.svg)') && text.includes('](figures/one.png)'));
  assert.ok(text.includes('> **It helped.**'));
});
