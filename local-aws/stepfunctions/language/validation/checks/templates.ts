/** Fields that are evaluated as a whole: payload templates of JSONPath, values with expressions in them of JSONata. */

import { isObject, type Json } from '../../model/json.ts';
import { checkExpression, isExpression } from './jsonata.ts';
import type { Location } from './location.ts';
import { isCall, isPath } from './paths.ts';
import type { Check } from './shape.ts';

export const template: Check = (value, location) => {
  if (location.language === 'JSONata') checkExpressions(value, location);
  else checkPaths(value, location);
};

/** A template whose whole is an object: Parameters, Arguments, ItemSelector and the like. */
export const objectTemplate: Check = (value, location) => {
  const isWhole = location.language === 'JSONata' && isExpression(value);
  if (isObject(value) || isWhole) template(value, location);
  else location.schema('Expected value of type [OBJECT]');
};

function checkExpressions(value: Json, location: Location): void {
  if (isExpression(value)) checkExpression(value, location);
  else if (Array.isArray(value))
    for (const [index, item] of value.entries()) checkExpressions(item, location.item(index));
  else if (isObject(value))
    for (const [name, field] of Object.entries(value)) checkExpressions(field, location.in(name));
}

function checkPaths(value: Json, location: Location): void {
  if (Array.isArray(value)) for (const [index, item] of value.entries()) checkPaths(item, location.item(index));
  else if (isObject(value)) for (const [name, field] of Object.entries(value)) checkField(name, field, location);
}

function checkField(name: string, field: Json, location: Location): void {
  if (name.endsWith('.$')) {
    if (typeof field !== 'string' || !(isPath(field) || isCall(field)))
      location.schema(`The value for the field '${name}' must be a valid JSONPath or a valid intrinsic function call`);
  } else if (isDynamic(field))
    location.warn(
      'NO_DOLLAR',
      `The value of '${name}' appears to be a JSONPath or an intrinsic function. Use '${name}.$' to have it evaluated.`,
    );
  else checkPaths(field, location.in(name));
}

/** A Result is static: a path in it is not evaluated. */
export const staticResult: Check = (value, location) => {
  if (
    isDynamic(value) ||
    (isObject(value) && Object.entries(value).some(([name, field]) => name.endsWith('.$') || isDynamic(field)))
  )
    location.warn('PASS_RESULT_IS_STATIC', 'The Result of a Pass state is static. Use Parameters to read a path.');
};

function isDynamic(value: Json): boolean {
  return (
    typeof value === 'string' &&
    (/^\$(\.|\[|\$\.|$)/.test(value) || value.startsWith('States.')) &&
    (isPath(value) || isCall(value))
  );
}
