import { invalid } from '../model/errors.ts';

/** What an expression is for, as its errors begin: `Invalid UpdateExpression: ...`. */
export type ExpressionName = 'ConditionExpression' | 'UpdateExpression';

const MAX_BYTES = 4096;

/** Names, placeholders, list indexes, comparators and punctuation. */
const TOKEN = /\s*(?:([A-Za-z_][\w-]*|[#:][\w-]+|\d+|<>|<=|>=|[=<>()[\],.+-])|(\S))/gy;

/** Reads tokens one after the other. */
export class Tokens {
  readonly name: ExpressionName;
  readonly #tokens: string[];
  #next = 0;

  /** @throws AwsError ValidationException */
  constructor(text: string, name: ExpressionName) {
    this.name = name;
    if (text.trim() === '') throw invalid(`Invalid ${name}: The expression can not be empty;`);
    const bytes = Buffer.byteLength(text);
    if (bytes > MAX_BYTES) {
      throw this.refusal(`Expression size has exceeded the maximum allowed size; expression size: ${bytes}`);
    }
    this.#tokens = Array.from(text.trim().matchAll(TOKEN), ([, token, other]) => token ?? other ?? '');
  }

  get isAtEnd(): boolean {
    return this.#next >= this.#tokens.length;
  }

  /** The next token; empty at the end. */
  peek(ahead = 0): string {
    return this.#tokens[this.#next + ahead] ?? '';
  }

  take(): string {
    const token = this.peek();
    this.#next++;
    return token;
  }

  /** Takes the next token if it is this one; keywords are of any case. */
  accept(token: string): boolean {
    const found = this.peek().toUpperCase() === token;
    if (found) this.#next++;
    return found;
  }

  expect(token: string): void {
    if (!this.accept(token)) throw this.unexpected();
  }

  unexpected(): Error {
    const near = this.#tokens.slice(Math.max(0, this.#next - 1), this.#next + 2).join(' ');
    return this.refusal(`Syntax error; token: "${this.isAtEnd ? '<EOF>' : this.peek()}", near: "${near}"`);
  }

  refusal(problem: string): Error {
    return invalid(`Invalid ${this.name}: ${problem}`);
  }
}
