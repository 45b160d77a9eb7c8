// Columns of a table in memory that grows: numbers in typed arrays, texts as numbers of a dictionary. Knows nothing of clips.

/** NaN: not known. Values are there once they are set. */
export class GrowingNumbers {
  #values: Float64Array;
  #version = 0;

  /** @param room for the rows that are expected: until there are more, nothing is copied */
  constructor(room: Float64Array) {
    this.#values = room;
  }

  /** Grows with every value that changes. */
  get version(): number {
    return this.#version;
  }

  /** Of all rows, and room for more behind them: not to be kept while rows are added. */
  get values(): Float64Array {
    return this.#values;
  }

  /** @returns whether it was another value before */
  set(position: number, value: number): boolean {
    if (position >= this.#values.length) {
      const grown = new Float64Array(Math.max(position + 1, this.#values.length * 2));
      grown.set(this.#values);
      this.#values = grown;
    }
    if (Object.is(this.#values[position], value)) return false;
    this.#values[position] = value;
    this.#version++;
    return true;
  }
}

/** '' where not known. Texts of which every row has its own need no dictionary: they are only appended. */
export class GrowingTexts {
  #codes: Uint32Array;
  #version = 0;
  readonly #texts: string[] = [''];
  readonly #codeOf: Map<string, number> | undefined;

  constructor(capacity: number, isUnique: boolean) {
    this.#codes = new Uint32Array(capacity);
    this.#codeOf = isUnique ? undefined : new Map([['', 0]]);
  }

  /** Grows with every text that changes. */
  get version(): number {
    return this.#version;
  }

  /** One number a row, by which `texts` names the text. Not to be kept while rows are added. */
  get codes(): Uint32Array {
    return this.#codes;
  }

  /** Every text that some row has, or had. */
  get texts(): readonly string[] {
    return this.#texts;
  }

  get(position: number): string {
    return this.#texts[this.#codes[position] ?? 0]!;
  }

  /** @returns whether it was another text before */
  set(position: number, text: string): boolean {
    if (position >= this.#codes.length) {
      const grown = new Uint32Array(Math.max(position + 1, this.#codes.length * 2));
      grown.set(this.#codes);
      this.#codes = grown;
    }
    if (this.get(position) === text) return false;
    let code = text === '' ? 0 : this.#codeOf?.get(text);
    if (code === undefined) {
      code = this.#texts.push(text) - 1;
      this.#codeOf?.set(text, code);
    }
    this.#codes[position] = code;
    this.#version++;
    return true;
  }
}
