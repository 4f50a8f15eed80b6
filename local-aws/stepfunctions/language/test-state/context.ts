import { isObject, type Json, type JsonObject } from '../model/json.ts';

type Type = 'string' | 'number' | 'object' | 'any' | { readonly [field: string]: Type };

const FIELDS: { readonly [field: string]: Type } = {
  Execution: {
    Id: 'string',
    Input: 'any',
    Name: 'string',
    RoleArn: 'string',
    StartTime: 'string',
    RedriveCount: 'number',
    RedriveTime: 'string',
  },
  State: { EnteredTime: 'string', Name: 'string', RetryCount: 'number' },
  StateMachine: { Id: 'string', Name: 'string' },
  Task: { Token: 'string' },
};

/** @returns what is wrong with it; undefined where nothing is. */
export function contextProblem(context: Json): string | undefined {
  if (!isObject(context)) return 'must be a JSON object';
  if ('Map' in context) return "'Map' field is not supported when mocking a Context object";
  return problemIn(context, FIELDS);
}

function problemIn(value: JsonObject, fields: { readonly [field: string]: Type }): string | undefined {
  for (const [name, part] of Object.entries(value)) {
    const type = Object.hasOwn(fields, name) ? fields[name] : undefined;
    if (type === undefined) return `Field '${name}' is not allowed`;
    const problem = typeProblem(name, part, type);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

function typeProblem(name: string, value: Json, type: Type): string | undefined {
  if (type === 'any') return undefined;
  if (typeof type === 'object') return isObject(value) ? problemIn(value, type) : `Field '${name}' must be an object`;
  return typeof value === type ? undefined : `Field '${name}' must be a ${type}`;
}
