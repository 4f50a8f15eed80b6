/**
 * JSON as event-ruler's parser reads it: names in their order and as often as they come, numbers as they are written.
 * What follows the closing brace of the whole is not read, as there.
 */

export type Json =
  | { kind: 'object'; entries: [name: string, value: Json][]; end: number }
  | { kind: 'array'; items: Json[]; end: number }
  | { kind: 'string' | 'number' | 'literal'; text: string; end: number };

/** `end` is the offset after the token, which is where the parser stands when it complains of it. */
export class JsonError extends Error {
  override readonly name = 'JsonError';
  readonly offset: number;

  constructor(message: string, offset: number) {
    super(message);
    this.offset = offset;
  }
}

/** Deeper nesting is refused by the ruler's parser; EventBridge names the same figure for events. */
const DEEPEST = 1_000;

/** @throws JsonError with the offset at which the text stops being JSON. */
export function parseJson(text: string): Json {
  return new Reader(text).value(0);
}

const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const LITERAL = /true|false|null/y;
// biome-ignore lint/suspicious/noControlCharactersInRegex: JSON refuses exactly these inside a string
const STRING = /"[^"\\\u0000-\u001f]*(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})[^"\\\u0000-\u001f]*)*"/y;
const BLANK = /[ \t\r\n]*/y;

class Reader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  value(depth: number): Json {
    if (depth > DEEPEST) throw this.#error(`Document nesting depth exceeds the maximum allowed (${DEEPEST})`);
    this.#blank();
    const first = this.#text[this.#at];
    if (first === '{') return this.#object(depth);
    if (first === '[') return this.#array(depth);
    if (first === '"') return { kind: 'string', text: this.#string(), end: this.#at };
    const literal = this.#take(LITERAL);
    if (literal !== undefined) return this.#scalar('literal', literal);
    const number = this.#take(NUMBER);
    if (number !== undefined) return this.#scalar('number', number);
    throw this.#unexpected('a JSON value');
  }

  #object(depth: number): Json {
    const entries: [string, Json][] = [];
    this.#at++;
    if (this.#next('}')) return { kind: 'object', entries, end: this.#at };
    do {
      this.#blank();
      if (this.#text[this.#at] !== '"') throw this.#unexpected('a field name in double quotes');
      const name = this.#string();
      if (!this.#next(':')) throw this.#unexpected("':' after the field name");
      entries.push([name, this.value(depth + 1)]);
    } while (this.#next(','));
    if (!this.#next('}')) throw this.#unexpected("',' or '}'");
    return { kind: 'object', entries, end: this.#at };
  }

  #array(depth: number): Json {
    const items: Json[] = [];
    this.#at++;
    if (this.#next(']')) return { kind: 'array', items, end: this.#at };
    do items.push(this.value(depth + 1));
    while (this.#next(','));
    if (!this.#next(']')) throw this.#unexpected("',' or ']'");
    return { kind: 'array', items, end: this.#at };
  }

  #string(): string {
    const quoted = this.#take(STRING);
    if (quoted === undefined) throw this.#error('A string is not closed, or holds a control character or a bad escape');
    return quoted.includes('\\') ? (JSON.parse(quoted) as string) : quoted.slice(1, -1);
  }

  /** A number or a word must be followed by something that can end it. */
  #scalar(kind: 'number' | 'literal', text: string): Json {
    if (/[\w.+-]/.test(this.#text[this.#at] ?? ' ')) throw this.#unexpected('the end of a value');
    return { kind, text, end: this.#at };
  }

  #take(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text)?.[0];
    if (found !== undefined) this.#at += found.length;
    return found;
  }

  #blank(): void {
    this.#take(BLANK);
  }

  #next(sign: string): boolean {
    this.#blank();
    if (this.#text[this.#at] !== sign) return false;
    this.#at++;
    return true;
  }

  #unexpected(wanted: string): JsonError {
    const found = this.#text[this.#at];
    return this.#error(
      found === undefined
        ? `Unexpected end-of-input: was expecting ${wanted}`
        : `Unexpected character ('${found}'): was expecting ${wanted}`,
    );
  }

  #error(message: string): JsonError {
    return new JsonError(message, this.#at);
  }
}
