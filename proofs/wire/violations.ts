/** Inputs that an operation's declared shape does not allow, each wrong in one place. */

import {
  type Constraints,
  constrained,
  isList,
  type Scalar,
  type Shape,
  type Structure,
} from '@offboard/local-aws/service';
import { sampleOf, structureOf, textOf } from './sample.ts';

export interface Violation {
  /** What is wrong: `Targets.Id is too long`. */
  what: string;
  /** The member of the input that is wrong, or has the wrong value somewhere inside. */
  member: string;
  input: Record<string, unknown>;
  /** The value is wrong only where types can be told apart: in JSON, and not in an address, a header or a form. */
  isTypeOfText: boolean;
}

/** A wrong value in place of a member; undefined leaves the member out. */
interface Wrong {
  what: string;
  value: unknown;
  isTypeOfText?: boolean;
}

/** Attribute values of DynamoDB hold one another without end. */
const DEEPEST = 4;
/** Longer texts and lists are not sent. */
const LONGEST = 3_000_000;
const MOST_ITEMS = 2_000;

export function violationsOf(shape: Structure): Violation[] {
  const valid = structureOf(shape);
  const known = Object.entries(shape).flatMap(([member, declared]) =>
    wrongOf(declared, 1).map(({ what, value, isTypeOfText = false }) => ({
      what: member + what,
      member,
      input: { ...valid, [member]: value },
      isTypeOfText,
    })),
  );
  const unknown = { what: 'NoSuchMember is unknown', member: 'NoSuchMember', input: { ...valid, NoSuchMember: 'x' } };
  return [...known, { ...unknown, isTypeOfText: false }];
}

/** Each value is a structure that is right but for one member. */
function inStructure(shape: Structure, depth: number): Wrong[] {
  const valid = structureOf(shape);
  return Object.entries(shape).flatMap(([name, declared]) => {
    if (name === '*') return [];
    return wrongOf(declared, depth + 1).map(({ what, value, ...rest }) => ({
      what: `${name}${what}`,
      value: { ...valid, [name]: value },
      ...rest,
    }));
  });
}

function wrongOf(declared: Shape, depth: number): Wrong[] {
  const { shape, constraints, isRequired } = constrained(declared);
  const own = [
    ...(isRequired ? [{ what: ' is missing', value: undefined }] : []),
    ...wrongType(shape),
    ...wrongLength(declared),
    ...wrongRange(constraints),
    ...wrongText(constraints),
  ];
  return depth === DEEPEST || typeof shape === 'string' ? own : [...own, ...wrongInside(declared, depth)];
}

function wrongInside(declared: Shape, depth: number): Wrong[] {
  const { shape, constraints } = constrained(declared);
  if (typeof shape === 'string') return [];
  if (isList(shape)) {
    const items = wrongOf(shape[0], depth + 1).filter(({ value }) => value !== undefined);
    return items.map(({ what, value, ...rest }) => ({ what: `[]${what}`, value: [value], ...rest }));
  }
  const { '*': inner } = shape;
  if (inner === undefined) return inStructure(shape, depth).map(({ what, ...rest }) => ({ what: `.${what}`, ...rest }));
  const values = wrongOf(inner, depth + 1).filter(({ value }) => value !== undefined);
  const key = textOf(constraints.keys ?? {});
  const keys = [...wrongText(constraints.keys ?? {}), ...wrongLength(constrained('text'), constraints.keys)];
  return [
    ...values.map(({ what, value, ...rest }) => ({ what: `{}${what}`, value: { [key]: value }, ...rest })),
    ...keys.map(({ what, value }) => ({ what: `{} key${what}`, value: { [String(value)]: sampleOf(inner) } })),
  ];
}

const WRONG: Readonly<Record<Scalar, readonly unknown[]>> = {
  text: [1, {}],
  number: ['x'],
  integer: ['x', 1.5, 2 ** 31],
  long: ['x', 1.5],
  boolean: ['x'],
  time: ['x'],
  blob: ['!'],
  scalar: [{}],
  any: [],
};

function wrongType(shape: ReturnType<typeof constrained>['shape']): Wrong[] {
  const values = typeof shape === 'string' ? WRONG[shape] : isList(shape) ? [{ a: 'x' }, 'x'] : [['x'], 'x'];
  const isTypeOfText = shape === 'text' || shape === 'blob' || shape === 'scalar';
  return values.map((value) => ({ what: ` is ${JSON.stringify(value)}`, value, isTypeOfText }));
}

function wrongLength(declared: Shape, given?: Constraints): Wrong[] {
  const { shape, constraints } = constrained(declared);
  const { length: [least, most] = [0, Number.POSITIVE_INFINITY] } = given ?? constraints;
  const isText = typeof shape === 'string';
  return [
    ...(least > 0 ? [{ what: ' is too short', value: ofLength(declared, least - 1) }] : []),
    ...(most < (isText ? LONGEST : MOST_ITEMS) ? [{ what: ' is too long', value: ofLength(declared, most + 1) }] : []),
  ];
}

function ofLength(declared: Shape, length: number): unknown {
  const { shape, constraints } = constrained(declared);
  if (shape === 'blob') return Buffer.alloc(length, 'a').toString('base64');
  if (typeof shape === 'string') return 'a'.repeat(length);
  if (isList(shape)) return Array.from({ length }, () => sampleOf(shape[0]));
  const width = constraints.keys?.length?.[0] ?? 1;
  const keys = Array.from({ length }, (_, index) => `a${index}`.padEnd(width, 'a'));
  return Object.fromEntries(keys.map((key) => [key, sampleOf(shape['*'] ?? 'any')]));
}

function wrongRange({ range }: Constraints): Wrong[] {
  const [least = Number.NEGATIVE_INFINITY, most = Number.POSITIVE_INFINITY] = range ?? [];
  return [
    ...(Number.isFinite(least) ? [{ what: ' is too small', value: least - 1 }] : []),
    ...(Number.isFinite(most) ? [{ what: ' is too large', value: most + 1 }] : []),
  ];
}

/** One of these breaks any pattern of AWS's models. */
const STRANGE = ['!', 'a b!', '{}', '\u00e9', '~', '\n', '\u{1f600}'];

function wrongText({ among, pattern, length: [least] = [0, 0] }: Constraints): Wrong[] {
  if (among) return [{ what: ' is no such value', value: 'no-such-value' }];
  if (pattern === undefined) return [];
  const whole = new RegExp(`^(?:${pattern})$`, /\\p\{/i.test(pattern) ? 'u' : '');
  const value = STRANGE.map((text) => text.repeat(Math.max(1, least))).find((text) => !whole.test(text));
  return value === undefined ? [] : [{ what: ' is against its pattern', value }];
}
