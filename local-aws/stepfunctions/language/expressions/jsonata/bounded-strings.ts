/** The functions and the operator that make long strings, with AWS's limit of memory. */

import jsonata, { type ExprNode, type Focus } from 'jsonata';
import type { JsonataFunction } from './functions.ts';
import { bounded, MAX_BYTES, MemoryExceeded } from './limits.ts';
import { type Node, rewriteNodes } from './syntax-tree.ts';

type Implementation = (this: Focus, ...args: unknown[]) => string | undefined | Promise<string | undefined>;

const SIGNATURES = {
  pad: '<s-ns?:s>',
  join: '<a<s>s?:s>',
  replace: '<s-(sf)(sf)n?:s>',
  string: '<x-b?:s>',
  base64encode: '<s-:s>',
  encodeUrl: '<s-:s>',
  encodeUrlComponent: '<s-:s>',
} as const;

type Name = keyof typeof SIGNATURES;

const NAMES = Object.keys(SIGNATURES) as Name[];

/** The library's own functions, which only an expression can reach. */
const builtIn: Promise<Record<Name, Implementation>> = jsonata(`[${NAMES.map((name) => `$${name}`).join()}]`)
  .evaluate({})
  .then((found: { implementation: Implementation }[]) =>
    Object.fromEntries(found.map(({ implementation }, at) => [NAMES[at], implementation])),
  );

/** In JSONata's environment; no expression can spell it. */
const CONCATENATE = 'the concatenation of two strings';

export const boundedStrings: readonly JsonataFunction[] = [
  ...NAMES.map(wrapped),
  {
    name: CONCATENATE,
    run(left: unknown, right: unknown) {
      if (typeof left === 'string' && typeof right === 'string') return bounded(left + right);
      return concatenated(this, left, right);
    },
  },
];

function wrapped(name: Name): JsonataFunction {
  return {
    name,
    signature: SIGNATURES[name],
    async run(...args: unknown[]) {
      const width = name === 'pad' ? Math.abs(Number(args[1] ?? 0)) : 0;
      if (width > MAX_BYTES) throw new MemoryExceeded();
      const text = await (await builtIn)[name].apply(this, args);
      return text === undefined ? undefined : bounded(text);
    },
  };
}

async function concatenated(focus: Focus, left: unknown, right: unknown): Promise<string> {
  const { string } = await builtIn;
  const [first, second] = await Promise.all(
    [left, right].map((value) => (value === undefined ? '' : string.call(focus, value))),
  );
  return bounded(`${first}${second}`);
}

/** Rewrites `a & b` to a call of a function, whose result can be checked. */
export function rewriteConcatenations(ast: ExprNode): void {
  rewriteNodes(ast, (node: Node) => {
    if (node.type !== 'binary' || node.value !== '&') return;
    const { lhs, rhs, position } = node;
    const procedure = { type: 'variable', value: CONCATENATE, position };
    Object.assign(node, { type: 'function', value: '(', procedure, arguments: [lhs, rhs] });
    delete node.lhs;
    delete node.rhs;
  });
}
