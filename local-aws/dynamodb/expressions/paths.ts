/** Document paths: `a`, `#a.b`, `a.list[3]`. */

import type { AttributeValue, Item } from '../model/attribute-value.ts';
import { invalid } from '../model/errors.ts';
import type { Placeholders } from './placeholders.ts';
import type { Tokens } from './tokens.ts';

/** An attribute's name, then names of members and indexes of lists. */
export type Path = readonly [attribute: string, ...steps: (string | number)[]];

export function parsePath(tokens: Tokens, placeholders: Placeholders): Path {
  const steps: (string | number)[] = [];
  const attribute = parseName(tokens, placeholders);
  for (;;) {
    if (tokens.accept('.')) steps.push(parseName(tokens, placeholders));
    else if (tokens.accept('[')) steps.push(parseIndex(tokens));
    else return [attribute, ...steps];
  }
}

function parseName(tokens: Tokens, placeholders: Placeholders): string {
  if (!/^[A-Za-z_#]/.test(tokens.peek())) throw tokens.unexpected();
  const token = tokens.take();
  return token.startsWith('#') ? placeholders.name(token, tokens) : token;
}

function parseIndex(tokens: Tokens): number {
  if (!/^\d+$/.test(tokens.peek())) throw tokens.unexpected();
  const index = Number(tokens.take());
  tokens.expect(']');
  return index;
}

export function valueAt(item: Item, path: Path): AttributeValue | undefined {
  return path.reduce<AttributeValue | undefined>((value, step) => value && memberOf(value, step), { M: item });
}

function memberOf(value: AttributeValue, step: string | number): AttributeValue | undefined {
  if (typeof step === 'number') return 'L' in value ? value.L[step] : undefined;
  return 'M' in value && Object.hasOwn(value.M, step) ? value.M[step] : undefined;
}

/** The map or list that holds the path's last step. @throws AwsError where there is none. */
export function parentOf(item: Item, path: Path): AttributeValue {
  const parent = path.slice(0, -1).reduce<AttributeValue | undefined>((value, step) => value && memberOf(value, step), {
    M: item,
  });
  const fits = parent && (typeof path.at(-1) === 'number' ? 'L' in parent : 'M' in parent);
  if (!fits) throw invalid('The document path provided in the update expression is invalid for update');
  return parent;
}

/** `[a, b, [3]]`, as messages show it. */
export function pathText(path: Path): string {
  return `[${path.map((step) => (typeof step === 'number' ? `[${step}]` : step)).join(', ')}]`;
}

/** Whether one path lies within the other. */
export function overlap(a: Path, b: Path): boolean {
  const length = Math.min(a.length, b.length);
  return a.slice(0, length).every((step, index) => step === b[index]);
}
