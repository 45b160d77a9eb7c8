// `ks-build curate --columns`: the names that a query takes, as lines. Pure.
import { describeColumns } from '../curation/query-names.ts';
import { formatTable } from './table.ts';

/** Longer lists of values would bury the names. */
const MOST_VALUES = 14;

export function columnLines(): string[] {
  const rows = describeColumns().map(({ kind, example, meaning, values }) => {
    const isShort = kind !== 'sort' && values.length > 0 && values.length <= MOST_VALUES;
    return [example, isShort ? `${meaning}: ${values.join(', ')}` : meaning];
  });
  return formatTable([{ title: 'such as' }, { title: '' }], rows);
}
