/** AWS nests ten intrinsic functions; filters have no written limit. */
const MAX_DEPTH = 10;

/** Reads a text from left to right; the parsers of paths and intrinsic functions use it. */
export class Cursor {
  readonly text: string;
  at = 0;
  #depth = 0;

  constructor(text: string, at = 0) {
    this.text = text;
    this.at = at;
  }

  get ended(): boolean {
    return this.at >= this.text.length;
  }

  get next(): string {
    return this.text.charAt(this.at);
  }

  /** Consumes this token if it is next. */
  take(token: string): boolean {
    if (!this.text.startsWith(token, this.at)) return false;
    this.at += token.length;
    return true;
  }

  /** Consumes what a sticky pattern matches here; undefined where it does not match. */
  match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text)?.[0];
    if (found !== undefined) this.at += found.length;
    return found;
  }

  /** Parses a nested construct; undefined where the nesting is too deep. */
  nested<Parsed>(parse: () => Parsed): Parsed | undefined {
    if (this.#depth >= MAX_DEPTH) return undefined;
    this.#depth++;
    const parsed = parse();
    this.#depth--;
    return parsed;
  }

  skipBlanks(): void {
    while (this.next === ' ') this.at++;
  }
}
