/** JSONata expressions, compiled once, with Step Functions' own functions and limits. */

import jsonata from 'jsonata';
import { BoundedRegExp, MOST_TIME } from '../bounded-regex.ts';
import type { JsonataScope } from '../jsonata.ts';
import { remembered } from '../memoize.ts';
import { functions, NOW, RANDOM } from './functions.ts';
import { orderBy, rewriteOrderBys } from './order-by.ts';
import { plainPath, readPlain } from './plain.ts';

/** What was only looked up comes back at once, and is JSON already; what JSONata evaluates, as a promise. */
export type Compiled = (scope: Pick<JsonataScope, 'states' | 'variables' | 'random' | 'now'>) => unknown;

/**
 * Where AWS stops an evaluation: this deep in its own calls, and with this many items in a sequence (6,990,256 bytes).
 * The time, in milliseconds, is for what never ends without growing.
 */
const LIMITS = { stack: 100, sequence: 873_782, timeout: MOST_TIME };

// The library does nothing with the class but make instances.
const OPTIONS = { ...LIMITS, RegexEngine: BoundedRegExp as unknown as RegExpConstructor };

/** @throws JSONata's own error, with a code, where the text is no expression. */
export const compile: (text: string) => Compiled = remembered((text) => {
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
