/** JSONata's grammar as AWS has it: version 2.0.6, without the operators that came later. */

import jsonata, { type ExprNode, type JsonataOptions } from 'jsonata';

/** The library's own kind of error: a code and a message. */
class SyntaxFailure extends Error {
  readonly code = 'S0211';

  constructor(symbol: string) {
    super(`The symbol "${symbol}" cannot be used as a unary operator`);
  }
}

/** @throws an error with JSONata's code and message where the text is no expression. */
export function parseExpression(text: string, options?: JsonataOptions): jsonata.Expression {
  const expression = jsonata(text, options);
  refuseLaterOperators(expression.ast());
  return expression;
}

/**
 * The library parses `a ?? b` and `a ?: b` to the condition that they stand for, with a copy of `a`. Only a copy has the
 * same positions in the text.
 */
function refuseLaterOperators(node: unknown): void {
  if (typeof node !== 'object' || node === null || node instanceof RegExp) return;
  const { type, condition, then } = node as ExprNode & { condition?: ExprNode; then?: ExprNode };
  if ((type as string) === 'condition' && condition && then) {
    const copied = JSON.stringify(then);
    if (JSON.stringify(condition) === copied) throw new SyntaxFailure(':');
    if (JSON.stringify(condition.arguments) === `[${copied}]`) throw new SyntaxFailure('?');
  }
  for (const part of Object.values(node)) refuseLaterOperators(part);
}
