/** Assign: the names of variables, and what they are given. */

import { isObject } from '../../model/json.ts';
import type { Check } from './shape.ts';
import { template } from './templates.ts';

/** Unicode identifiers of at most this many characters. */
const MAX_NAME_LENGTH = 80;
const NAME = /^[\p{ID_Start}][\p{ID_Continue}]*$/u;

export const assign: Check = (value, location) => {
  if (!isObject(value)) {
    location.schema('Expected value of type [OBJECT]');
    return;
  }
  for (const field of Object.keys(value)) {
    const name = location.language === 'JSONPath' && field.endsWith('.$') ? field.slice(0, -'.$'.length) : field;
    const at = location.in(field);
    if (name === 'states') at.error('RESERVED_VARIABLE_NAME', "Cannot assign to reserved variable '$states'.");
    else if (!NAME.test(name))
      at.error(
        'INVALID_VARIABLE_NAME',
        `Invalid variable name '${name}': the variable name contains invalid characters.`,
      );
    else if (name.length > MAX_NAME_LENGTH)
      at.error(
        'INVALID_VARIABLE_NAME',
        `Invalid variable name '${name}': the variable name is longer than ${MAX_NAME_LENGTH} characters.`,
      );
  }
  template(value, location);
};
