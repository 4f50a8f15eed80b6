/**
 * Regular expressions come with definitions, and one like `(a+)+b` would keep the whole runtime busy for years. With these
 * flags V8 goes over to its linear engine when a match has gone back too often, and says with `l` which expressions that
 * engine can take over. The others are stopped when their time is up.
 */

import { setFlagsFromString } from 'node:v8';
import { createContext, Script } from 'node:vm';

setFlagsFromString('--enable-experimental-regexp-engine-on-excessive-backtracks');
setFlagsFromString('--enable-experimental-regexp-engine');

/** Milliseconds that a regular expression may take that the linear engine cannot take over. */
const MAX_MATCH_MS = 2000;

/** With the code that JSONata has for an expression that takes too long. */
class EvaluationTimeout extends Error {
  readonly code = 'D1012';

  constructor() {
    super('Expression evaluation timeout: Check for infinite loop');
  }
}

/** One that goes through a text match by match (`g`) has its time for all of them. */
export class BoundedRegExp extends RegExp {
  readonly #isLinear: boolean;
  readonly #most: number;
  #left: number;

  constructor(pattern: RegExp | string, flags?: string, most = MAX_MATCH_MS) {
    super(pattern, flags);
    this.#isLinear = isLinear(this);
    this.#most = most;
    this.#left = most;
  }

  override exec(text: string): RegExpExecArray | null {
    if (this.#isLinear) return super.exec(text);
    if (!this.global) this.#left = this.#most;
    const startedAt = performance.now();
    try {
      return within(this.#left, () => super.exec(text));
    } finally {
      this.#left -= performance.now() - startedAt;
    }
  }
}

function isLinear({ source, flags }: RegExp): boolean {
  try {
    return new RegExp(source, `${flags}l`) !== undefined;
  } catch {
    return false;
  }
}

let watched: { script: Script; context: { run?: () => unknown } } | undefined;

/** @throws EvaluationTimeout */
function within<Result>(milliseconds: number, run: () => Result): Result {
  watched ??= { script: new Script('run()'), context: createContext({}) };
  watched.context.run = run;
  try {
    return watched.script.runInContext(watched.context, { timeout: Math.max(1, Math.ceil(milliseconds)) }) as Result;
  } catch (error) {
    throw (error as { code?: string }).code === 'ERR_SCRIPT_EXECUTION_TIMEOUT' ? new EvaluationTimeout() : error;
  }
}
