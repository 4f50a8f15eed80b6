/** JSONata expressions, compiled once, with Step Functions' own functions and limits. */

import jsonata from 'jsonata';
import type { Json } from '../../model/json.ts';
import { BoundedRegExp, MAX_EVALUATION_MS } from '../common/bounded-regex.ts';
import { memoize } from '../common/memoize.ts';
import { functions, NOW, RANDOM } from './functions.ts';
import { orderBy, rewriteOrderBys } from './order-by.ts';
import { plainPath, readPlain } from './plain-path.ts';
import type { ResultType } from './result.ts';

/** The bindings of an expression, and its field. */
export interface JsonataScope {
  /** `$states`. */
  states: { input: Json; context: Json; result?: Json; errorOutput?: Json };
  /** By name, without the dollar sign. */
  variables: Readonly<Record<string, Json>>;
  /** From 0 up to 1. */
  random: () => number;
  /** What $now and $millis answer, in milliseconds since 1970. */
  now: number;
  /** The field that is evaluated, as AWS's causes name it: `Output`, `Choices[0]/Condition`. */
  field: string;
  /** What the field must come out as; absent: anything. */
  type?: ResultType;
  /** The allowed values of a number. */
  range?: readonly [least: number, most: number];
}

/** What was only looked up comes back at once, and is JSON already; what JSONata evaluates, as a promise. */
export type Compiled = (scope: Pick<JsonataScope, 'states' | 'variables' | 'random' | 'now'>) => unknown;

/**
 * Where AWS stops an evaluation: this deep in its own calls, and with this many items in a sequence (6,990,256 bytes).
 * The time, in milliseconds, is for what never ends without growing.
 */
const LIMITS = { stack: 100, sequence: 873_782, timeout: MAX_EVALUATION_MS };

// The library does nothing with the class but make instances.
const OPTIONS = { ...LIMITS, RegexEngine: BoundedRegExp as unknown as RegExpConstructor };

/** @throws JSONata's own error, with a code, where the text is no expression. */
export const compile: (text: string) => Compiled = memoize((text) => {
  const expression = jsonata(text, OPTIONS);
  // Step Functions has no $eval: calling it is calling something that is not there.
  expression.assign('eval', undefined);
  for (const { name, signature, run } of [...functions, orderBy]) expression.registerFunction(name, run, signature);
  rewriteOrderBys(expression.ast());
  const path = plainPath(expression.ast());
  return ({ states, variables, random, now }) => {
    const value = path && readPlain(path, path.variable === 'states' ? states : variables[path.variable]);
    if (value !== undefined) return value;
    const bindings = { ...variables, states, [RANDOM]: random, [NOW]: now };
    return inTurn(() => expression.evaluate(undefined, bindings));
  };
});

let latest: Promise<unknown> = Promise.resolve();

/** One evaluation after the other: side by side none would end sooner, but all would hold their memory at once. */
function inTurn(evaluate: () => Promise<unknown>): Promise<unknown> {
  const turn = latest.then(evaluate);
  latest = turn.catch(() => {});
  return turn;
}
