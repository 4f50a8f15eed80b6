/** What a parsed path finds in a document. The order of results and the words of failures are Jayway's. */

import { isContainer, isObject, type Json, type JsonObject, numberIn } from '../../model/json.ts';
import { compare } from './filter-operators.ts';
import { callFunction } from './functions.ts';
import {
  describe,
  describeSteps,
  type FilterPath,
  type Operand,
  type Path,
  PathNotFound,
  type Step,
  type Test,
} from './path.ts';

/** @throws PathNotFound where a definite path leads nowhere. Any other path then finds an empty array. */
export function evaluatePath(path: Path, root: Json): Json {
  const found = path.definite ? walk(path, root) : collect(path, root);
  return path.call === undefined ? found : callFunction(path.call, found);
}

/** One name or index after the other. */
function walk(path: Path, root: Json): Json {
  let value: Json | undefined = root;
  for (const [at, step] of path.steps.entries()) {
    value = step.kind === 'names' ? property(path, at, value, step.names) : element(path, at, value, step);
    if (value === undefined) throw missing(path, at);
  }
  return value;
}

function missing({ steps }: Path, at: number): PathNotFound {
  const inner = at < steps.length - 1 && steps[at]?.kind === 'names';
  return inner
    ? new PathNotFound(`Missing property in path ${describeSteps(steps.slice(0, at + 1))}`)
    : new PathNotFound(`No results for path: ${describeSteps(steps)}`);
}

function property({ steps }: Path, at: number, value: Json, names: readonly string[]): Json | undefined {
  if (isObject(value)) return names.length > 1 ? pick(value, names) : ownField(value, names[0] ?? '');
  throw new PathNotFound(
    `Expected to find an object with property ${describe(steps[at] as Step)} in path ${describeSteps(steps.slice(0, at))} but found '${javaClass(value)}'. This is not a json object according to the JsonProvider: 'com.jayway.jsonpath.spi.json.JacksonJsonProvider'.`,
  );
}

function ownField(value: JsonObject, name: string): Json | undefined {
  return Object.hasOwn(value, name) ? value[name] : undefined;
}

function pick(value: JsonObject, names: readonly string[]): Json {
  const present = names.filter((name) => Object.hasOwn(value, name));
  return Object.fromEntries(present.map((name) => [name, value[name] as Json]));
}

function element({ steps }: Path, at: number, value: Json, step: Step): Json | undefined {
  if (Array.isArray(value)) return step.kind === 'indexes' ? value.at(step.indexes[0] ?? 0) : undefined;
  if (value === null) throw new PathNotFound(`The path ${describeSteps(steps.slice(0, at))} is null`);
  throw new PathNotFound(
    `Filter: ${describe(step)} can only be applied to arrays. Current context is: ${JSON.stringify(value)}`,
  );
}

/** What Jackson reads a value as; AWS's texts name it. */
function javaClass(value: Json): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'java.util.ArrayList';
  if (typeof value === 'string') return 'java.lang.String';
  if (typeof value === 'boolean') return 'java.lang.Boolean';
  const number = numberIn(value) as number;
  if (!/^-?\d+$/.test(String(value))) return 'java.lang.Double';
  if (Math.abs(number) < 2 ** 31) return 'java.lang.Integer';
  return Math.abs(number) < 2 ** 63 ? 'java.lang.Long' : 'java.math.BigInteger';
}

function collect(path: Path, root: Json): Json[] {
  const found: Json[] = [];
  follow(path.steps, root, root, found);
  return found;
}

/** Follows every branch; a branch that leads nowhere finds nothing. */
function follow([step, ...rest]: readonly Step[], value: Json, root: Json, found: Json[]): void {
  if (!step) {
    found.push(value);
    return;
  }
  for (const next of branches(step, value, root, rest.length === 0)) follow(rest, next, root, found);
}

function branches(step: Step, value: Json, root: Json, last: boolean): Json[] {
  switch (step.kind) {
    case 'names':
      if (!isObject(value)) return [];
      if (last && step.names.length > 1) return [pick(value, step.names)];
      return step.names.map((name) => ownField(value, name)).filter((found) => found !== undefined);
    case 'indexes':
      if (!Array.isArray(value)) return [];
      return step.indexes.map((index) => value.at(index)).filter((found) => found !== undefined);
    case 'slice':
      return Array.isArray(value) ? value.slice(step.from ?? 0, step.to) : [];
    case 'wildcard':
      return childrenOf(value);
    case 'descend':
      return descendants(value);
    case 'filter':
      return passing(step.test, value, root);
  }
}

/** The value itself first, then what is in it, depth first. */
function descendants(value: Json): Json[] {
  return [value, ...childrenOf(value).flatMap((child) => (isContainer(child) ? descendants(child) : []))];
}

/** A filter tests the items of an array, or the one value that is no array. */
function passing(test: Test, value: Json, root: Json): Json[] {
  return (Array.isArray(value) ? value : [value]).filter((item) => holds(test, item, root));
}

function childrenOf(value: Json): Json[] {
  if (Array.isArray(value)) return value;
  return isObject(value) ? Object.values(value) : [];
}

/** Whether an item passes a filter. */
function holds(test: Test, item: Json, document: Json): boolean {
  switch (test.kind) {
    case 'or':
      return test.tests.some((one) => holds(one, item, document));
    case 'and':
      return test.tests.every((one) => holds(one, item, document));
    case 'not':
      // Jayway takes null for what is not there, but only in a negation.
      return test.test.kind === 'exists'
        ? !isNotNull(test.test.path, item, document)
        : !holds(test.test, item, document);
    case 'exists':
      return exists(test.path, item, document);
    case 'compare':
      return compare(test.operator, operandOf(test.left, item, document), operandOf(test.right, item, document));
  }
}

/** A path that is not there has no value at all, not null. */
function find({ from, path }: FilterPath, item: Json, document: Json): Json | undefined {
  try {
    return evaluatePath(path, from === 'item' ? item : document);
  } catch (error) {
    if (error instanceof PathNotFound) return undefined;
    throw error;
  }
}

function isNotNull(path: FilterPath, item: Json, document: Json): boolean {
  return exists(path, item, document) && find(path, item, document) !== null;
}

function exists(path: FilterPath, item: Json, document: Json): boolean {
  const found = find(path, item, document);
  if (found === undefined) return false;
  return path.path.definite || !Array.isArray(found) || found.length > 0;
}

function operandOf(operand: Operand, item: Json, document: Json): unknown {
  if (operand.kind === 'path') return find(operand.path, item, document);
  return operand.kind === 'regex' ? operand.regex : operand.value;
}
