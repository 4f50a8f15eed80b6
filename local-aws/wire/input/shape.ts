/** Input shapes as a service's model declares them: the types of members, and their constraints. */

/**
 * `integer` has 32 bits; `time` is a Date, or seconds since 1970 as on the wire; `scalar` takes any of text, number and
 * boolean; `any` is not checked.
 */
export type Scalar = 'text' | 'number' | 'integer' | 'long' | 'boolean' | 'time' | 'blob' | 'scalar' | 'any';

/** A scalar, `[item]`, `{ member }`, or a map `{ '*': value }`, perhaps with constraints. */
export type Shape = Scalar | Constrained | readonly [Shape] | Structure;

export interface Structure {
  readonly [member: string]: Shape;
}

export type Inputs = Readonly<Record<string, Structure>>;

/** Patterns are spelled as in the model, and match the whole value. */
export interface Constraints {
  /** Of a text, a list or a map; of a blob in bytes. */
  length?: readonly [least: number, most: number];
  range?: readonly [least: number, most: number];
  pattern?: string;
  among?: readonly string[];
  /** Of the keys of a map. */
  keys?: Constraints;
  /** How an item of a list stands in messages. */
  print?(item: never): string;
  /** Marked as sensitive in the model: its value is left out of messages. */
  sensitive?: boolean;
}

export class Constrained<IsRequired extends boolean = boolean> {
  readonly shape: Exclude<Shape, Constrained>;
  readonly constraints: Constraints;
  readonly isRequired: IsRequired;

  constructor(shape: Exclude<Shape, Constrained>, constraints: Constraints, isRequired: IsRequired) {
    this.shape = shape;
    this.constraints = constraints;
    this.isRequired = isRequired;
  }
}

type Optional = Constrained<false>;

export const text = (constraints: Constraints): Optional => new Constrained('text', constraints, false);
export const oneOf = (...among: readonly string[]): Optional => text({ among });
export const integer = (...range: [least: number, most: number]): Optional =>
  new Constrained('integer', { range }, false);
export const number = (...range: [least: number, most: number]): Optional =>
  new Constrained('number', { range }, false);
export const long = (...range: [least: number, most: number]): Optional => new Constrained('long', { range }, false);
export const blob = (constraints: Constraints): Optional => new Constrained('blob', constraints, false);
export const list = (item: Shape, constraints: Constraints): Optional => new Constrained([item], constraints, false);
export const map = (value: Shape, constraints: Constraints): Optional =>
  new Constrained({ '*': value }, constraints, false);

export function required(shape: Shape): Constrained<true> {
  const { shape: inner, constraints } = constrained(shape);
  return new Constrained(inner, constraints, true);
}

export function constrained(shape: Shape): Constrained {
  return shape instanceof Constrained ? shape : new Constrained(shape, {}, false);
}

const membersOfStructure = new WeakMap<Structure, readonly [member: string, declared: Constrained][]>();

/** The declared members of a structure; a map has none. */
export function membersOf(shape: Structure): readonly [member: string, declared: Constrained][] {
  let members = membersOfStructure.get(shape);
  if (!members) {
    members = Object.entries(shape).flatMap(([member, declared]): [string, Constrained][] =>
      member === '*' ? [] : [[member, constrained(declared)]],
    );
    membersOfStructure.set(shape, members);
  }
  return members;
}

export function isList(shape: Exclude<Shape, Constrained | Scalar>): shape is readonly [Shape] {
  return Array.isArray(shape);
}

/** An input that has been checked: what its shape requires is present. */
export type Checked<Input, Members extends Structure> = Input & {
  [Member in keyof Input & keyof Members as Members[Member] extends Constrained<true> ? Member : never]-?: NonNullable<
    Input[Member]
  >;
};
