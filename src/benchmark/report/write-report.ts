// The end of a benchmark: what its jobs left in its folder in; result-card.json, report.md with its figures, and report.html out.
import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Funnel } from '../../dataset/funnel.ts';
import { svgPage } from '../../drawing/svg.ts';
import { writeWholeFile } from '../../tools/write-whole-file.ts';
import { writeCard } from '../card/card-file.ts';
import { type CardFacts, makeCard } from '../card/make-card.ts';
import { readResults } from '../card/read-results.ts';
import type { ResultCard } from '../card/result-card.ts';
import type { Job } from '../job.ts';
import { buildReport } from './build-report.ts';
import type { Block, Chart, ReportDocument } from './document.ts';
import { makePictures, type PictureSource } from './make-pictures.ts';
import { renderHtml } from './render-html.ts';
import { FIGURE_FOLDER, renderMarkdown } from './render-markdown.ts';

export interface FinishedBenchmark extends Omit<PictureSource, 'lock'> {
  /** All of the plan, done or not. */
  readonly jobs: readonly Job[];
  readonly facts: CardFacts;
  /** Of the corpus in the workspace; undefined: not known. */
  readonly funnel: Funnel | undefined;
}

export interface WrittenReport {
  readonly card: ResultCard;
  readonly cardPath: string;
  readonly markdownPath: string;
  readonly htmlPath: string;
}

/** Anew each time, over what was there. @throws KsBuildError when a result cannot be read; an error of the disk */
export async function writeCardAndReport(finished: FinishedBenchmark): Promise<WrittenReport> {
  const { folder, jobs, facts, funnel } = finished;
  const results = readResults(folder, jobs);
  const card = makeCard(facts, results);
  const cardPath = await writeCard(folder, card);
  const pictures = makePictures({ ...finished, lock: facts.lock }, results);
  const report = buildReport({ card, results, lock: facts.lock, funnel, pictures });
  return { card, cardPath, ...(await writeReport(folder, report)) };
}

async function writeReport(
  folder: string,
  report: ReportDocument,
): Promise<Pick<WrittenReport, 'markdownPath' | 'htmlPath'>> {
  const figures = new Map(report.blocks.flatMap(figuresOf));
  const figureFolder = join(folder, FIGURE_FOLDER);
  await mkdir(figureFolder, { recursive: true });
  for (const [name, content] of figures) await writeWholeFile(join(figureFolder, name), [content]);
  const markdownPath = await writeText(join(folder, 'report.md'), renderMarkdown(report));
  const htmlPath = await writeText(join(folder, 'report.html'), renderHtml(report));
  // Those of an earlier report show clips and methods that this one does not.
  for (const name of await readdir(figureFolder)) if (!figures.has(name)) await rm(join(figureFolder, name));
  return { markdownPath, htmlPath };
}

/** File names with their bytes. */
function figuresOf(block: Block): (readonly [string, Uint8Array])[] {
  if (block.kind === 'chart') return [[`${block.name}.svg`, Buffer.from(standAlone(block))]];
  return block.kind === 'pictures' ? block.pictures.map(({ name, png }) => [`${name}.png`, png] as const) : [];
}

/** Room for the title, which the page has below the drawing. */
const TITLE_PX = 30;

function standAlone({ title, widthPx, heightPx, body }: Chart): string {
  return svgPage(title, widthPx, heightPx + TITLE_PX, [`<g transform="translate(0 ${TITLE_PX})">`, ...body, '</g>']);
}

async function writeText(path: string, text: string): Promise<string> {
  await writeWholeFile(path, [Buffer.from(text)]);
  return path;
}
