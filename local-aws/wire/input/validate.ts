/** Validates input against a service's model, with AWS's messages. */

import { AwsError } from '../../core/aws.ts';

/** The constraints of one member. Patterns are spelled as in the model, and match the whole value. */
export interface Constraint {
  required?: boolean;
  /** Length of a text or a list. */
  length?: readonly [least: number, most: number];
  range?: readonly [least: number, most: number];
  pattern?: string;
  among?: readonly string[];
  /** Of every item of a list. */
  each?: Constraint;
  /** Marked as sensitive in the model: its value is left out of messages. */
  sensitive?: boolean;
}

export type Constraints = Readonly<Record<string, Constraint>>;

/** A validated input, in which required members are present. */
type Validated<Input, Rules extends Constraints> = Input & {
  [Member in keyof Input & keyof Rules as Rules[Member] extends { required: true } ? Member : never]: NonNullable<
    Input[Member]
  >;
};

/** @throws AwsError with every member that breaks its constraint, under the service's own code and further fields. */
export function validate<Input extends object, const Rules extends Constraints>(
  input: Input,
  constraints: Rules,
  { code = 'ValidationException', fields = {} }: { code?: string; fields?: Record<string, unknown> } = {},
): asserts input is Validated<Input, Rules> {
  const values = new Map<string, unknown>(Object.entries(input));
  const found = Object.entries(constraints).flatMap(([member, constraint]) => {
    const value = values.get(member);
    return problems(value, constraint).map(
      (problem) =>
        `Value ${shown(value, constraint)}at '${lowerFirst(member)}' failed to satisfy constraint: ${problem}`,
    );
  });
  if (found.length === 0) return;
  const count = found.length === 1 ? '1 validation error' : `${found.length} validation errors`;
  throw new AwsError(code, `${count} detected: ${found.join('; ')}`, { fields });
}

function problems(value: unknown, constraint: Constraint): string[] {
  if (value === undefined || value === null) return constraint.required ? ['Member must not be null'] : [];
  const found: string[] = [];
  const { length, range, pattern, among, each } = constraint;
  if (length && (typeof value === 'string' || Array.isArray(value))) {
    const [least, most] = length;
    if (value.length < least) found.push(`Member must have length greater than or equal to ${least}`);
    if (value.length > most) found.push(`Member must have length less than or equal to ${most}`);
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
  if (each && Array.isArray(value)) {
    const ofItems = new Set(value.flatMap((item) => problems(item, { required: true, ...each })));
    if (ofItems.size > 0) found.push(`Member must satisfy constraint: [${[...ofItems].join(', ')}]`);
  }
  return found;
}

const compiled = new Map<string, RegExp>();

function whole(pattern: string): RegExp {
  let expression = compiled.get(pattern);
  if (!expression) {
    expression = new RegExp(`^(?:${pattern})$`);
    compiled.set(pattern, expression);
  }
  return expression;
}

function shown(value: unknown, { sensitive }: Constraint): string {
  if (value === undefined || value === null) return 'null ';
  if (sensitive) return '';
  return Array.isArray(value) ? `'[${value.join(', ')}]' ` : `'${value}' `;
}

function lowerFirst(member: string): string {
  return member.charAt(0).toLowerCase() + member.slice(1);
}
