// What retrieval finds, to be looked at: answers of one model in; some clips that were asked with, and what came first, as pictures out.
import { seedOf } from '../../signal/seeded-random.ts';
import type { AnsweredFinding } from '../card/aggregate.ts';
import type { TestSet } from '../job.ts';
import type { MethodName } from '../method-names.ts';
import type { ClipStrip } from './clip-strip.ts';
import { type Block, type CaptionedPicture, code, paragraph, type Span, section } from './document.ts';
import { setText, TASK_TITLES } from './words.ts';

/** Of each way: clips that were found first, and clips that were not. */
const FOUND = 1;
const MISSED = 2;
const TEST_SET: TestSet = 'kept';
/** Two stand side by side on the page. */
const SHOWN_WIDTH_PX = 440;

export interface ExampleSource {
  readonly results: readonly AnsweredFinding[];
  readonly method: MethodName;
  /** Chooses: the same clips for the same lock. */
  readonly lockSha256: string;
  readonly labelOf: (clipName: string) => string;
  /** undefined: the clip cannot be shown. */
  readonly stripOf: (clipName: string) => ClipStrip | undefined;
}

/** Empty where the method retrieves nothing, or none of its clips can be shown. */
export function retrievalExamples({ results, method, lockSha256, labelOf, stripOf }: ExampleSource): Block[] {
  const shown = results
    .filter(
      ({ finding: { protocol, method: other, part, condition, testSet } }) =>
        protocol === 'retrieval' && other === method && part === 'kept' && condition === '' && testSet === TEST_SET,
    )
    .sort((a, b) => a.finding.seed - b.finding.seed);
  const seed = shown[0]?.finding.seed;
  const examples = shown
    .filter(({ finding }) => finding.seed === seed)
    .flatMap((answered) => chosen(answered, lockSha256).flatMap((at) => exampleOf(answered, at, labelOf, stripOf)));
  if (examples.length === 0) return [];
  return [
    section('Retrieval, seen and heard'),
    paragraph(
      `Model ${seed} of `,
      code(method),
      `, gallery of ${setText(TEST_SET, shown[0]!.finding.clips)}, one a video. For each way ${FOUND} clip whose other half came first and ${MISSED} whose did not, drawn by the lock’s hash and not by eye. ` +
        'Six video frames of each clip, its log-mel below.',
    ),
    ...examples,
  ];
}

/** Positions of the clips asked with. */
function chosen({ finding, answers }: AnsweredFinding, lockSha256: string): number[] {
  const order = [...answers.clipNames.keys()].sort(
    (a, b) =>
      seedOf(lockSha256, finding.task, answers.clipNames[a]!) - seedOf(lockSha256, finding.task, answers.clipNames[b]!),
  );
  const isFound = (at: number): boolean => answers.first?.[at] === at;
  return [...order.filter(isFound).slice(0, FOUND), ...order.filter((at) => !isFound(at)).slice(0, MISSED)];
}

function exampleOf(
  { finding, answers }: AnsweredFinding,
  at: number,
  labelOf: ExampleSource['labelOf'],
  stripOf: ExampleSource['stripOf'],
): Block[] {
  const name = answers.clipNames[at]!;
  const firstName = answers.clipNames[answers.first![at]!]!;
  const [asked, given] = finding.task === 'audio-to-visual' ? ['sound', 'picture'] : ['picture', 'sound'];
  const pictureOf = (clipName: string, words: readonly Span[]): CaptionedPicture[] => {
    const strip = stripOf(clipName);
    if (strip === undefined) return [];
    return [
      {
        name: `clip-${clipName}`,
        alt: `Video frames and log-mel of ${clipName}, ${labelOf(clipName)}.`,
        caption: words,
        png: strip.png,
        widthPx: SHOWN_WIDTH_PX,
        heightPx: Math.round((SHOWN_WIDTH_PX * strip.heightPx) / strip.widthPx),
      },
    ];
  };
  const isFound = firstName === name;
  const pictures = [
    ...pictureOf(name, [`asked with its ${asked}: ${labelOf(name)}, `, code(name)]),
    ...(isFound ? [] : pictureOf(firstName, [`its ${given} came first: ${labelOf(firstName)}, `, code(firstName)])),
  ];
  if (pictures.length < (isFound ? 1 : 2)) return [];
  const outcome = isFound
    ? `its own ${given} came first`
    : `its own ${given} came at place ${answers.ranks[at]} of ${answers.clipNames.length}; ` +
      (labelOf(name) === labelOf(firstName)
        ? 'a clip of the same class came first'
        : 'a clip of another class came first');
  return [{ kind: 'pictures', title: `${capitalised(TASK_TITLES[finding.task])}: ${outcome}.`, pictures }];
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
