/** Checks inputs by their shapes: unknown members and nulls are dropped, wrong types refused with AWS's messages. */

import { AwsError, type Call, type Operation, type Service } from '../../core/aws.ts';

/**
 * `time` is a Date, or seconds since 1970 as on the wire; `scalar` is for protocols that write everything as text; `any` is
 * not checked.
 */
type Scalar = 'text' | 'number' | 'integer' | 'boolean' | 'time' | 'blob' | 'scalar' | 'any';

/** A scalar, `[item]`, `{ member }`, or a map `{ '*': value }`. */
export type Shape = Scalar | readonly [Shape] | { readonly [member: string]: Shape };

export type Members = Readonly<Record<string, Shape>>;
export type Inputs = Readonly<Record<string, Members>>;

/** The service with operations that see only inputs of these shapes. @throws Error for an operation without a shape. */
export function typed<Given extends Service>(service: Given, inputs: Inputs): Given {
  const refuse = (message: string) =>
    new AwsError(service.protocol === 'awsQuery' ? 'MalformedInput' : 'SerializationException', message);
  const operations = Object.entries(service.operations).map(([name, operation]): [string, Operation] => {
    const shape = inputs[name];
    if (!shape) throw new Error(`${service.name} ${name} has no input shape`);
    return [name, checked(operation, (input) => read(input ?? {}, shape, refuse))];
  });
  return { ...service, operations: Object.fromEntries(operations) };
}

/** The same for a service whose members have one shape in all operations. */
export function typedByMember<Given extends Service>(service: Given, members: Members): Given {
  return typed(service, Object.fromEntries(Object.keys(service.operations).map((name) => [name, members])));
}

function checked(
  { permissions, resourcePolicy, run, ...rest }: Operation,
  check: (input: unknown) => unknown,
): Operation {
  return {
    ...rest,
    permissions: (input: unknown, call: Call) => permissions(check(input), call),
    ...(resourcePolicy && { resourcePolicy: (input: unknown, call: Call) => resourcePolicy(check(input), call) }),
    run: (input: unknown, call: Call) => run(check(input), call),
  };
}

type Refuse = (message: string) => AwsError;

function read(value: unknown, shape: Shape, refuse: Refuse): unknown {
  if (typeof shape === 'string') return scalar(value, shape, refuse);
  if (isList(shape)) {
    if (!Array.isArray(value)) throw refuse('Expected list or null');
    return value.map((item) => read(item, shape[0], refuse));
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw refuse('Start of structure or map found where not expected.');
  }
  const members = Object.entries(value).flatMap(([member, inside]) => {
    const known = Object.hasOwn(shape, member) ? shape[member] : shape['*'];
    return known === undefined || inside === null || inside === undefined
      ? []
      : [[member, read(inside, known, refuse)] as const];
  });
  // Symbols are set in process only, by one service for another.
  const symbols = Object.getOwnPropertySymbols(value).map((symbol) => [symbol, Reflect.get(value, symbol)] as const);
  return Object.fromEntries([...members, ...symbols]);
}

function isList(shape: Exclude<Shape, string>): shape is readonly [Shape] {
  return Array.isArray(shape);
}

const FITS: Readonly<Record<Scalar, (value: unknown) => boolean>> = {
  text: (value) => typeof value === 'string',
  number: (value) => Number.isFinite(value),
  integer: (value) => Number.isSafeInteger(value),
  boolean: (value) => typeof value === 'boolean',
  time: (value) => typeof value === 'number' || value instanceof Date,
  blob: (value) => typeof value === 'string' || value instanceof Uint8Array,
  scalar: (value) => /^(string|number|boolean)$/.test(typeof value),
  any: () => true,
};

const NAMES: Readonly<Partial<Record<Scalar, string>>> = {
  number: 'a Number',
  integer: 'an Integer',
  boolean: 'a Boolean',
  time: 'a Timestamp',
};

function scalar(value: unknown, shape: Scalar, refuse: Refuse): unknown {
  if (FITS[shape](value)) return value;
  const found = value === null ? 'NULL' : (typeof value).toUpperCase();
  throw refuse(`${found}_VALUE can not be converted to ${NAMES[shape] ?? 'a String'}`);
}
