/** JSONata expressions, compiled once, with Step Functions' own functions and limits. */

import type { Json } from '../../model/json.ts';
import { BoundedRegExp } from '../common/bounded-regex.ts';
import { memoize } from '../common/memoize.ts';
import { boundedStrings, rewriteConcatenations } from './bounded-strings.ts';
import { ExactIntegers } from './exact-integers.ts';
import { functions, INTEGERS, NOW, RANDOM } from './functions.ts';
import { EvaluationLimits } from './limits.ts';
import { orderBy, rewriteOrderBys } from './order-by.ts';
import { parseExpression } from './parse.ts';
import { plainPath, readPlain } from './plain-path.ts';
import { type ResultType, toJson } from './result.ts';

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

/** A plain path's value comes at once, a result of JSONata's evaluation as a promise. @throws Unsupported */
export type Compiled = (scope: Pick<JsonataScope, 'states' | 'variables' | 'random' | 'now'>) => unknown;

const limits = new EvaluationLimits();

// The library does nothing with the class but make instances.
const OPTIONS = Object.assign(limits, { RegexEngine: BoundedRegExp as unknown as RegExpConstructor });

/** @throws JSONata's own error, with a code, where the text is no expression. */
export const compile: (text: string) => Compiled = memoize((text) => {
  const expression = parseExpression(text, OPTIONS);
  // Step Functions has no $eval: calling it is calling something that is not there.
  expression.assign('eval', undefined);
  for (const { name, signature, run } of [...functions, ...boundedStrings, orderBy])
    expression.registerFunction(name, run, signature);
  rewriteOrderBys(expression.ast());
  rewriteConcatenations(expression.ast());
  const path = plainPath(expression.ast());
  return ({ states, variables, random, now }) => {
    const value = path && readPlain(path, path.variable === 'states' ? states : variables[path.variable]);
    if (value !== undefined) return value;
    const integers = new ExactIntegers();
    const bindings = {
      ...integers.rounded(variables),
      states: integers.rounded(states),
      [RANDOM]: random,
      [NOW]: now,
      [INTEGERS]: integers,
    };
    const evaluated = serially(() => expression.evaluate(undefined, bindings));
    return evaluated.then((result) => integers.restored(toJson(result)));
  };
});

let latest: Promise<unknown> = Promise.resolve();

/** One evaluation after the other: side by side none would end sooner, but all would hold their memory at once. */
function serially(evaluate: () => Promise<unknown>): Promise<unknown> {
  const evaluation = latest.then(() => {
    limits.reset();
    return evaluate();
  });
  latest = evaluation.catch(() => {});
  return evaluation;
}
