/** JSONata expressions as they are checked when a machine is created: that they parse, and read nothing that is not there. */

import { memoize } from '../../expressions/common/memoize.ts';
import { expressionIn } from '../../expressions/jsonata/delimiters.ts';
import { parseExpression } from '../../expressions/jsonata/parse.ts';
import type { Json } from '../../model/json.ts';
import { type Reference, referencesIn } from './jsonata-references.ts';
import type { Location } from './location.ts';

export function isExpression(value: Json): value is string {
  return typeof value === 'string' && value.startsWith('{%');
}

export function checkExpression(value: string, location: Location): void {
  const text = expressionIn(value);
  if (text === undefined) {
    location.schema('JSONata string must start with {% and end with %}');
    return;
  }
  for (const reference of parse(text, location)) checkReference(reference, location);
}

/** Machines made of one definition, as the stack's five, share their expressions. */
const references = memoize((text) => referencesIn(parseExpression(text).ast()));

/** Nothing but the error where the text does not parse, or is too deep to be walked. */
function parse(text: string, location: Location): readonly Reference[] {
  try {
    return references(text);
  } catch (error) {
    location.error('INVALID_JSONATA_EXPRESSION', (error as Error).message);
    return [];
  }
}

function checkReference({ kind, name }: Reference, location: Location): void {
  const refuse = (message: string) => location.error('UNSUPPORTED_JSONATA_EXPRESSION', message);
  if (kind === 'root') refuse(`Reference to '${name}' is not supported.`);
  else if (kind === 'top') refuse(`Reference to '${name}' at the top level is not supported.`);
  else if (name !== 'input' && name !== 'context' && name !== location.statesField)
    refuse(`Field '$states.${name}' does not exist.`);
}
