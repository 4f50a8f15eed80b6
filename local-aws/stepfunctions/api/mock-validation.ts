/** Whether a mocked result is one that the service could have answered, in AWS's words. */

import { isObject, type Json, type JsonObject } from '../language/model/json.ts';
import { validationException } from './errors.ts';
import { type Model, OUTPUT_MODELS } from './mock-models.ts';

type ValidationMode = 'STRICT' | 'PRESENT' | 'NONE';

/** @throws AwsError ValidationException with the first problem. */
export function validateMock(result: Json, resource: string, mode: ValidationMode): void {
  const model = OUTPUT_MODELS[resource.replace(/^arn:[^:]+:states:::/, '')];
  if (!model || mode === 'NONE') return;
  checkValue('', result, model, mode === 'STRICT');
}

function checkValue(field: string, value: Json, model: Model, strict: boolean): void {
  if (typeof model === 'string') checkScalar(field, value, model);
  else if (Array.isArray(model)) {
    if (!Array.isArray(value)) throw problem(field, 'must be an array');
    for (const item of value) checkValue(field, item, model[0] as Model, strict);
  } else {
    if (!isObject(value)) throw problem(field, 'must be an object');
    checkMembers(value, model as { readonly [member: string]: Model }, strict);
  }
}

/** Members that the model does not have are allowed. */
function checkMembers(value: JsonObject, model: { readonly [member: string]: Model }, strict: boolean): void {
  for (const [member, inner] of Object.entries(model)) {
    const name = member.replace(/^!/, '');
    if (name === '*') for (const [key, part] of Object.entries(value)) checkValue(key, part, inner, strict);
    else if (Object.hasOwn(value, name)) checkValue(name, value[name] as Json, inner, strict);
    else if (strict && member !== name) throw problem(name, 'is required but was missing');
  }
}

const TYPES: Readonly<Record<string, { is(value: Json): boolean; words: string }>> = {
  string: { is: (value) => typeof value === 'string', words: 'must be a string' },
  blob: { is: (value) => typeof value === 'string', words: 'must be a string' },
  boolean: { is: (value) => typeof value === 'boolean', words: 'must be a boolean' },
  integer: { is: (value) => Number.isInteger(value), words: 'must be a number' },
  timestamp: {
    is: (value) => typeof value === 'string' || typeof value === 'number',
    words: 'must be a valid timestamp',
  },
};

function checkScalar(field: string, value: Json, model: string): void {
  const [type = '', range = '..'] = model.split(' ');
  const known = TYPES[type];
  if (known && !known.is(value)) throw problem(field, known.words);
  const [min, max] = range.split('..');
  const size = typeof value === 'string' ? value.length : Number(value);
  const what = typeof value === 'string' ? 'length' : 'value';
  if (min !== '' && size < Number(min)) throw problem(field, `is smaller than the minimum ${what}`);
  if (max !== '' && size > Number(max)) throw problem(field, `exceeds the maximum ${what}`);
}

function problem(field: string, words: string): Error {
  return validationException(`Mock result schema validation error: Field '${field}' ${words}`);
}
