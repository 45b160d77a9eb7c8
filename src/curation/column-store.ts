// Columns of a table in memory that grows: numbers in typed arrays, texts as numbers of a dictionary. Knows nothing of clips.

/** NaN: not known. Values are there once they are set. */
export class GrowingNumbers {
  #values: Float64Array;
  #version = 0;

  /** @param capacity rows that are expected: until there are more, nothing is copied */
  constructor(capacity: number) {
    this.#values = new Float64Array(capacity);
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

/** '' where not known. */
export class GrowingTexts {
  #codes: Uint32Array;
  #version = 0;
  readonly #texts: string[] = [''];
  readonly #codeOf = new Map<string, number>([['', 0]]);

  constructor(capacity: number) {
    this.#codes = new Uint32Array(capacity);
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
    let code = this.#codeOf.get(text);
    if (code === undefined) {
      code = this.#texts.push(text) - 1;
      this.#codeOf.set(text, code);
    }
    if (this.#codes[position] === code) return false;
    this.#codes[position] = code;
    this.#version++;
    return true;
  }
}
