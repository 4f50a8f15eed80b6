/** JSONata expressions, compiled once, with Step Functions' own functions in them. */

import jsonata from 'jsonata';
import type { JsonataScope } from '../jsonata.ts';
import { functions, NOW, RANDOM } from './functions.ts';

export type Compiled = (scope: Pick<JsonataScope, 'states' | 'variables' | 'random' | 'now'>) => Promise<unknown>;

const known = new Map<string, Compiled>();

/** @throws JSONata's own error, with a code, where the text is no expression. */
export function compile(text: string): Compiled {
  let compiled = known.get(text);
  if (!compiled) {
    compiled = make(text);
    known.set(text, compiled);
  }
  return compiled;
}

function make(text: string): Compiled {
  const expression = jsonata(text);
  // Step Functions has no $eval: calling it is calling something that is not there.
  expression.assign('eval', undefined);
  for (const { name, signature, run } of functions) expression.registerFunction(name, run, signature);
  return ({ states, variables, random, now }) =>
    expression.evaluate(undefined, { ...variables, states, [RANDOM]: random, [NOW]: now });
}
