/** The fields that an object of a definition may have, as data. */

import { isObject, type Json, type JsonObject } from '../../model/json.ts';
import { JSONATA_FIELDS, JSONPATH_FIELDS } from './languages.ts';
import type { Language, Location } from './location.ts';

export type Check = (value: Json, location: Location) => void;

export interface Shape {
  fields: Readonly<Record<string, Check>>;
  required?: readonly string[];
  /** Of each of these groups exactly one. */
  one?: readonly (readonly string[])[];
  /** Of each of these groups one at most. */
  oneAtMost?: readonly (readonly string[])[];
  /** Constraints between fields. */
  together?: (value: JsonObject, location: Location) => void;
}

/** Checks a value against a shape; returns it where it is an object. */
export function checkShape(value: Json, shape: Shape, location: Location): JsonObject | undefined {
  if (!isObject(value)) {
    location.schema('Expected value of type [OBJECT]');
    return undefined;
  }
  for (const field of Object.keys(value)) checkName(field, shape, location);
  checkPresence(value, shape, location);
  for (const [field, content] of Object.entries(value)) fieldCheck(shape, field)?.(content, location.in(field));
  shape.together?.(value, location);
  return value;
}

function fieldCheck({ fields }: Shape, field: string): Check | undefined {
  return Object.hasOwn(fields, field) ? fields[field] : undefined;
}

/** Whether a field is allowed here; reported at the object, not at the field. */
function checkName(field: string, shape: Shape, location: Location): void {
  const other = otherLanguage(field, location.language);
  if (!fieldCheck(shape, field)) location.schema(`Field '${field}' is not supported`);
  else if (other)
    location.schema(
      `The QueryLanguage is set to '${location.language}', but field '${field}' is only supported for the '${other}' QueryLanguage`,
    );
}

/** The only query language that has this field, where it is not the current one. */
function otherLanguage(field: string, language: Language): Language | undefined {
  if (language === 'JSONata') return JSONPATH_FIELDS.has(field) ? 'JSONPath' : undefined;
  return JSONATA_FIELDS.has(field) ? 'JSONata' : undefined;
}

function checkPresence(value: JsonObject, { required = [], one = [], oneAtMost = [] }: Shape, location: Location) {
  const missing = required.filter((field) => !Object.hasOwn(value, field));
  if (missing.length > 0) location.schema(`These fields are required: [${missing.join(', ')}]`);
  for (const group of [...one, ...oneAtMost]) {
    const count = group.filter((field) => Object.hasOwn(value, field)).length;
    if (count > 1) location.schema(`There should only be one of the following fields: [${group.join(', ')}]`);
    else if (count === 0 && one.includes(group))
      location.schema(`This object should have only one of the following fields: [${group.join(', ')}]`);
  }
}
