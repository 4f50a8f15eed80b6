/** The library's syntax tree, whose published type leaves most of it open. */

import type { ExprNode } from 'jsonata';

export interface Node {
  type?: string;
  value?: unknown;
  steps?: Node[];
  terms?: { descending: boolean; expression: Node }[];
  stages?: { type: string; expr: Node }[];
  [part: string]: unknown;
}

/** Calls `rewrite` for every node, outer ones first; it may change the node in place. */
export function rewriteNodes(ast: ExprNode, rewrite: (node: Node) => void): void {
  const seen = new Set<unknown>();
  visit(ast);

  function visit(node: unknown): void {
    if (typeof node !== 'object' || node === null || node instanceof RegExp || seen.has(node)) return;
    seen.add(node);
    rewrite(node as Node);
    for (const part of Object.values(node)) visit(part);
  }
}
