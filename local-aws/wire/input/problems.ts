/** Validates an input against the constraints of its shape, with AWS's messages. */

import {
  type Constrained,
  type Constraints,
  constrained,
  isList,
  membersOf,
  type Shape,
  type Structure,
} from './shape.ts';

/**
 * @returns what is wrong, in AWS's words; nothing where the input is valid.
 * @param path of the structure, with a dot at its end; items count from 1: `targets.1.member.`
 */
export function problems(input: object, shape: Structure, path = ''): string[] {
  const values = input as Readonly<Record<string, unknown>>;
  return membersOf(shape).flatMap(([member, declared]) => {
    const value = Object.hasOwn(values, member) ? values[member] : undefined;
    return value === undefined && !declared.isRequired ? [] : ofMember(value, declared, path + lowerFirst(member));
  });
}

/** All of them in one message, as AWS does. */
export function validationMessage(found: readonly string[]): string {
  const count = found.length === 1 ? '1 validation error' : `${found.length} validation errors`;
  return `${count} detected: ${found.join('; ')}`;
}

function ofMember(value: unknown, declared: Constrained, at: string): string[] {
  const own = broken(value, declared).map(
    (problem) => `Value ${shown(value, declared.constraints)}at '${at}' failed to satisfy constraint: ${problem}`,
  );
  return [...own, ...below(value, declared.shape, at)];
}

/** What is wrong inside a structure, a list of structures or a map of structures. */
function below(value: unknown, shape: Constrained['shape'], at: string): string[] {
  if (typeof value !== 'object' || value === null || typeof shape === 'string') return [];
  if (isList(shape)) {
    if (!Array.isArray(value) || isScalar(shape[0])) return [];
    return value.flatMap((item, index) => below(item, constrained(shape[0]).shape, `${at}.${index + 1}.member`));
  }
  const { '*': inner } = shape;
  if (inner === undefined) return problems(value, shape, `${at}.`);
  if (isScalar(inner)) return [];
  return Object.entries(value).flatMap(([key, item]) => below(item, constrained(inner).shape, `${at}.${key}.member`));
}

function isScalar(shape: Shape): boolean {
  return typeof constrained(shape).shape === 'string';
}

function broken(value: unknown, { shape, constraints, isRequired }: Constrained): string[] {
  if (value === undefined || value === null) return isRequired ? ['Member must not be null'] : [];
  return [...ofValue(value, constraints, shape), ...ofContent(value, shape, constraints)];
}

function ofValue(
  value: unknown,
  { length, range, pattern, among }: Constraints,
  shape?: Constrained['shape'],
): string[] {
  const found: string[] = [];
  if (length) {
    const [least, most] = length;
    const actual = lengthOf(value, shape);
    if (actual < least) found.push(`Member must have length greater than or equal to ${least}`);
    if (actual > most) found.push(`Member must have length less than or equal to ${most}`);
  }
  if (range) {
    const [least, most] = range;
    if (!(Number(value) >= least)) found.push(`Member must have value greater than or equal to ${least}`);
    else if (Number(value) > most) found.push(`Member must have value less than or equal to ${most}`);
  }
  if (pattern && !whole(pattern).test(String(value))) {
    found.push(`Member must satisfy regular expression pattern: ${pattern}`);
  }
  if (among && !among.includes(String(value))) found.push(`Member must satisfy enum value set: [${among.join(', ')}]`);
  return found;
}

/** What is wrong with the items of a list, or with the keys and values of a map: once each. */
function ofContent(value: unknown, shape: Constrained['shape'], { keys = {} }: Constraints): string[] {
  if (typeof shape === 'string' || typeof value !== 'object' || value === null) return [];
  if (isList(shape)) {
    return together(
      'Member',
      (value as unknown[]).flatMap((item) => broken(item, present(shape[0]))),
    );
  }
  const { '*': inner } = shape;
  if (inner === undefined) return [];
  return [
    ...together(
      'Map keys',
      Object.keys(value).flatMap((key) => ofValue(key, keys)),
    ),
    ...together(
      'Map value',
      Object.values(value).flatMap((item) => broken(item, present(inner))),
    ),
  ];
}

function together(what: string, found: readonly string[]): string[] {
  return found.length === 0 ? [] : [`${what} must satisfy constraint: [${[...new Set(found)].join(', ')}]`];
}

/** Items are never null. */
function present(shape: Shape): Constrained {
  return { ...constrained(shape), isRequired: true };
}

function lengthOf(value: unknown, shape: Constrained['shape'] | undefined): number {
  if (shape === 'blob' && typeof value === 'string') return Buffer.byteLength(value, 'base64');
  if (typeof value === 'string' || Array.isArray(value) || value instanceof Uint8Array) return value.length;
  return Object.keys(value as object).length;
}

const compiled = new Map<string, RegExp>();

function whole(pattern: string): RegExp {
  let expression = compiled.get(pattern);
  if (!expression) {
    expression = new RegExp(`^(?:${pattern})$`, /\\p\{/i.test(pattern) ? 'u' : '');
    compiled.set(pattern, expression);
  }
  return expression;
}

function shown(value: unknown, { sensitive, print = printed }: Constraints): string {
  if (value === undefined || value === null) return 'null ';
  if (sensitive) return '';
  return Array.isArray(value) ? `'[${(value as never[]).map(print).join(', ')}]' ` : `'${printed(value)}' `;
}

/** As Java prints it. */
function printed(value: unknown): string {
  if (typeof value !== 'object' || value === null || value instanceof Date) return String(value);
  return `{${Object.entries(value)
    .map(([name, inside]) => `${name}=${printed(inside)}`)
    .join(', ')}}`;
}

function lowerFirst(member: string): string {
  return member.charAt(0).toLowerCase() + member.slice(1);
}
