/** What expressions compare and assign: paths, values and sizes. */

import type { AttributeValue, Item } from '../model/attribute-value.ts';
import { sizeOf } from '../model/attribute-value.ts';
import { type Path, parsePath, valueAt } from './paths.ts';
import type { Placeholders } from './placeholders.ts';
import type { Tokens } from './tokens.ts';

export type Operand = (item: Item) => AttributeValue | undefined;

/** `:value` or a path. */
export function parseOperand(tokens: Tokens, placeholders: Placeholders): Operand {
  if (tokens.peek().startsWith(':')) return valueOperand(tokens, placeholders);
  return pathOperand(parsePath(tokens, placeholders));
}

export function valueOperand(tokens: Tokens, placeholders: Placeholders): Operand {
  if (!tokens.peek().startsWith(':')) throw tokens.unexpected();
  const value = placeholders.value(tokens.take(), tokens);
  return () => value;
}

function pathOperand(path: Path): Operand {
  return (item) => valueAt(item, path);
}

/** `size(path)` counts as a number. */
export function sizeOperand(operand: Operand): Operand {
  return (item) => {
    const value = operand(item);
    const size = value && sizeOf(value);
    return size === undefined ? undefined : { N: String(size) };
  };
}
