/** Compiles a pattern to branches, the alternatives of `$or`: each a set of fields that must all match. */

import { type Json, JsonError, parseJson } from './json.ts';
import { ABSENT, type LeafTest, type Refuse } from './operator.ts';
import { InvalidEventPatternException } from './refusal.ts';
import { valueTest } from './values.ts';

/** The tests of one field, of which one must hold. */
export interface Field {
  path: string;
  tests: readonly LeafTest[];
  mayBeAbsent: boolean;
}

/** Fields in the order of their paths, which is the order in which array elements are settled. */
export type Branch = readonly Field[];

/** EventBridge quotas: combinations of `$or` in a rule. event-ruler: fields of a rule. */
const MOST_BRANCHES = 1_000;
const MOST_FIELDS = 256;

/** Names with a meaning in event-ruler, now or reserved: not for fields inside `$or`. */
const RESERVED_IN_OR = new Set([
  ...['exactly', 'equals-ignore-case', 'prefix', 'suffix', 'anything-but', 'exists', 'wildcard', 'numeric', 'cidr'],
  ...['=', '<', '<=', '>', '>=', 'regex', 'not-wildcard', 'not-equals-ignore-case'],
  ...['date-after', 'date-on-or-after', 'date-before', 'date-on-or-before', 'in-date-range'],
  ...['ip-address-in-range', 'ip-address-not-in-range'],
]);

/** @throws InvalidEventPatternException */
export function compile(source: string): readonly Branch[] {
  const refuse: Refuse = (reason, node) => {
    throw new InvalidEventPatternException(reason, source, node.end);
  };
  const root = read(source);
  if (root.kind !== 'object') return refuse('Filter is not an object', root);
  const branches = new Compiler(refuse).fields(root, [], [], false);
  return branches.map((fields) => {
    if (fields.size > MOST_FIELDS) refuse(`Size of rule exceeds max value of ${MOST_FIELDS}`, root);
    return [...fields.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
  });
}

function read(source: string): Json {
  try {
    return parseJson(source);
  } catch (error) {
    if (error instanceof JsonError) throw new InvalidEventPatternException(error.message, source, error.offset);
    throw error;
  }
}

type Fields = ReadonlyMap<string, Field>;

class Compiler {
  readonly #refuse: Refuse;

  constructor(refuse: Refuse) {
    this.#refuse = refuse;
  }

  /** The branches, each with this object's fields in it too. A path that comes again takes the earlier one's place. */
  fields(
    node: Json & { kind: 'object' },
    steps: readonly string[],
    before: readonly Fields[],
    inOr: boolean,
  ): Fields[] {
    let branches = [...before];
    for (const [name, value] of node.entries) {
      if (name === '$or') {
        branches = this.#either(value, steps, branches);
        continue;
      }
      if (inOr && RESERVED_IN_OR.has(name)) {
        this.#refuse(`${name} is Ruler reserved fieldName which cannot be used inside $or.`, value);
      }
      if (value.kind === 'object') branches = this.fields(value, [...steps, name], branches, inOr);
      else if (value.kind === 'array') branches = this.#with(this.#field(pathOf(steps, name), value), branches);
      else this.#refuse(`"${name}" must be an object or an array`, value);
    }
    return node.entries.length > 0 ? branches : this.#refuse('Empty objects are not allowed', node);
  }

  #either(node: Json, steps: readonly string[], before: readonly Fields[]): Fields[] {
    if (node.kind !== 'array') return this.#refuse('It must be an Array followed with $or.', node);
    const start: readonly Fields[] = before.length > 0 ? before : [new Map()];
    const branches: Fields[] = [];
    for (const item of node.items) {
      if (item.kind !== 'object') {
        return this.#refuse('Only JSON object is allowed in array of $or relationship.', item);
      }
      branches.push(...this.fields(item, steps, start, true));
      if (branches.length > MOST_BRANCHES) {
        this.#refuse(`The $or of a rule may make at most ${MOST_BRANCHES} combinations of its fields`, item);
      }
    }
    if (node.items.length < 2) this.#refuse('There must have at least 2 Objects in $or relationship.', node);
    return branches;
  }

  #field(path: string, node: Json & { kind: 'array' }): Field {
    const tests = node.items.map((item) => valueTest(item, this.#refuse));
    if (tests.length === 0) this.#refuse('Empty arrays are not allowed', node);
    return { path, tests: tests.filter((test) => test !== ABSENT), mayBeAbsent: tests.includes(ABSENT) };
  }

  #with(field: Field, branches: readonly Fields[]): Fields[] {
    const all: readonly Fields[] = branches.length > 0 ? branches : [new Map()];
    return all.map((fields) => new Map(fields).set(field.path, field));
  }
}

/** Paths are flattened: `{ "a": { "b": [] } }` and `{ "a.b": [] }` are the same. */
function pathOf(steps: readonly string[], name: string): string {
  const base = steps.join('.');
  return base === '' ? name : `${base}.${name}`;
}
