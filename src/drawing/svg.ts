// Small charts as SVG text, readable on light and on dark pages. Pure: numbers and words in, text out.

/** Where a panel's data lie on the page, pixels. */
export interface Panel {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** 0..1 each; y grows upwards. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Told apart by colour-blind readers too (Okabe and Ito 2008), the yellow left out: it is lost on white. */
export const SERIES_TONES = ['blue', 'orange', 'green', 'pink', 'sky', 'brown', 'grey'] as const;

/** Classes that the shapes below take: `ink` and `faint` follow the page. */
export type Tone = 'ink' | 'faint' | (typeof SERIES_TONES)[number];

const PALETTE = {
  light: {
    ink: '#1f2328',
    faint: '#d0d7de',
    paper: '#ffffff',
    blue: '#0969da',
    orange: '#bc4c00',
    green: '#00805c',
    pink: '#b0508a',
    sky: '#3a9bd0',
    brown: '#8a6d00',
    grey: '#6e7781',
  },
  dark: {
    ink: '#e6edf3',
    faint: '#3d444d',
    paper: '#0d1117',
    blue: '#58a6ff',
    orange: '#f0883e',
    green: '#2fbf93',
    pink: '#e08abf',
    sky: '#8fd0f5',
    brown: '#d9b33c',
    grey: '#9198a1',
  },
} as const;

function variables(palette: Readonly<Record<string, string>>): string {
  return Object.entries(palette)
    .map(([name, colour]) => `--${name}: ${colour}`)
    .join('; ');
}

const TONES: readonly Tone[] = ['ink', 'faint', ...SERIES_TONES];

/** For a picture that stands alone, and for a page with pictures in it. */
export const SVG_STYLE = `
  svg { font: 12px system-ui, sans-serif; ${variables(PALETTE.light)} }
  @media (prefers-color-scheme: dark) { svg { ${variables(PALETTE.dark)} } }
  @media print { svg { ${variables(PALETTE.light)} } }
  svg .paper { fill: var(--paper) } svg text { fill: var(--ink) } svg .small { font-size: 10px }
  svg .line { fill: none; stroke-width: 1.5 } svg .axis { fill: none; stroke: var(--faint) }
${TONES.map((tone) => `  svg .${tone} { stroke: var(--${tone}) } svg .fill.${tone} { fill: var(--${tone}); stroke: none }`).join('\n')}
  svg .fill { opacity: 0.75 } svg .fill.ink, svg .fill.faint { opacity: 1 }`;

export interface Drawing {
  readonly title: string;
  readonly widthPx: number;
  readonly heightPx: number;
  readonly body: readonly string[];
}

/** A picture of its own, with its title written on it. */
export function svgPage(title: string, widthPx: number, heightPx: number, body: readonly string[]): string {
  const inner = [
    `<style>${SVG_STYLE}\n</style>`,
    `<rect class="paper" width="${widthPx}" height="${heightPx}"/>`,
    text(16, 24, title, 'start'),
    ...body,
  ];
  return `${svgFigure({ title, widthPx, heightPx, body: inner })}\n`;
}

/** A picture on a page that has SVG_STYLE, and says the title itself. */
export function svgFigure({ title, widthPx, heightPx, body }: Drawing): string {
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${widthPx} ${heightPx}" width="${widthPx}" height="${heightPx}" role="img">`,
    `<title>${escapeText(title)}</title>`,
    ...body,
    '</svg>',
  ].join('\n');
}

export function escapeText(words: string): string {
  return words.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

/** @param turnDegrees clockwise about its anchor */
export function text(
  x: number,
  y: number,
  words: string,
  anchor: 'start' | 'middle' | 'end',
  isSmall = false,
  turnDegrees = 0,
): string {
  const small = isSmall ? ' class="small"' : '';
  const turn = turnDegrees === 0 ? '' : ` transform="rotate(${turnDegrees} ${px(x)} ${px(y)})"`;
  return `<text x="${px(x)}" y="${px(y)}" text-anchor="${anchor}"${small}${turn}>${escapeText(words)}</text>`;
}

/** A box with its title above and, below, what its sides mean. */
export function frame({ x, y, width, height }: Panel, title: string, below = ''): string[] {
  return [
    `<rect class="axis" x="${px(x)}" y="${px(y)}" width="${px(width)}" height="${px(height)}"/>`,
    text(x, y - 5, title, 'start', true),
    ...(below === '' ? [] : [text(x + width / 2, y + height + 12, below, 'middle', true)]),
  ];
}

export function line(panel: Panel, points: readonly Point[], tone: Tone): string {
  const path = points.map(({ x, y }) => `${px(panel.x + x * panel.width)},${px(panel.y + (1 - y) * panel.height)}`);
  return `<polyline class="line ${tone}" points="${path.join(' ')}"/>`;
}

export function dot(panel: Panel, { x, y }: Point, radiusPx: number, tone: Tone): string {
  return `<circle class="fill ${tone}" cx="${px(panel.x + x * panel.width)}" cy="${px(panel.y + (1 - y) * panel.height)}" r="${px(radiusPx)}"/>`;
}

export const MARKS = ['circle', 'square', 'triangle', 'diamond', 'ring'] as const;

/** A point of a cloud: shapes tell apart what has one colour. Pixels. */
export function mark(shape: (typeof MARKS)[number], x: number, y: number, radiusPx: number, tone: Tone): string {
  const corners = (...offsets: readonly (readonly [number, number])[]): string =>
    `<polygon class="fill ${tone}" points="${offsets.map(([across, down]) => `${px(x + across * radiusPx)},${px(y + down * radiusPx)}`).join(' ')}"/>`;
  switch (shape) {
    case 'circle':
      return `<circle class="fill ${tone}" cx="${px(x)}" cy="${px(y)}" r="${px(radiusPx)}"/>`;
    case 'ring':
      return `<circle class="line ${tone}" cx="${px(x)}" cy="${px(y)}" r="${px(radiusPx * 0.9)}"/>`;
    case 'square':
      return corners([-0.9, -0.9], [0.9, -0.9], [0.9, 0.9], [-0.9, 0.9]);
    case 'triangle':
      return corners([0, -1.1], [1.1, 0.9], [-1.1, 0.9]);
    case 'diamond':
      return corners([0, -1.3], [1.1, 0], [0, 1.3], [-1.1, 0]);
  }
}

/** An upright bar from the bottom of the panel; all 0..1 of the panel. */
export function bar(panel: Panel, left: number, width: number, height: number, tone: Tone): string {
  const [x, y] = [panel.x + left * panel.width, panel.y + (1 - height) * panel.height];
  return `<rect class="fill ${tone}" x="${px(x)}" y="${px(y)}" width="${px(width * panel.width)}" height="${px(height * panel.height)}"/>`;
}

/** A lying bar from the left side of the panel. */
export function lyingBar(panel: Panel, top: number, thickness: number, length: number, tone: Tone): string {
  const [y, height] = [panel.y + top * panel.height, thickness * panel.height];
  return `<rect class="fill ${tone}" x="${px(panel.x)}" y="${px(y)}" width="${px(length * panel.width)}" height="${px(height)}"/>`;
}

/** A box filled the more the larger the share, 0..1; words on it stay readable. */
export function shade({ x, y, width, height }: Panel, share: number, tone: Tone): string {
  const opacity = Math.round(MOST_SHADE * share * 100) / 100;
  return `<rect class="fill ${tone}" style="opacity:${opacity}" x="${px(x)}" y="${px(y)}" width="${px(width)}" height="${px(height)}"/>`;
}

/** Panels of one size in rows of `columns`, below the page's title. */
export function grid(count: number, columns: number, size: { width: number; height: number }): Panel[] {
  return Array.from({ length: count }, (_, at) => ({
    x: LEFT + (at % columns) * (size.width + GAP_X),
    y: TOP + Math.floor(at / columns) * (size.height + GAP_Y),
    ...size,
  }));
}

export function pageSize(panels: readonly Panel[]): { widthPx: number; heightPx: number } {
  return {
    widthPx: Math.max(420, ...panels.map(({ x, width }) => x + width + LEFT)),
    heightPx: Math.max(...panels.map(({ y, height }) => y + height + GAP_Y / 2)),
  };
}

const MOST_SHADE = 0.6;
const LEFT = 24;
const TOP = 64;
const GAP_X = 28;
const GAP_Y = 44;

function px(value: number): string {
  return String(Math.round(value * 10) / 10);
}
