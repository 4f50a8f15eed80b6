/**
 * The most common expressions by far are a variable and names, `$states.input.target.domain`. They are read here, at a
 * twentieth of what JSONata's evaluation takes; anything that JSONata treats in a way of its own is left to it.
 */

import type { ExprNode } from 'jsonata';

interface PlainPath {
  variable: string;
  names: readonly string[];
}

/** Undefined where the expression is anything else. */
export function plainPath(ast: ExprNode): PlainPath | undefined {
  const steps = (ast.type as string) === 'path' ? (ast.steps ?? []) : [ast];
  const [first, ...rest] = steps;
  if (first?.type !== 'variable' || !steps.every(isBare) || !rest.every(({ type }) => type === 'name'))
    return undefined;
  if (first !== ast && !hasOnly(ast, ['type', 'steps'])) return undefined;
  return { variable: String(first.value), names: rest.map(({ value }) => String(value)) };
}

function isBare(node: ExprNode): boolean {
  return hasOnly(node, ['type', 'value', 'position']);
}

function hasOnly(node: ExprNode, parts: readonly string[]): boolean {
  return Object.entries(node).every(([part, content]) => content === undefined || parts.includes(part));
}

/** Undefined where there is nothing, or an array on the way or at the end: JSONata maps over arrays and flattens them. */
export function readPlain({ names }: PlainPath, root: unknown): unknown {
  let value = root;
  for (const name of names) {
    if (typeof value !== 'object' || value === null || Array.isArray(value) || !Object.hasOwn(value, name))
      return undefined;
    value = (value as Record<string, unknown>)[name];
  }
  return Array.isArray(value) ? undefined : value;
}
