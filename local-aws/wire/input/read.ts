/** Reads an input by its shape: nulls are dropped; a wrong type is refused in AWS's words, and so is an unknown member. */

import { AwsError } from '../../core/aws.ts';
import { constrained, isList, type Scalar, type Shape } from './shape.ts';

export interface Reading {
  /** The service's error for a value of another type. */
  refuse(message: string): AwsError;
  /** What is read, for messages: `sqs SendMessage `, then members. */
  path: string;
  /** Members of the input that are text on the wire, whatever their type. */
  isText(member: string): boolean;
}

/** @throws AwsError */
export function readInput(value: unknown, shape: Shape, reading: Reading): unknown {
  return read(value, shape, false, reading);
}

function read(value: unknown, declared: Shape, isText: boolean, reading: Reading): unknown {
  const { refuse } = reading;
  const { shape } = constrained(declared);
  if (typeof shape === 'string') return scalar(isText ? fromText(value, shape) : value, shape, reading);
  if (isList(shape)) {
    if (!Array.isArray(value)) throw refuse('Expected list or null');
    return value.map((item) => read(item, shape[0], isText, reading));
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw refuse('Start of structure or map found where not expected.');
  }
  const members = Object.entries(value).flatMap(([member, inside]) => {
    if (inside === null || inside === undefined) return [];
    const known = Object.hasOwn(shape, member) ? shape[member] : shape['*'];
    if (known === undefined) throw notServed(`${reading.path}${member}`);
    const below = { ...reading, path: `${reading.path}${member}.`, isText: () => isText || reading.isText(member) };
    return [[member, read(inside, known, below.isText(), below)] as const];
  });
  // Symbols are set in process only, by one service for another.
  const symbols = Object.getOwnPropertySymbols(value).map((symbol) => [symbol, Reflect.get(value, symbol)] as const);
  return Object.fromEntries([...members, ...symbols]);
}

/** A member that is accepted and has no effect would answer another question than the one that was asked. */
function notServed(path: string): AwsError {
  return new AwsError('ValidationException', `${path} is not served by local AWS`);
}

const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}(?:==)?|[A-Za-z0-9+/]{3}=?)?$/;
const INT32 = 2 ** 31;

const FITS: Readonly<Record<Scalar, (value: unknown) => boolean>> = {
  text: (value) => typeof value === 'string',
  number: (value) => Number.isFinite(value),
  integer: (value) => Number.isInteger(value) && Number(value) >= -INT32 && Number(value) < INT32,
  long: (value) => Number.isSafeInteger(value),
  boolean: (value) => typeof value === 'boolean',
  time: (value) => Number.isFinite(value) || value instanceof Date,
  blob: (value) => (typeof value === 'string' ? BASE64.test(value) : value instanceof Uint8Array),
  scalar: (value) => /^(string|number|boolean)$/.test(typeof value),
  any: () => true,
};

const NAMES: Readonly<Partial<Record<Scalar, string>>> = {
  number: 'a Number',
  integer: 'an Integer',
  long: 'a Long',
  boolean: 'a Boolean',
  time: 'a Timestamp',
  blob: 'a Blob',
};

function scalar(value: unknown, shape: Scalar, { refuse }: Reading): unknown {
  if (FITS[shape](value)) return value;
  const found = value === null ? 'NULL' : (typeof value).toUpperCase();
  throw refuse(`${found}_VALUE can not be converted to ${NAMES[shape] ?? 'a String'}`);
}

function fromText(value: unknown, shape: Scalar): unknown {
  if (typeof value !== 'string') return value;
  if (shape === 'blob') return Buffer.from(value);
  if (shape === 'boolean') return { true: true, false: false }[value] ?? value;
  if (shape === 'number' || shape === 'integer' || shape === 'long') {
    return /^-?\d+(\.\d+)?$/.test(value) ? Number(value) : value;
  }
  return value;
}
