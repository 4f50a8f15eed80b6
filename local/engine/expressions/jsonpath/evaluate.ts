/** What a parsed path finds in a document. The order of results and the words of failures are Jayway's. */

import type { Json } from '../../types.ts';
import { callFunction } from './functions.ts';
import { describe, describeSteps, type Path, PathNotFound, type Step, type Test } from './path.ts';
import { holds } from './test.ts';

/** @throws PathNotFound where a definite path, or the definite beginning of another, leads nowhere. */
export function evaluatePath(path: Path, root: Json): Json {
  const found = path.steps.every(isPlain) ? walkPlain(path, root) : collect(path, root);
  return path.call === undefined ? found : callFunction(path.call, found);
}

function isPlain(step: Step): boolean {
  return (step.kind === 'names' || step.kind === 'indexes') && lengthOf(step) === 1;
}

function lengthOf(step: Step): number {
  return step.kind === 'names' ? step.names.length : step.kind === 'indexes' ? step.indexes.length : 0;
}

/** The common case: one name or index after the other. */
function walkPlain(path: Path, root: Json): Json {
  let value: Json | undefined = root;
  for (const [at, step] of path.steps.entries()) {
    value =
      step.kind === 'names'
        ? property(path, at, value, step.names[0] as string)
        : step.kind === 'indexes'
          ? element(path, at, value, step.indexes[0] as number)
          : undefined;
    if (value === undefined) throw missing(path, at);
  }
  return value;
}

function missing(path: Path, at: number): PathNotFound {
  const inner = at < path.steps.length - 1 && path.steps[at]?.kind === 'names';
  return inner
    ? new PathNotFound(`Missing property in path ${describeSteps(path.steps.slice(0, at + 1))}`)
    : new PathNotFound(`No results for path: ${describeSteps(path.steps)}`);
}

function property(path: Path, at: number, value: Json, name: string): Json | undefined {
  if (isObject(value)) return Object.hasOwn(value, name) ? value[name] : undefined;
  throw new PathNotFound(
    `Expected to find an object with property ['${name}'] in path ${describeSteps(path.steps.slice(0, at))} but found '${javaClass(value)}'. This is not a json object according to the JsonProvider: 'com.jayway.jsonpath.spi.json.JacksonJsonNodeJsonProvider'.`,
  );
}

function element(path: Path, at: number, value: Json, index: number): Json | undefined {
  const upTo = describeSteps(path.steps.slice(0, at));
  if (value === null) throw new PathNotFound(`The path ${upTo} is null`);
  if (!Array.isArray(value))
    throw new PathNotFound(
      `Filter: ${describe(path.steps[at] as Step)} can only be applied to arrays. Current context is: ${JSON.stringify(value)}`,
    );
  return value.at(index);
}

/** Jackson's node types, which AWS's texts name. */
function javaClass(value: Json): string {
  const node = (name: string) => `com.fasterxml.jackson.databind.node.${name}`;
  if (value === null) return 'null';
  if (Array.isArray(value)) return node('ArrayNode');
  if (typeof value === 'string') return node('TextNode');
  if (typeof value === 'boolean') return node('BooleanNode');
  return node(Number.isInteger(value) ? 'IntNode' : 'DoubleNode');
}

function collect(path: Path, root: Json): Json {
  const found: Json[] = [];
  new Walk(path, root, found).from(0, root, true);
  if (!path.steps.every((step, at) => isPlain(step) || mergesNames(path, at))) return found;
  if (found[0] === undefined) throw new PathNotFound(`No results for path: ${path.canonical}`);
  return found[0];
}

/** Several names at the end of a path make one object of them. */
function mergesNames(path: Path, at: number): boolean {
  return path.steps[at]?.kind === 'names' && at === path.steps.length - 1;
}

/** A walk that may branch: what it finds is collected, and past the first branching nothing missing is an error. */
class Walk {
  readonly #path: Path;
  readonly #root: Json;
  readonly #found: Json[];

  constructor(path: Path, root: Json, found: Json[]) {
    this.#path = path;
    this.#root = root;
    this.#found = found;
  }

  from(at: number, value: Json, definite: boolean): void {
    const step = this.#path.steps[at];
    if (step === undefined) {
      this.#found.push(value);
      return;
    }
    this.#take(step, at, value, definite);
  }

  #take(step: Step, at: number, value: Json, definite: boolean): void {
    if (step.kind === 'names') this.#names(at, value, step.names, definite);
    else if (step.kind === 'indexes') this.#indexes(at, value, step.indexes, definite);
    else if (step.kind === 'wildcard') this.#each(at, childrenOf(value));
    else if (step.kind === 'descend') this.#descend(at, value);
    else if (step.kind === 'filter') this.#each(at, passing(step.test, value, this.#root));
    else if (this.#isArray(at, value, definite)) this.#each(at, value.slice(step.from ?? 0, step.to));
  }

  #each(at: number, values: Json[]): void {
    for (const value of values) this.from(at + 1, value, false);
  }

  #names(at: number, value: Json, names: string[], definite: boolean): void {
    if (!isObject(value)) {
      if (definite) property(this.#path, at, value, names.join("','"));
      return;
    }
    const [only] = names;
    if (names.length > 1 && mergesNames(this.#path, at)) {
      this.#found.push(pick(value, names));
    } else if (names.length === 1 && only !== undefined && !Object.hasOwn(value, only)) {
      if (definite) throw missing(this.#path, at);
    } else {
      const present = names.filter((name) => Object.hasOwn(value, name));
      for (const name of present) this.from(at + 1, value[name] as Json, definite && names.length === 1);
    }
  }

  #indexes(at: number, value: Json, indexes: number[], definite: boolean): void {
    if (!this.#isArray(at, value, definite)) return;
    for (const index of indexes) {
      const item = value.at(index);
      if (item !== undefined) this.from(at + 1, item, definite && indexes.length === 1);
    }
  }

  #isArray(at: number, value: Json, definite: boolean): value is Json[] {
    if (definite) element(this.#path, at, value, 0);
    return Array.isArray(value);
  }

  /** The value itself first, then what is in it, depth first. */
  #descend(at: number, value: Json): void {
    this.from(at + 1, value, false);
    for (const child of childrenOf(value)) if (typeof child === 'object' && child !== null) this.#descend(at, child);
  }
}

/** A filter tests the items of an array, or the one value that is no array. */
function passing(test: Test, value: Json, root: Json): Json[] {
  return (Array.isArray(value) ? value : [value]).filter((item) => holds(test, item, root));
}

function pick(value: { [key: string]: Json }, names: string[]): Json {
  return Object.fromEntries(
    names.filter((name) => Object.hasOwn(value, name)).map((name) => [name, value[name] as Json]),
  );
}

function childrenOf(value: Json): Json[] {
  if (Array.isArray(value)) return value;
  return isObject(value) ? Object.values(value) : [];
}

export function isObject(value: Json | undefined): value is { [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
