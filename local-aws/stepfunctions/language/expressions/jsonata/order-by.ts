/**
 * JSONata's order-by, `items^(>price, name)`. The library's evaluation of it takes memory that grows with the square of
 * the items, so compilation rewrites the step into a call of a function of ours: its arguments are the steps before it
 * and the terms as lambdas; the steps after it take its result.
 */

import type { ExprNode } from 'jsonata';
import type { Json } from '../../model/json.ts';
import type { JsonataFunction } from './functions.ts';
import { sorted } from './sorting.ts';
import { type Node, rewriteNodes } from './syntax-tree.ts';

/** In JSONata's environment; no expression can spell it. */
const ORDER_BY = 'the items in the order of the terms';

/** Rewrites every order-by in a compiled expression's tree. */
export function rewriteOrderBys(ast: ExprNode): void {
  rewriteNodes(ast, rewrite);
}

/** Rewrites the last sort of a path; the others are in the steps before it. */
function rewrite(path: Node): void {
  const { type, steps = [] } = path;
  const at = type === 'path' ? steps.findLastIndex((step) => step.type === 'sort') : -1;
  const sort = steps[at];
  if (!sort || !isPlain(path, steps, at)) return;
  const ordered = call(steps.slice(0, at), sort);
  const after = steps.slice(at + 1);
  if (after.length === 0 && path.group === undefined) {
    // A sequence of one is that one, unless the path asks for an array.
    if (path.keepSingletonArray) ordered.keepArray = true;
    delete path.steps;
    delete path.keepSingletonArray;
    Object.assign(path, ordered);
  } else {
    // The first step of a path is evaluated once and as a whole where it is marked as a list.
    path.steps = [{ ...ordered, keepArray: true, consarray: true }, ...after];
  }
}

/**
 * Not where steps bind names (`@$x`, `#$i`, `%`): the library sorts their bindings. And not behind a list that is one
 * item, which only the library's own path keeps together.
 */
function isPlain(path: Node, steps: readonly Node[], at: number): boolean {
  const bindsNothing = !path.tuple && steps.every(({ tuple, focus, index }) => !tuple && !focus && !index);
  const before = steps[at - 1];
  return bindsNothing && before !== undefined && (at === 1 || !before.consarray);
}

function call(before: Node[], { terms = [], stages, position }: Node): Node {
  return {
    type: 'function',
    value: '(',
    position,
    procedure: { type: 'variable', value: ORDER_BY, position },
    arguments: [
      { type: 'path', steps: before, keepArray: true },
      { type: 'unary', value: '[', position, expressions: terms.map(({ expression }) => lambda(expression)) },
      { type: 'value', value: terms.map(({ descending }) => descending), position },
    ],
    ...(stages ? { predicate: stages } : {}),
  };
}

function lambda(body: Node): Node {
  return { type: 'lambda', arguments: [], body };
}

/** What evaluates a term: the library's lambda, whose context is set to the item in question. */
interface Term {
  input: unknown;
  apply(self: undefined, args: []): Promise<unknown>;
}

/** The library flattens arrays with this mark, and replaces one of a single item by the item. */
function asSequence(items: Json[]): Json[] {
  return Object.defineProperty([...items], 'sequence', { enumerable: false, value: true });
}

export const orderBy: JsonataFunction = {
  name: ORDER_BY,
  async run(found: Json | undefined, terms: Term[], descending: boolean[]) {
    if (found === undefined) return undefined;
    const items = Array.isArray(found) ? found : [found];
    if (items.length <= 1) return asSequence(items);
    const order = await orderOf(items, terms, descending);
    return order.map((at) => items[at]);
  },
};

/** The indexes of the items in their order. */
async function orderOf(items: readonly Json[], terms: readonly Term[], descending: readonly boolean[]) {
  const keys: unknown[][] = items.map(() => []);
  for (const [at, item] of items.entries()) keys[at]?.push(await evaluate(terms[0] as Term, item));
  return sorted([...items.keys()], (first, second) => comesAfter(first, second, 0));

  function comesAfter(first: number, second: number, term: number): boolean | Promise<boolean> {
    const compared = compare(keys[first]?.[term], keys[second]?.[term], descending[term] === true);
    if (compared !== 0) return compared > 0;
    return term + 1 < terms.length && goOn(first, second, term + 1);
  }

  /** A later term is evaluated only where the earlier ones decide nothing. */
  async function goOn(first: number, second: number, term: number): Promise<boolean> {
    for (const at of [first, second]) {
      const known = keys[at] as unknown[];
      if (known.length <= term) known.push(await evaluate(terms[term] as Term, items[at]));
    }
    return comesAfter(first, second, term);
  }
}

function evaluate(term: Term, item: unknown): Promise<unknown> {
  term.input = item;
  return term.apply(undefined, []);
}

/** Items without a value for the term come last in either direction. */
function compare(first: unknown, second: unknown, descending: boolean): number {
  if (first === undefined || second === undefined) return Number(first === undefined) - Number(second === undefined);
  for (const value of [first, second]) {
    if (typeof value !== 'number' && typeof value !== 'string') throw new OrderError('T2008', value);
  }
  if (typeof first !== typeof second) throw new OrderError('T2007', first, second);
  if (first === second) return 0;
  return (first as number) < (second as number) === descending ? 1 : -1;
}

/** As JSONata raises errors: it finds the words for the code and puts the values into them. */
class OrderError extends Error {
  readonly code: string;
  readonly value: unknown;
  readonly value2: unknown;

  constructor(code: 'T2007' | 'T2008', value: unknown, value2?: unknown) {
    super();
    this.code = code;
    this.value = value;
    this.value2 = value2;
  }
}
