/**
 * The references of a JSONata expression that need a check. Step Functions evaluates without a context item: only the
 * first step of a path reads it, while later steps, predicates, sort terms and groups read what came before them. A
 * lambda's body keeps the context of the expression around it.
 */

import type { ExprNode } from 'jsonata';

export type Reference =
  /** `$$`. */
  | { kind: 'root'; name: string }
  /** A bare name, or `$`, where there is no context item. */
  | { kind: 'top'; name: string }
  /** `$states.name`. */
  | { kind: 'states'; name: string };

/** Of jsonata's syntax tree, whose published type leaves most of this open. */
interface Node {
  type: string;
  value?: unknown;
  steps?: Node[];
  [part: string]: unknown;
}

/** Each of them once, in the order in which they are read. */
export function referencesIn(ast: ExprNode): Reference[] {
  const found = new Map<string, Reference>();
  visit(ast as unknown as Node, true, (reference) => {
    const key = `${reference.kind} ${reference.name}`;
    if (!found.has(key)) found.set(key, reference);
  });
  return [...found.values()];
}

type Report = (reference: Reference) => void;

function visit(node: Node, top: boolean, report: Report): void {
  if (node.type === 'path') {
    visitPath(node, top, report);
    return;
  }
  const name = nameOf(node);
  if (node.type === 'variable' && node.value === '$') report({ kind: 'root', name: '$$' });
  else if (top && name !== undefined) report({ kind: 'top', name });
  for (const [part, inner] of Object.entries(node))
    for (const child of nodesIn(inner)) visit(child, top && !isLater(part), report);
}

/** A node's reference to the context item: a field's name, a wildcard, or the item itself. */
function nameOf({ type, value }: Node): string | undefined {
  if (type === 'variable') return value === '' ? '$' : undefined;
  return type === 'name' || type === 'wildcard' || type === 'descendant' ? String(value) : undefined;
}

/** Parts of a node that are evaluated on its result. */
function isLater(part: string): boolean {
  return ['predicate', 'stages', 'group', 'terms', 'pattern', 'update', 'delete'].includes(part);
}

function visitPath({ steps = [], ...rest }: Node, top: boolean, report: Report): void {
  const [first, second] = steps;
  if (first?.type === 'variable' && first.value === 'states' && second?.type === 'name')
    report({ kind: 'states', name: String(second.value) });
  for (const [index, step] of steps.entries()) visit(step, top && index === 0, report);
  for (const inner of Object.values(rest)) for (const child of nodesIn(inner)) visit(child, false, report);
}

/** Nodes in a node's part: one, a list of them, or pairs of them. */
function nodesIn(part: unknown): Node[] {
  if (Array.isArray(part)) return part.flatMap(nodesIn);
  if (typeof part !== 'object' || part === null) return [];
  return 'type' in part ? [part as Node] : Object.values(part).flatMap(nodesIn);
}
