// How the report's page looks: light and dark by the reader's setting, and on paper. A value only.
import { SVG_STYLE } from '../../drawing/svg.ts';

export const PAGE_STYLE = `
  :root { --page: #ffffff; --text: #1f2328; --quiet: #59636e; --rule: #d0d7de; --shade: #f6f8fa; --good: #1a7f37; --bad: #cf222e; --link: #0969da }
  @media (prefers-color-scheme: dark) {
    :root { --page: #0d1117; --text: #e6edf3; --quiet: #9198a1; --rule: #3d444d; --shade: #161b22; --good: #3fb950; --bad: #f85149; --link: #58a6ff }
  }
  * { box-sizing: border-box }
  html { background: var(--page); color: var(--text); font: 16px/1.55 system-ui, sans-serif }
  body { margin: 0 }
  main { max-width: 64rem; margin: 0 auto; padding: 2rem 1.25rem 4rem }
  h1 { font-size: 1.75rem; line-height: 1.25; margin: 0 0 0.5rem; text-wrap: balance }
  h2 { font-size: 1.3rem; margin: 2.75rem 0 0.75rem; padding-top: 0.75rem; border-top: 1px solid var(--rule) }
  h3 { font-size: 1.05rem; margin: 1.75rem 0 0.5rem }
  p, ul { max-width: 48rem; margin: 0.75rem 0 }
  nav { color: var(--quiet); font-size: 0.875rem; margin-bottom: 1.5rem }
  a { color: var(--link); text-decoration: none } a:hover { text-decoration: underline }
  code { font: 0.875em ui-monospace, monospace; background: var(--shade); padding: 0.1em 0.3em; border-radius: 4px; overflow-wrap: anywhere }
  pre { background: var(--shade); border: 1px solid var(--rule); border-radius: 6px; padding: 0.75rem 1rem; white-space: pre-wrap }
  pre code { background: none; padding: 0 }
  .verdict { max-width: none; font-size: 1.1rem; border-left: 4px solid var(--quiet); background: var(--shade); padding: 0.9rem 1.1rem; border-radius: 0 6px 6px 0 }
  .verdict.better { border-color: var(--good) } .verdict.worse { border-color: var(--bad) }
  .wide { overflow-x: auto }
  table { border-collapse: collapse; font-size: 0.875rem; margin: 1rem 0 }
  caption { caption-side: top; text-align: left; color: var(--quiet); padding-bottom: 0.4rem }
  th, td { padding: 0.3rem 0.75rem; border-bottom: 1px solid var(--rule); text-align: left; vertical-align: top; font-weight: 400 }
  thead th { font-weight: 600; border-bottom: 2px solid var(--rule); vertical-align: bottom }
  .number { text-align: right; font-variant-numeric: tabular-nums } tbody .number, tbody th { white-space: nowrap } td code, th code { overflow-wrap: normal }
  tr.faint > * { color: var(--quiet) } tr.strong > * { font-weight: 600 }
  table.dense { font-size: 0.8rem } .dense th, .dense td { padding: 0.3rem 0.45rem }
  figure { margin: 1.25rem 0 } figcaption { color: var(--quiet); font-size: 0.875rem; max-width: 48rem }
  svg { max-width: 100%; height: auto; display: block }
  .example { border: 1px solid var(--rule); border-radius: 6px; padding: 0.25rem 1rem 1rem; margin: 1rem 0; break-inside: avoid }
  .pictures { display: flex; flex-wrap: wrap; gap: 1rem } .pictures figure { margin: 0; width: 27.5rem; max-width: 100% }
  img { max-width: 100%; height: auto; image-rendering: auto; border-radius: 3px; display: block }
  @media print {
    :root { --page: #ffffff; --text: #000000; --quiet: #444444; --rule: #bbbbbb; --shade: #f4f4f4; --good: #1a7f37; --bad: #cf222e; --link: #000000 }
    html { font-size: 10.5pt } main { max-width: none; padding: 0 } nav { display: none }
    h2, h3, caption { break-after: avoid } figure, tr, .verdict { break-inside: avoid } .wide { overflow: visible; break-inside: avoid }
    table { font-size: 8pt } th, td { padding: 0.2rem 0.4rem }
  }
${SVG_STYLE}
`;
