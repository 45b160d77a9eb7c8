// A terminal without a window: what is written to it can be read back as the lines that a person would see.
import { EventEmitter } from 'node:events';
import xterm from '@xterm/headless';

export class HeadlessTerminal extends EventEmitter {
  readonly isTTY = true;
  /** All bytes ever written, as text. */
  written = '';
  #columns: number;
  #rows: number;
  readonly #screen: InstanceType<typeof xterm.Terminal>;

  constructor(columns: number, rows: number, scrollback = 10_000) {
    super();
    this.#columns = columns;
    this.#rows = rows;
    this.#screen = new xterm.Terminal({ cols: columns, rows, scrollback, allowProposedApi: true });
  }

  get columns(): number {
    return this.#columns;
  }

  get rows(): number {
    return this.#rows;
  }

  write(text: string): boolean {
    this.written += text;
    this.#screen.write(text);
    return true;
  }

  /** The terminal reflows what it holds first, then the program is told, as real ones do. */
  async resize(columns: number, rows: number): Promise<void> {
    await this.#parsed();
    this.#screen.resize(columns, rows);
    this.#columns = columns;
    this.#rows = rows;
    this.emit('resize');
  }

  /** The visible rows, without blanks at their ends. */
  async screen(): Promise<string[]> {
    await this.#parsed();
    const { baseY } = this.#screen.buffer.active;
    return this.#rowsBetween(baseY, baseY + this.#rows);
  }

  /** Every cell of the visible rows: its character and both colours as numbers, -1 the terminal's own. */
  async cells(): Promise<string[][]> {
    await this.#parsed();
    const { active } = this.#screen.buffer;
    return Array.from({ length: this.#rows }, (_, row) =>
      Array.from({ length: this.#columns }, (_, column) => {
        const cell = active.getLine(active.baseY + row)?.getCell(column);
        // A blank has no visible foreground.
        const glyph = cell?.getChars() || ' ';
        return `${glyph} ${glyph === ' ' ? '' : cell?.getFgColor()} ${cell?.getBgColor()}`;
      }),
    );
  }

  /** Scrollback and screen, wrapped rows joined, blank rows at the end left out. */
  async everything(): Promise<string[]> {
    await this.#parsed();
    const { active } = this.#screen.buffer;
    const lines: string[] = [];
    for (let row = 0; row < active.length; row += 1) {
      const line = active.getLine(row);
      // A row that runs on into the next keeps its blanks.
      const text = line?.translateToString(active.getLine(row + 1)?.isWrapped !== true) ?? '';
      if (line?.isWrapped) lines.push((lines.pop() ?? '') + text);
      else lines.push(text);
    }
    while (lines.at(-1)?.trim() === '') lines.pop();
    return lines.map((line) => line.trimEnd());
  }

  async modes(): Promise<{ wraps: boolean; pastes: boolean; cursorShown: boolean; isAlternate: boolean }> {
    await this.#parsed();
    const { wraparoundMode, bracketedPasteMode } = this.#screen.modes;
    const cursor = this.written.lastIndexOf('\x1b[?25h') > this.written.lastIndexOf('\x1b[?25l');
    const isAlternate = this.#screen.buffer.active.type === 'alternate';
    return { wraps: wraparoundMode, pastes: bracketedPasteMode, cursorShown: cursor, isAlternate };
  }

  #rowsBetween(from: number, to: number): string[] {
    const { active } = this.#screen.buffer;
    return Array.from(
      { length: to - from },
      (_, row) =>
        active
          .getLine(from + row)
          ?.translateToString(true)
          .trimEnd() ?? '',
    );
  }

  #parsed(): Promise<void> {
    return new Promise((resolve) => this.#screen.write('', resolve));
  }
}
