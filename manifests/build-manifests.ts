// The five manifests that ship, out of the published lists. Pure: the same lists give the same manifests, byte for byte.
import type { Manifest, ManifestRow } from '../src/dataset/manifest.ts';
import { KINETICS_SEGMENT_SECONDS } from '../src/dataset/manifest-text.ts';
import { SPLITS } from '../src/dataset/segment.ts';
import type { AnnotationLists } from './annotation-lists.ts';

const LICENCE = 'Kinetics annotations: CC BY 4.0, Google LLC. The videos belong to those who uploaded them.';
const KINETICS_400 = 'Kinetics-400 (Kay et al. 2017, arXiv 1705.06950)';
const TRAIN_FROM_OFFICIAL_LIST =
  'train holds the rows of the official Kinetics-400 train list with these classes; the list is fetched once from the annotation archive.';
const TEST_WITHOUT_LABELS =
  'test is empty: the official Kinetics-400 test rows that this manifest was made from carry no class names.';

export function buildManifests(lists: AnnotationLists): readonly Manifest[] {
  return [buildKs32(lists), buildKs31(lists), buildKs30(lists), buildKs100(lists), buildK400(lists)];
}

function buildKs32(lists: AnnotationLists): Manifest {
  return ordered({
    name: 'ks32',
    title: 'Kinetics-Sounds: the 32 classes that survive in Kinetics-400',
    source: `${KINETICS_400}; classes of Kinetics-Sounds (Arandjelovic and Zisserman 2017, arXiv 1705.08168) as used by CrissCross; class names of test rows from the lists of OGM-GE and AV-CIL`,
    licence: LICENCE,
    notes: [
      TRAIN_FROM_OFFICIAL_LIST,
      'test holds the Kinetics-400 test rows whose class is known through the lists of OGM-GE (31 classes) or AV-CIL (30 classes); none is known for strumming guitar.',
    ],
    classes: lists.ks32Labels,
    hasOfficialTrain: true,
    rows: [...valRows(lists, lists.ks32Labels), ...labelledTestRows(lists)],
  });
}

function buildKs31(lists: AnnotationLists): Manifest {
  const unofficial = lists.ogmTest.filter((row) => !lists.kinetics400TestStarts.has(row.videoId));
  return ordered({
    name: 'ks31',
    title: 'Kinetics-Sounds, 31 classes: the list that OGM-GE trained on',
    source: `lists of OGM-GE (Peng et al., CVPR 2022; classes also of AdaMML): ids, starts and class numbers; ${KINETICS_400}`,
    licence: LICENCE,
    notes: [
      'test rows are Kinetics-400 test rows with the same starts; their ends are start + 10 s.',
      `${unofficial.length} test rows are not in the official Kinetics-400 test list: ${unofficial.map((row) => row.videoId).join(', ')}.`,
      'there is no val split.',
    ],
    classes: lists.ogmLabels,
    hasOfficialTrain: false,
    rows: [...lists.ogmTrain, ...lists.ogmTest],
  });
}

function buildKs30(lists: AnnotationLists): Manifest {
  const classes = [...new Set(lists.avCil.map((row) => row.label))].sort();
  const rows = withKnownTimes(lists);
  const untimedRows = rows.filter((row) => !('startSeconds' in row));
  return ordered({
    name: 'ks30',
    title: 'Kinetics-Sounds, 30 classes: the list of AV-CIL',
    source: `id list of AV-CIL (Pian et al., ICCV 2023); times from ${KINETICS_400} val and test and from the train list of OGM-GE`,
    licence: LICENCE,
    notes: [
      'val and test each mix Kinetics-400 val and test rows.',
      `AV-CIL published ids without times: ${untimedRows.length} train rows are in none of the other lists and take their times from the official Kinetics-400 train list.`,
    ],
    classes,
    hasOfficialTrain: false,
    rows,
  });
}

function buildKs100(lists: AnnotationLists): Manifest {
  return ordered({
    name: 'ks100',
    title: 'Kinetics-Sounds100, a reconstruction: 100 audible classes of Kinetics-400',
    source: `${KINETICS_400}; class list chosen by this project`,
    licence: LICENCE,
    notes: [
      'RECONSTRUCTION: the class list of the Kinetics-Sounds100 of AVCL (arXiv 2204.13386) is not published; this one is not that of its authors, and results do not compare with theirs.',
      TRAIN_FROM_OFFICIAL_LIST,
      TEST_WITHOUT_LABELS,
    ],
    classes: lists.ks100Labels,
    hasOfficialTrain: true,
    rows: valRows(lists, lists.ks100Labels),
  });
}

function buildK400(lists: AnnotationLists): Manifest {
  return ordered({
    name: 'k400',
    title: 'Kinetics-400',
    source: KINETICS_400,
    licence: LICENCE,
    notes: [TRAIN_FROM_OFFICIAL_LIST, TEST_WITHOUT_LABELS],
    classes: lists.kinetics400Labels,
    hasOfficialTrain: true,
    rows: valRows(lists, lists.kinetics400Labels),
  });
}

function valRows(lists: AnnotationLists, labels: readonly string[]): readonly ManifestRow[] {
  const wanted = new Set(labels);
  return lists.kinetics400Val.filter((row) => wanted.has(row.label));
}

/** Official test rows whose class OGM-GE or AV-CIL tell; where both do they agree, as a test asserts. */
function labelledTestRows(lists: AnnotationLists): readonly ManifestRow[] {
  const labels = new Map([...lists.avCil, ...lists.ogmTest].map((row) => [row.videoId, row.label]));
  return [...labels].flatMap(([videoId, label]) => {
    const startSeconds = lists.kinetics400TestStarts.get(videoId);
    if (startSeconds === undefined) return [];
    return [
      { videoId, startSeconds, endSeconds: startSeconds + KINETICS_SEGMENT_SECONDS, label, split: 'test' as const },
    ];
  });
}

/** AV-CIL's rows with the times of the lists at hand; the others stay without. */
function withKnownTimes(lists: AnnotationLists): readonly ManifestRow[] {
  const starts = new Map(lists.kinetics400TestStarts);
  for (const row of [...lists.kinetics400Val, ...lists.ogmTrain]) starts.set(row.videoId, row.startSeconds);
  return lists.avCil.map((row) => {
    const startSeconds = starts.get(row.videoId);
    return startSeconds === undefined
      ? row
      : { ...row, startSeconds, endSeconds: startSeconds + KINETICS_SEGMENT_SECONDS };
  });
}

/** Rows by split, class in the corpus' order, then id: neighbours share a heading, and the order depends on nothing else. */
function ordered(manifest: Manifest): Manifest {
  const rankOfClass = new Map(manifest.classes.map((label, rank) => [label, rank]));
  const rankOf = (row: ManifestRow) =>
    SPLITS.indexOf(row.split) * manifest.classes.length + rankOfClass.get(row.label)!;
  const rows = [...manifest.rows].sort((a, b) => rankOf(a) - rankOf(b) || (a.videoId < b.videoId ? -1 : 1));
  return { ...manifest, rows };
}
