/** JSONata as the States Language uses it: strings `{% ... %}` anywhere in a field, evaluated with `$states` and variables. */

import { isContainer, type Json, type JsonObject } from '../../model/json.ts';
import { StatesError } from '../common/states-error.ts';
import { compile, type JsonataScope } from './compile.ts';
import { expressionIn } from './delimiters.ts';
import { describeFailure } from './failures.ts';
import { isOfType, typeName, Unsupported } from './result.ts';

export type { JsonataScope } from './compile.ts';
export type { ResultType } from './result.ts';

/**
 * A field with every expression in it replaced by its value. What has no expression in it comes back as it is.
 * @throws StatesError States.QueryEvaluationError, its location the path of the field: `Output/items[0]`.
 */
export async function evaluateJsonata(template: Json, scope: JsonataScope): Promise<Json> {
  if (typeof template === 'string') {
    const text = expressionIn(template);
    return text === undefined ? template : evaluateExpression(text, scope.field, scope);
  }
  if (isConstant(template)) return template;
  // The type is required of the whole field, not of expressions within it: `"Items": [1, "{% $two %}"]`.
  const { type: _type, range: _range, ...within } = scope;
  return evaluateWithin(template, scope.field, within);
}

const constants = new WeakMap<object, boolean>();

/** Whether there is no expression in a template. Asked once of a definition's objects. */
function isConstant(template: Json): boolean {
  if (typeof template === 'string') return expressionIn(template) === undefined;
  if (!isContainer(template)) return true;
  let constant = constants.get(template);
  if (constant === undefined) {
    constant = Object.values(template).every(isConstant);
    constants.set(template, constant);
  }
  return constant;
}

async function evaluateWithin(template: Json, field: string, scope: JsonataScope): Promise<Json> {
  if (isConstant(template)) return template;
  if (typeof template === 'string') return evaluateExpression(expressionIn(template) ?? '', field, scope);
  if (Array.isArray(template)) {
    const items: Json[] = [];
    for (const [at, item] of template.entries()) items.push(await evaluateWithin(item, `${field}[${at}]`, scope));
    return items;
  }
  const fields: [name: string, value: Json][] = [];
  for (const [name, value] of Object.entries(template as JsonObject))
    fields.push([name, await evaluateWithin(value, `${field}/${name}`, scope)]);
  return Object.fromEntries(fields);
}

async function evaluateExpression(text: string, field: string, scope: JsonataScope): Promise<Json> {
  const subject = `The JSONata expression '${text}' specified for the field '${field}'`;
  const value = await run(text, scope, (message) => failure(`${subject} ${message}`, field));
  if (value === undefined) throw failure(`${subject} returned nothing (undefined).`, field);
  if (scope.type && !isOfType(value, scope.type))
    throw failure(
      `${subject} returned an unexpected result type. Expected '${scope.type === 'items' ? 'array' : scope.type}', but was '${typeName(value)}' for value: ${JSON.stringify(value)}`,
      field,
    );
  if (!scope.range) return value;
  const [least, most] = scope.range;
  if ((value as number) >= least && (value as number) <= most) return value;
  throw failure(`${subject} returned a value out of range. Expected ${least} to ${most}, but was ${value}.`, field);
}

async function run(
  text: string,
  scope: JsonataScope,
  failed: (message: string) => StatesError,
): Promise<Json | undefined> {
  try {
    return (await compile(text)(scope)) as Json | undefined;
  } catch (error) {
    throw failed(error instanceof Unsupported ? 'returned an unsupported result type.' : describeFailure(error));
  }
}

function failure(cause: string, location: string): StatesError {
  return new StatesError('States.QueryEvaluationError', cause, location);
}
