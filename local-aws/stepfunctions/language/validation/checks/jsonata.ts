/** JSONata expressions as they are checked when a machine is created: that they parse, and read nothing that is not there. */

import jsonata from 'jsonata';
import { remembered } from '../../expressions/common/memoize.ts';
import { expressionIn } from '../../expressions/jsonata/delimiters.ts';
import type { Json } from '../../model/json.ts';
import { type Reference, referencesIn } from './jsonata-references.ts';
import type { Place } from './location.ts';

export function isExpression(value: Json): value is string {
  return typeof value === 'string' && value.startsWith('{%');
}

export function checkExpression(value: string, place: Place): void {
  const text = expressionIn(value);
  if (text === undefined) {
    place.schema('JSONata string must start with {% and end with %}');
    return;
  }
  for (const reference of parse(text, place)) checkReference(reference, place);
}

/** Machines made of one definition, as the stack's five, share their expressions. */
const references = remembered((text) => referencesIn(jsonata(text).ast()));

/** Nothing but the error where the text does not parse, or is too deep to be walked. */
function parse(text: string, place: Place): readonly Reference[] {
  try {
    return references(text);
  } catch (error) {
    place.error('INVALID_JSONATA_EXPRESSION', (error as Error).message);
    return [];
  }
}

function checkReference({ kind, name }: Reference, place: Place): void {
  const refuse = (message: string) => place.error('UNSUPPORTED_JSONATA_EXPRESSION', message);
  if (kind === 'root') refuse(`Reference to '${name}' is not supported.`);
  else if (kind === 'top') refuse(`Reference to '${name}' at the top level is not supported.`);
  else if (name !== 'input' && name !== 'context' && name !== place.shown)
    refuse(`Field '$states.${name}' does not exist.`);
}
