// What made the numbers: commands, settings, versions, places and times of a card in, blocks out; and what failed or is missing. Pure.
import { grouped } from '../card/questions.ts';
import type { ResultCard } from '../card/result-card.ts';
import {
  type Block,
  code,
  type Line,
  list,
  numberColumns,
  paragraph,
  section,
  subsection,
  type Table,
} from './document.ts';
import { counted, durationText } from './words.ts';

/** At the head of the report: in a breath what was run on what. */
export function provenanceLine(card: ResultCard): Line {
  const { lock, seeds, backend, versions, timing } = card;
  return [
    'Corpus ',
    code(lock.corpus),
    ` (${lock.clips.kept} clips kept), lock `,
    code(lock.sha256.slice(0, 12)),
    `, seeds ${seeds.join(', ')}, backend ${backend}, ks-build ${versions['ks-build'] ?? 'unknown'}, ended ${timing.endedAt}. Made by:`,
  ];
}

/** What a reader must know before the numbers; empty where there is nothing. */
export function gaps({ failures, missing, notes }: Pick<ResultCard, 'failures' | 'missing' | 'notes'>): Block[] {
  const sentences = [
    ...notes,
    ...(failures.length === 0
      ? []
      : [`${counted(failures.length, 'job')} failed; no number of theirs is in any table (see the end).`]),
    ...(missing.length === 0
      ? []
      : [
          `${counted(missing.length, 'job')} of the plan were not run: the tables have fewer models than were asked for (see the end).`,
        ]),
  ];
  return sentences.length === 0 ? [] : [list(...sentences)];
}

/** More of them say nothing new. */
const MOST_NAMES = 12;

function undone({ failures, missing }: Pick<ResultCard, 'failures' | 'missing'>): Block[] {
  const more = missing.length - MOST_NAMES;
  return [
    ...(failures.length === 0
      ? []
      : [subsection('Failed'), list(...failures.map(({ job, message }): Line => [code(job), `: ${message}`]))]),
    ...(missing.length === 0
      ? []
      : [
          subsection('Not run'),
          paragraph(code('--resume'), ' goes on with them.'),
          list(
            ...missing.slice(0, MOST_NAMES).map((job): Line => [code(job)]),
            ...(more > 0 ? [`and ${more} more`] : []),
          ),
        ]),
  ];
}

export function provenanceSection(card: ResultCard): Block[] {
  const { timing, settings, versions, command, resultSha256, lock } = card;
  const seconds = (Date.parse(timing.endedAt) - Date.parse(timing.startedAt)) / 1000;
  return [
    section('What ran where'),
    paragraph(
      `On ${timing.host} (${timing.device}), backend ${card.backend}, ${timing.workers} at once, ${durationText(seconds)} from ${timing.startedAt} to ${timing.endedAt}.`,
    ),
    timeTable(timing.jobSeconds),
    ...undone(card),
    subsection('Settings'),
    valueTable('What all models have in common.', flat(settings)),
    subsection('Versions'),
    valueTable('Programs that the corpus and the numbers were made with.', Object.entries(versions)),
    subsection('The same numbers again'),
    paragraph(
      'The card beside this report, ',
      code('result-card.json'),
      ', has every number of it and more. Its content but for the times has the SHA-256 ',
      code(resultSha256),
      ': whoever gets it from the same lock has got the same numbers.',
    ),
    { kind: 'command', text: `${command}\nks-build benchmark compare THIS-FOLDER ANOTHER-FOLDER` },
    paragraph(
      'The lock ',
      code(lock.sha256),
      ' says which clips, by their hashes; ',
      code('ks-build lock verify'),
      ' checks them.',
    ),
  ];
}

function timeTable(jobSeconds: Readonly<Record<string, number>>): Table {
  // The name of an evaluation ends in its protocol, that of a training in its seed.
  const kindOf = ([name]: readonly [string, number]): string => {
    const [method, , , , protocol] = name.split('.');
    return protocol === undefined ? `training ${method}` : `evaluation ${protocol}`;
  };
  const kinds = [...grouped(Object.entries(jobSeconds), kindOf)].sort(([a], [b]) => (a < b ? 1 : -1));
  return {
    kind: 'table',
    caption: 'How long jobs took, each by itself.',
    columns: numberColumns('job', 'jobs', 'together', 'longest'),
    rows: kinds.map(([kind, jobs]) => {
      const times = jobs.map(([, seconds]) => seconds);
      return {
        cells: [
          kind,
          String(times.length),
          durationText(times.reduce((sum, seconds) => sum + seconds, 0)),
          durationText(Math.max(...times)),
        ],
      };
    }),
  };
}

function valueTable(caption: string, entries: readonly (readonly [string, unknown])[]): Table {
  return {
    kind: 'table',
    caption,
    columns: [
      { title: 'name', align: 'left' },
      { title: 'value', align: 'left' },
    ],
    rows: entries.map(([name, value]) => ({ cells: [[code(name)], String(value)] })),
  };
}

/** Values of nested settings by their path. */
function flat(value: unknown, path = ''): [string, unknown][] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [[path, value]];
  return Object.entries(value).flatMap(([key, inner]) => flat(inner, path === '' ? key : `${path}.${key}`));
}
