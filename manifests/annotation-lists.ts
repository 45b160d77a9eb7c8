// The published lists that the manifests are made of: texts in, labelled rows out. Pure.
import { parseKineticsCsv } from '../src/dataset/kinetics-csv.ts';
import type { UntimedRow } from '../src/dataset/manifest.ts';
import { KINETICS_SEGMENT_SECONDS } from '../src/dataset/manifest-text.ts';
import { isSplit, type Segment } from '../src/dataset/segment.ts';

/** Contents of the files of the annotations folder, by what they hold. */
export interface AnnotationTexts {
  readonly kinetics400Labels: string;
  readonly kinetics400Val: string;
  readonly kinetics400Test: string;
  readonly ks32Labels: string;
  readonly ks100Labels: string;
  readonly ogmTrain: string;
  readonly ogmTest: string;
  readonly avCilIds: string;
}

export interface AnnotationLists {
  readonly kinetics400Labels: readonly string[];
  readonly ks32Labels: readonly string[];
  readonly ks100Labels: readonly string[];
  readonly ogmLabels: readonly string[];
  readonly kinetics400Val: readonly Segment[];
  /** Video id -> start in seconds; the official test list has no class names. */
  readonly kinetics400TestStarts: ReadonlyMap<string, number>;
  readonly ogmTrain: readonly Segment[];
  readonly ogmTest: readonly Segment[];
  readonly avCil: readonly UntimedRow[];
}

/** The one class of KS32 that OGM-GE's list lacks; its class numbers are the alphabetical order of the other 31. */
const CLASS_NOT_IN_OGM = 'strumming guitar';

const SITE_ID_CHARACTERS = 11;

export function readAnnotationLists(texts: AnnotationTexts): AnnotationLists {
  const ks32Labels = linesOf(texts.ks32Labels);
  const ogmLabels = ks32Labels.filter((label) => label !== CLASS_NOT_IN_OGM).sort();
  const valBytes = new TextEncoder().encode(texts.kinetics400Val);
  return {
    kinetics400Labels: linesOf(texts.kinetics400Labels),
    ks32Labels,
    ks100Labels: linesOf(texts.ks100Labels),
    ogmLabels,
    kinetics400Val: parseKineticsCsv('kinetics-400 val', valBytes).segments,
    kinetics400TestStarts: readTestStarts(texts.kinetics400Test),
    ogmTrain: linesOf(texts.ogmTrain).map((line) => readOgmLine(line, 'train', ogmLabels)),
    ogmTest: linesOf(texts.ogmTest).map((line) => readOgmLine(line, 'test', ogmLabels)),
    avCil: linesOf(texts.avCilIds).slice(1).map(readAvCilLine),
  };
}

function linesOf(text: string): string[] {
  return text.split(/\r?\n/).filter((line) => line !== '');
}

/** `--6bJUbfpnQ,17,27,test` below a header. */
function readTestStarts(text: string): ReadonlyMap<string, number> {
  const rows = linesOf(text).slice(1);
  return new Map(
    rows.map((line) => {
      const [videoId = '', start, end] = line.split(',');
      requireThat(Number(end) - Number(start) === KINETICS_SEGMENT_SECONDS, `a segment of 10 s, got ${line}`);
      return [videoId, Number(start)];
    }),
  );
}

/** `ID_000058_000068,10,4` (train) or `ID_58,10,4` (test): start, end where given, number of video frames, class number. */
function readOgmLine(line: string, split: 'train' | 'test', labels: readonly string[]): Segment {
  const [name = '', , classNumber] = line.split(',');
  const videoId = name.slice(0, SITE_ID_CHARACTERS);
  const [start, end] = name.slice(SITE_ID_CHARACTERS + 1).split('_');
  const startSeconds = Number(start);
  const endSeconds = end === undefined ? startSeconds + KINETICS_SEGMENT_SECONDS : Number(end);
  const label = labels[Number(classNumber)];
  requireThat(startSeconds >= 0 && endSeconds > startSeconds && label !== undefined, `a row of OGM-GE, got ${line}`);
  return { videoId, startSeconds, endSeconds, label: label!, split };
}

/** `train<TAB>--6q_33gNew<TAB>tap dancing` below a header. */
function readAvCilLine(line: string): UntimedRow {
  const [split = '', videoId = '', label = ''] = line.split('\t');
  if (!isSplit(split)) throw new Error(`expected train, val or test in the list of AV-CIL, got ${line}`);
  return { videoId, label, split };
}

function requireThat(holds: boolean, expected: string): void {
  if (!holds) throw new Error(`expected ${expected}`);
}
