/** Log lines of functions and of Lambda itself: the newest of each function. */

/** Lines kept a function. */
const MOST_LINES = 500;
/** Bytes of the log that an invocation can ask to be answered with. */
const TAIL_BYTES = 4096;

export interface LogLine {
  /** Milliseconds since 1970, on the runtime's clock. */
  at: number;
  requestId: string;
  text: string;
}

export class FunctionLogs {
  readonly #lines = new Map<string, LogLine[]>();

  add(functionName: string, line: LogLine): void {
    let lines = this.#lines.get(functionName);
    if (!lines) {
      lines = [];
      this.#lines.set(functionName, lines);
    }
    lines.push(line);
    // Cut rarely: moving the whole list for every line would cost more than keeping twice as many.
    if (lines.length > 2 * MOST_LINES) lines.splice(0, lines.length - MOST_LINES);
  }

  /** Oldest first. */
  of(functionName: string): readonly LogLine[] {
    return (this.#lines.get(functionName) ?? []).slice(-MOST_LINES);
  }

  /** Of every function; the functions in the order of their first line. */
  all(): readonly LogLine[] {
    return [...this.#lines.keys()].flatMap((name) => this.of(name));
  }
}

/** The last 4 KB of an invocation's log, as X-Amz-Log-Result carries it. */
export function tail(lines: readonly string[]): string {
  return Buffer.from(`${lines.join('\n')}\n`)
    .subarray(-TAIL_BYTES)
    .toString('base64');
}
