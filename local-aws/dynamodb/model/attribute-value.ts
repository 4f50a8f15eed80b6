/** Attribute values as they are on the wire: one member that names the type. Binary values are base64 text. */

import { addDecimals, compareDecimals, decimalText, negated, parseDecimal } from './decimal.ts';
import { invalid } from './errors.ts';

export type AttributeValue =
  | { S: string }
  | { N: string }
  | { B: string }
  | { BOOL: boolean }
  | { NULL: boolean }
  | { L: AttributeValue[] }
  | { M: Item }
  | { SS: string[] }
  | { NS: string[] }
  | { BS: string[] };

export type Item = { [attribute: string]: AttributeValue };

export type AttributeType = 'S' | 'N' | 'B' | 'BOOL' | 'NULL' | 'L' | 'M' | 'SS' | 'NS' | 'BS';

export const ATTRIBUTE_TYPES: readonly string[] = ['S', 'N', 'B', 'BOOL', 'NULL', 'L', 'M', 'SS', 'NS', 'BS'];

/** The types of the members of sets. */
const SET_MEMBERS: Readonly<Record<string, 'S' | 'N' | 'B'>> = { SS: 'S', NS: 'N', BS: 'B' };

export function typeOf(value: AttributeValue): AttributeType {
  return Object.keys(value)[0] as AttributeType;
}

/** What the type's member holds. */
export function contentOf(value: AttributeValue): unknown {
  return Object.values(value)[0];
}

/** The members of a set as values of their own; undefined for what is no set. */
export function membersOf(value: AttributeValue): AttributeValue[] | undefined {
  const type = SET_MEMBERS[typeOf(value)];
  return type && (contentOf(value) as string[]).map((member) => ({ [type]: member }) as AttributeValue);
}

/** With numbers in their one spelling. @throws AwsError ValidationException */
export function checkedValue(value: AttributeValue): AttributeValue {
  const members = Object.keys(value);
  if (members.length === 0) {
    throw invalid('Supplied AttributeValue is empty, must contain exactly one of the supported datatypes');
  }
  if (members.length > 1) {
    throw invalid(
      'Supplied AttributeValue has more than one datatypes set, must contain exactly one of the supported datatypes',
    );
  }
  if ('N' in value) return { N: numberText(value.N) };
  if ('L' in value) return { L: value.L.map(checkedValue) };
  if ('M' in value) return { M: checkedItem(value.M) };
  if ('NULL' in value && value.NULL !== true) {
    throw invalid('One or more parameter values were invalid: Null attribute value types must have the value of true');
  }
  return checkedSet(value);
}

export function checkedItem(item: Item): Item {
  return Object.fromEntries(Object.entries(item).map(([name, value]) => [name, checkedValue(value)]));
}

function checkedSet(value: AttributeValue): AttributeValue {
  const members = membersOf(value);
  if (members === undefined) return value;
  const what = { SS: 'string', NS: 'number', BS: 'binary' }[typeOf(value) as 'SS' | 'NS' | 'BS'];
  if (members.length === 0)
    throw invalid(`One or more parameter values were invalid: An ${what} set  may not be empty`);
  const texts = members.map((member) => String(contentOf(checkedValue(member))));
  if (new Set(texts).size < texts.length) {
    throw invalid(
      `One or more parameter values were invalid: Input collection [${texts.join(', ')}] contains duplicates.`,
    );
  }
  return { [typeOf(value)]: texts } as AttributeValue;
}

function numberText(text: string): string {
  const decimal = parseDecimal(text);
  if (decimal === undefined) throw invalid(`The parameter cannot be converted to a numeric value: ${text}`);
  return decimalText(decimal);
}

export function isEqual(a: AttributeValue, b: AttributeValue): boolean {
  return canonical(a) === canonical(b);
}

/** One text for equal values: sets and maps have no order. */
function canonical(value: AttributeValue): string {
  const type = typeOf(value);
  if ('L' in value) return `L[${value.L.map(canonical).join()}]`;
  if ('M' in value) {
    const entries = Object.entries(value.M).map(([name, member]) => `${JSON.stringify(name)}:${canonical(member)}`);
    return `M{${entries.toSorted().join()}}`;
  }
  const content = contentOf(value);
  return `${type}${JSON.stringify(Array.isArray(content) ? content.toSorted() : content)}`;
}

/** Negative, 0 or positive; undefined where the two have no order. */
export function compare(a: AttributeValue, b: AttributeValue): number | undefined {
  if ('S' in a && 'S' in b) return Buffer.compare(Buffer.from(a.S), Buffer.from(b.S));
  if ('B' in a && 'B' in b) return Buffer.compare(Buffer.from(a.B, 'base64'), Buffer.from(b.B, 'base64'));
  const [left, right] = [decimalOf(a), decimalOf(b)];
  return left && right && compareDecimals(left, right);
}

/** The sum or difference; undefined where one of the two is no number. @throws AwsError ValidationException for an overflow. */
export function sum(a: AttributeValue, b: AttributeValue, sign: '+' | '-' = '+'): AttributeValue | undefined {
  const [left, right] = [decimalOf(a), decimalOf(b)];
  if (left === undefined || right === undefined) return undefined;
  const total = addDecimals(left, sign === '+' ? right : negated(right));
  if (total === undefined) {
    throw invalid('Number overflow. Attempting to store a number with magnitude larger than supported range');
  }
  return { N: decimalText(total) };
}

function decimalOf(value: AttributeValue) {
  return 'N' in value ? parseDecimal(value.N) : undefined;
}

/** What the `size` function gives: bytes or members; undefined for types that have none. */
export function sizeOf(value: AttributeValue): number | undefined {
  if ('S' in value) return Buffer.byteLength(value.S);
  if ('B' in value) return Buffer.from(value.B, 'base64').length;
  if ('L' in value) return value.L.length;
  if ('M' in value) return Object.keys(value.M).length;
  return membersOf(value)?.length;
}

/** Bytes of an item, as DynamoDB counts towards its 400 KB. */
export function bytesOf(item: Item): number {
  return Object.entries(item).reduce(
    (total, [name, value]) => total + Buffer.byteLength(name) + bytesOfValue(value),
    0,
  );
}

function bytesOfValue(value: AttributeValue): number {
  if ('S' in value) return Buffer.byteLength(value.S);
  if ('B' in value) return Buffer.from(value.B, 'base64').length;
  if ('N' in value) return Math.ceil(value.N.replace(/[-.]/g, '').length / 2) + 1;
  if ('L' in value) return 3 + value.L.reduce((total, member) => total + 1 + bytesOfValue(member), 0);
  if ('M' in value) return 3 + bytesOf(value.M) + Object.keys(value.M).length;
  return membersOf(value)?.reduce((total, member) => total + bytesOfValue(member), 0) ?? 1;
}
