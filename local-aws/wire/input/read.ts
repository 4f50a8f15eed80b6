/** Reads an input by its shape: nulls are dropped; a wrong type is refused in AWS's words, and so is an unknown member. */

import { AwsError } from '../../core/aws.ts';
import { constrained, isList, type Scalar, type Shape, type Structure } from './shape.ts';

export interface Reading {
  /** The service's error for a value of another type. */
  refuse(message: string): AwsError;
  /** The code of the error for a member that is not served. */
  code: string;
}

/** Whether a value is text on the wire, whatever its type; of an input, by its members. */
type IsText = boolean | ((member: string) => boolean);

export class InputReader {
  readonly #reading: Reading;

  constructor(reading: Reading) {
    this.#reading = reading;
  }

  /**
   * @param path for messages: `sqs SendMessage `, then members.
   * @throws AwsError
   */
  read(value: unknown, declared: Shape, path: string, isText: IsText): unknown {
    const { refuse } = this.#reading;
    const { shape } = constrained(declared);
    if (typeof shape === 'string') return scalar(isText === true ? fromText(value, shape) : value, shape, refuse);
    // An empty element of XML, an empty parameter of a form.
    if (isText === true && value === '') return isList(shape) ? [] : {};
    if (isList(shape)) {
      if (!Array.isArray(value)) throw refuse('Expected list or null');
      return value.map((item) => this.read(item, shape[0], path, isText));
    }
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      throw refuse('Start of structure or map found where not expected.');
    }
    return this.#structure(value as Values, shape, path, isText);
  }

  #structure(values: Values, shape: Structure, path: string, isText: IsText): object {
    const members: [name: string | symbol, value: unknown][] = [];
    for (const member of Object.keys(values)) {
      const value = values[member];
      if (value === null || value === undefined) continue;
      const known = Object.hasOwn(shape, member) ? shape[member] : shape['*'];
      if (known === undefined) throw this.#notServed(path + member);
      const isMemberText = typeof isText === 'function' ? isText(member) : isText;
      members.push([member, this.read(value, known, `${path}${member}.`, isMemberText)]);
    }
    // Symbols are set in process only, by one service for another.
    for (const symbol of Object.getOwnPropertySymbols(values)) members.push([symbol, Reflect.get(values, symbol)]);
    return Object.fromEntries(members);
  }

  /** A member that is accepted and has no effect would answer another question than the one that was asked. */
  #notServed(path: string): AwsError {
    return new AwsError(this.#reading.code, `${path} is not served by local AWS`);
  }
}

type Values = Readonly<Record<string, unknown>>;

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

function scalar(value: unknown, shape: Scalar, refuse: Reading['refuse']): unknown {
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
