/**
 * A reference matcher of event patterns: tries every way to pick a value for every field. It is slow, and written
 * independently of the matcher, to hold that to the grammar. It takes only patterns that AWS takes, and IP ranges of version 4.
 */

type Json = null | boolean | number | string | Json[] | { [name: string]: Json };
type Object_ = { [name: string]: Json };

/** A value of the event with its path and the list elements above it, each as `list=index`. */
interface Value {
  path: string;
  value: null | boolean | number | string;
  elements: string[];
}

export function referenceMatches(pattern: Object_, event: Object_): boolean {
  const values = valuesOf(event);
  return branchesOf(pattern, '').some((branch) => {
    const fields = [...new Map(branch)].sort(([a], [b]) => (a < b ? -1 : 1));
    return everyChoice(fields, values).some((way) => holds(fields, way, values));
  });
}

function valuesOf(event: Object_): Value[] {
  const found: Value[] = [];
  const walk = (value: Json, path: string[], elements: string[], place: string): void => {
    if (Array.isArray(value)) {
      value.forEach((item, index) => {
        const inner = typeof item === 'object' && item !== null ? [...elements, `${place}=${index}`] : elements;
        walk(item, path, inner, `${place}[${index}]`);
      });
    } else if (typeof value === 'object' && value !== null) {
      for (const [name, item] of Object.entries(value)) walk(item, [...path, name], elements, `${place}/${name}`);
    } else found.push({ path: path.join('.'), value, elements });
  };
  walk(event, [], [], '');
  return found;
}

type Field = [path: string, allowed: Json[]];

/** Each way through the `$or`s is a list of fields; a later field of the same path takes the earlier one's place. */
function branchesOf(pattern: Object_, above: string): Field[][] {
  let branches: Field[][] = [[]];
  const each = (further: Field[][]) => {
    branches = branches.flatMap((branch) => further.map((fields) => [...branch, ...fields]));
  };
  for (const [name, inner] of Object.entries(pattern)) {
    const path = above === '' ? name : `${above}.${name}`;
    if (name === '$or') each((inner as Object_[]).flatMap((choice) => branchesOf(choice, above)));
    else if (Array.isArray(inner)) each([[[path, inner]]]);
    else each(branchesOf(inner as Object_, path));
  }
  return branches;
}

/** Every choice of one value (or of none) for every field. */
function everyChoice(fields: Field[], values: Value[]): (Value | undefined)[][] {
  return fields.reduce<(Value | undefined)[][]>(
    (ways, [path]) => {
      const choices = [undefined, ...values.filter((value) => value.path === path)];
      return ways.flatMap((way) => choices.map((choice) => [...way, choice]));
    },
    [[]],
  );
}

function holds(fields: Field[], way: (Value | undefined)[], values: Value[]): boolean {
  return fields.every(([path, allowed], index) => {
    const before = way.slice(0, index).filter((value) => value !== undefined);
    const choice = way[index];
    if (choice)
      return before.every((other) => together(other, choice)) && allowed.some((one) => allows(one, choice.value));
    const absent = allowed.some((one) => isObject(one) && one.exists === false);
    return absent && !values.some((value) => value.path === path && before.every((other) => together(other, value)));
  });
}

/** Not in different elements of one list. */
function together(a: Value, b: Value): boolean {
  return a.elements.every((element) => {
    const [list, index] = split(element);
    return b.elements.every((other) => split(other)[0] !== list || split(other)[1] === index);
  });
}

function split(element: string): [list: string, index: string] {
  const at = element.lastIndexOf('=');
  return [element.slice(0, at), element.slice(at + 1)];
}

function isObject(value: Json | undefined): value is Object_ {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function allows(one: Json, value: Value['value']): boolean {
  if (!isObject(one)) return typeof one === 'string' && isAddress(one) ? same(value, one) : one === value;
  const [operator, given] = Object.entries(one)[0] as [string, Json];
  switch (operator) {
    case 'exactly':
      return value === given;
    case 'exists':
      return given === true;
    case 'numeric':
      return typeof value === 'number' && inNumbers(given as (string | number)[], value);
    case 'cidr':
      return typeof value === 'string' && isAddress(value) && inRange(given as string, value);
    case 'anything-but':
      return !forbidden(given, value);
    default:
      return typeof value === 'string' && likes(operator, given, value);
  }
}

function forbidden(given: Json, value: Value['value']): boolean {
  if (!isObject(given)) return [given].flat().some((one) => one === value);
  const [operator, inner] = Object.entries(given)[0] as [string, Json];
  return typeof value === 'string' && [inner].flat().some((one) => likes(operator, one as Json, value));
}

function likes(operator: string, given: Json, value: string): boolean {
  if (isObject(given)) return likes(operator, fold(given['equals-ignore-case'] as string), fold(value));
  const text = given as string;
  switch (operator) {
    case 'prefix':
      return value.slice(0, text.length) === text;
    case 'suffix':
      return text === '' || value.slice(-text.length) === text;
    case 'equals-ignore-case':
      return fold(value) === fold(text);
    case 'wildcard':
      return glob([...text], [...value]);
    default:
      throw new Error(`no such operator: ${operator}`);
  }
}

const fold = (text: string) => text.toLowerCase();

function glob([sign, ...rest]: string[], text: string[]): boolean {
  if (sign === undefined) return text.length === 0;
  if (sign === '*') return glob(rest, text) || (text.length > 0 && glob([sign, ...rest], text.slice(1)));
  return text[0] === sign && glob(rest, text.slice(1));
}

function inNumbers([operator, bound, ...more]: (string | number)[], value: number): boolean {
  if (operator === undefined) return true;
  const [a, b] = [value, bound as number];
  const here = { '=': a === b, '<': a < b, '<=': a <= b, '>': a > b, '>=': a >= b }[operator as '='];
  return here && inNumbers(more, value);
}

function isAddress(text: string): boolean {
  return /^\d+(\.\d+){3}$/.test(text) && text.split('.').every((part) => Number(part) < 256);
}

const bits = (address: string) =>
  address
    .split('.')
    .map((part) => Number(part).toString(2).padStart(8, '0'))
    .join('');

function same(value: Value['value'], address: string): boolean {
  return typeof value === 'string' && isAddress(value) && bits(value) === bits(address);
}

function inRange(cidr: string, address: string): boolean {
  const [base = '', length] = cidr.split('/');
  return bits(base).slice(0, Number(length)) === bits(address).slice(0, Number(length));
}
