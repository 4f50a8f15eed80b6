/** From what JSONata gives to plain JSON. */

import { ExactNumber } from '../../model/exact-number.ts';
import { isContainer, type Json, type JsonObject, numberIn } from '../../model/json.ts';

/** `items`: an array or an object. */
export type ResultType = 'array' | 'items' | 'boolean' | 'integer' | 'number' | 'object' | 'string';

/** A result that JSON has no form for: a function, a regular expression. */
export class Unsupported extends Error {
  constructor() {
    super('the result has no JSON form');
    this.name = 'Unsupported';
  }
}

/**
 * A result as plain JSON; undefined where there is none. Values that are plain already stay the same objects, so that
 * what an expression hands through is not copied.
 * @throws Unsupported
 */
export function toJson(value: unknown): Json | undefined {
  if (typeof value === 'function') throw new Unsupported();
  // AWS hands numbers that JSON cannot express on as strings: Infinity, -Infinity, NaN.
  if (typeof value === 'number' && !Number.isFinite(value)) return String(value);
  if (typeof value !== 'object' || value === null || value instanceof ExactNumber) return value as Json | undefined;
  if (Array.isArray(value)) return plainItems(value);
  if (isFunction(value) || value instanceof RegExp) throw new Unsupported();
  return plainFields(value as Record<string, unknown>);
}

/** JSONata marks functions and lambdas with these. */
function isFunction(value: object): boolean {
  return '_jsonata_lambda' in value || '_jsonata_function' in value;
}

function plainItems(items: unknown[] & { sequence?: true }): Json {
  const plain = items.map((item) => toJson(item) ?? null);
  return !items.sequence && plain.every((item, at) => item === items[at]) ? (items as Json[]) : plain;
}

function plainFields(fields: Record<string, unknown>): Json {
  const plain = Object.entries(fields).map(([name, value]) => [name, toJson(value)] as const);
  const unchanged = plain.every(([name, json]) => json !== undefined && json === fields[name]);
  if (unchanged) return fields as JsonObject;
  return Object.fromEntries(plain.filter(([, json]) => json !== undefined)) as JsonObject;
}

export function isOfType(value: Json, type: ResultType): boolean {
  if (type === 'integer') return Number.isInteger(numberIn(value));
  return type === 'items' ? isContainer(value) : type === typeName(value);
}

export function typeName(value: Json): string {
  if (value === null) return 'null';
  if (value instanceof ExactNumber) return 'number';
  return Array.isArray(value) ? 'array' : typeof value;
}
