// CSV bytes in, records out, one call each, with line numbers. Pure. Plain lines, which are all lines of Kinetics' own files, are split
// here, five times as fast; from the first line that is not plain csv-parse takes over, which knows all of CSV.
import { CsvError, type InfoRecord, parse } from 'csv-parse/sync';

/** Longest record that is read, bytes: no row of Kinetics has more than 120. */
export const MAX_RECORD_BYTES = 64 * 1024;

export interface CsvReader {
  /** `line` is where the record ends, 1-based. */
  take(cells: readonly string[], line: number): void;
  refuse(line: number, problem: string, cause: CsvError): never;
}

const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const BYTE_ORDER_MARK = Buffer.from([0xef, 0xbb, 0xbf]);

/** Blank lines are passed over; line ends may be LF, CRLF or CR; a byte order mark is ignored. */
export function readCsvRecords(content: Uint8Array, reader: CsvReader): void {
  const bytes = Buffer.from(content.buffer, content.byteOffset, content.byteLength);
  const start = bytes.subarray(0, BYTE_ORDER_MARK.length).equals(BYTE_ORDER_MARK) ? BYTE_ORDER_MARK.length : 0;
  const { offset, line } = readPlainLines(bytes, start, reader);
  if (offset < bytes.length) readAnyRecords(bytes.subarray(offset), line, reader);
}

/** Reads up to the first line that is not plain; returns where that line starts, and its number less one. */
function readPlainLines(bytes: Buffer, start: number, reader: CsvReader) {
  let offset = start;
  let line = 0;
  while (offset < bytes.length) {
    const lineFeed = bytes.indexOf(LINE_FEED, offset);
    const next = lineFeed < 0 ? bytes.length : lineFeed + 1;
    let end = lineFeed < 0 ? bytes.length : lineFeed;
    if (end > offset && bytes[end - 1] === CARRIAGE_RETURN) end -= 1;
    if (end - offset > MAX_RECORD_BYTES) break;
    const cells = end === offset ? [] : splitPlainLine(bytes.toString('utf8', offset, end));
    if (cells === undefined) break;
    offset = next;
    line += 1;
    if (cells.length > 0) reader.take(cells, line);
  }
  return { offset, line };
}

/** Undefined when a quoted cell is not closed on this line or holds a quote, or when a carriage return stands inside. */
function splitPlainLine(line: string): string[] | undefined {
  if (line.includes('\r')) return undefined;
  if (!line.includes('"')) return line.split(',');
  const cells: string[] = [];
  let position = 0;
  while (position <= line.length) {
    const isQuoted = line[position] === '"';
    const start = isQuoted ? position + 1 : position;
    const found = line.indexOf(isQuoted ? '"' : ',', start);
    if (isQuoted && found < 0) return undefined;
    const end = found < 0 ? line.length : found;
    const cell = line.slice(start, end);
    const afterCell = isQuoted ? end + 1 : end;
    if (cell.includes('"') || (afterCell < line.length && line[afterCell] !== ',')) return undefined;
    cells.push(cell);
    position = afterCell + 1;
  }
  return cells;
}

function readAnyRecords(bytes: Buffer, linesBefore: number, reader: CsvReader): void {
  try {
    parse(bytes, {
      record_delimiter: ['\r\n', '\n', '\r'],
      skip_empty_lines: true,
      relax_column_count: true,
      max_record_size: MAX_RECORD_BYTES,
      on_record: (cells: string[], context: InfoRecord) => {
        reader.take(cells, linesBefore + context.lines);
        return null;
      },
    });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const { lines, code } = error;
    const problem =
      code === 'CSV_MAX_RECORD_SIZE'
        ? `expected a row of at most ${MAX_RECORD_BYTES} bytes, got a longer one; is a line end or a closing quote missing?`
        : 'expected CSV with quotes closed, doubled inside, and around whole cells, got a row that is not; mend its quotes';
    reader.refuse(linesBefore + (typeof lines === 'number' ? lines : 1), problem, error);
  }
}
