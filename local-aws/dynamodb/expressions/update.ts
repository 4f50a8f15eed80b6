/** Update expressions: every action is evaluated against the item as it was before the update. */

import {
  type AttributeValue,
  contentOf,
  type Item,
  isEqual,
  membersOf,
  sum,
  typeOf,
} from '../model/attribute-value.ts';
import { invalid } from '../model/errors.ts';
import { type Operand, parseOperand, valueOperand } from './operands.ts';
import { overlap, type Path, parentOf, parsePath, pathText, valueAt } from './paths.ts';
import type { Placeholders } from './placeholders.ts';
import { Tokens } from './tokens.ts';

export interface Update {
  /** The attributes that it names, for ReturnValues. */
  attributes: readonly string[];
  /** @returns a new item. @throws AwsError ValidationException */
  apply(item: Item): Item;
}

/** A value to set at a path; without one the path is removed. */
interface Action {
  path: Path;
  value?: Operand;
}

const SECTIONS = ['SET', 'REMOVE', 'ADD', 'DELETE'];
const MAX_OPERATORS = 300;

/** @throws AwsError ValidationException */
export function parseUpdate(text: string, placeholders: Placeholders): Update {
  const actions = new UpdateParser(new Tokens(text, 'UpdateExpression'), placeholders).parse();
  return {
    attributes: [...new Set(actions.map(({ path: [attribute] }) => attribute))],
    apply: (item) => applyAll(actions, item),
  };
}

class UpdateParser {
  readonly #tokens: Tokens;
  readonly #placeholders: Placeholders;
  #operators = 0;

  constructor(tokens: Tokens, placeholders: Placeholders) {
    this.#tokens = tokens;
    this.#placeholders = placeholders;
  }

  parse(): Action[] {
    const seen = new Set<string>();
    const actions: Action[] = [];
    while (!this.#tokens.isAtEnd) {
      const section = SECTIONS.find((name) => this.#tokens.accept(name));
      if (!section) throw this.#tokens.unexpected();
      if (seen.has(section)) {
        throw this.#tokens.refusal(`The "${section}" section can only be used once in an update expression;`);
      }
      seen.add(section);
      do actions.push(this.#action(section));
      while (this.#tokens.accept(','));
    }
    this.#refuseOverlaps(actions);
    if (this.#operators > MAX_OPERATORS) {
      throw this.#tokens.refusal(`The expression contains too many operators; operator count: ${this.#operators}`);
    }
    return actions;
  }

  #action(section: string): Action {
    const path = parsePath(this.#tokens, this.#placeholders);
    if (section === 'REMOVE') return { path };
    if (section === 'SET') {
      this.#tokens.expect('=');
      return { path, value: required(this.#setValue()) };
    }
    const operand = valueOperand(this.#tokens, this.#placeholders);
    return { path, value: section === 'ADD' ? added(path, operand) : subtracted(path, operand) };
  }

  /** One operand, or the sum or difference of two. */
  #setValue(): Operand {
    const left = this.#setOperand();
    const sign = ['+', '-'].find((each) => this.#tokens.accept(each)) as '+' | '-' | undefined;
    if (!sign) return left;
    this.#operators++;
    const right = this.#setOperand();
    return (item) => sum(required(left)(item), required(right)(item), sign) ?? wrongType();
  }

  #setOperand(): Operand {
    if (this.#tokens.peek(1) !== '(') return parseOperand(this.#tokens, this.#placeholders);
    this.#operators++;
    const name = this.#tokens.peek();
    if (name !== 'if_not_exists' && name !== 'list_append') {
      throw this.#tokens.refusal(`Invalid function name; function: ${name}`);
    }
    this.#tokens.take();
    this.#tokens.expect('(');
    const operand = name === 'if_not_exists' ? this.#ifNotExists() : this.#listAppend();
    this.#tokens.expect(')');
    return operand;
  }

  #ifNotExists(): Operand {
    const path = parsePath(this.#tokens, this.#placeholders);
    this.#tokens.expect(',');
    const otherwise = this.#setOperand();
    return (item) => valueAt(item, path) ?? otherwise(item);
  }

  #listAppend(): Operand {
    const first = this.#setOperand();
    this.#tokens.expect(',');
    const second = this.#setOperand();
    return (item) => {
      const [head, tail] = [required(first)(item), required(second)(item)];
      return 'L' in head && 'L' in tail ? { L: [...head.L, ...tail.L] } : wrongType();
    };
  }

  #refuseOverlaps(actions: readonly Action[]): void {
    for (const [index, { path }] of actions.entries()) {
      const other = actions.slice(index + 1).find((each) => overlap(path, each.path));
      if (!other) continue;
      throw this.#tokens.refusal(
        `Two document paths overlap with each other; must remove or rewrite one of these paths; path one: ${pathText(path)}, path two: ${pathText(other.path)}`,
      );
    }
  }
}

function required(operand: Operand): (item: Item) => AttributeValue {
  return (item) => {
    const value = operand(item);
    if (value === undefined) {
      throw invalid('The provided expression refers to an attribute that does not exist in the item');
    }
    return value;
  };
}

function wrongType(): never {
  throw invalid('An operand in the update expression has an incorrect data type');
}

/** ADD: a number is added to, a set is united with. */
function added(path: Path, operand: Operand): Operand {
  return (item) => {
    const value = required(operand)(item);
    const present = valueAt(item, path);
    const members = membersOf(value);
    if (!('N' in value) && !members) wrongType();
    if (present === undefined) return value;
    if (!members) return sum(present, value) ?? wrongType();
    if (typeOf(present) !== typeOf(value)) wrongType();
    const known = membersOf(present) ?? [];
    return setOf(value, [...known, ...members.filter((member) => !known.some((each) => isEqual(each, member)))]);
  };
}

/** DELETE: the members of a set go; an empty set goes whole. */
function subtracted(path: Path, operand: Operand): Operand {
  return (item) => {
    const value = required(operand)(item);
    const members = membersOf(value) ?? wrongType();
    const present = valueAt(item, path);
    if (present === undefined) return undefined;
    if (typeOf(present) !== typeOf(value)) wrongType();
    const left = (membersOf(present) ?? []).filter((member) => !members.some((each) => isEqual(each, member)));
    return left.length === 0 ? undefined : setOf(value, left);
  };
}

function setOf(like: AttributeValue, members: readonly AttributeValue[]): AttributeValue {
  return { [typeOf(like)]: members.map(contentOf) } as AttributeValue;
}

/** Elements of lists are removed last, so that indexes mean the list as it was. */
function applyAll(actions: readonly Action[], item: Item): Item {
  const updated: Item = structuredClone(item);
  const emptied: [list: AttributeValue[], index: number][] = [];
  for (const { path, value } of actions) {
    const result = value?.(item);
    const parent = parentOf(updated, path);
    const step = path.at(-1) as string | number;
    if ('L' in parent) setElement(parent.L, Number(step), result, emptied);
    else if ('M' in parent) setMember(parent.M, String(step), result);
  }
  for (const [list, index] of emptied.toSorted(([, a], [, b]) => b - a)) list.splice(index, 1);
  return updated;
}

function setMember(map: Item, name: string, value: AttributeValue | undefined): void {
  if (value === undefined) delete map[name];
  else map[name] = value;
}

/** Beyond the end of the list the value is appended. */
function setElement(
  list: AttributeValue[],
  index: number,
  value: AttributeValue | undefined,
  emptied: [list: AttributeValue[], index: number][],
): void {
  if (value === undefined) {
    if (index < list.length) emptied.push([list, index]);
  } else list[Math.min(index, list.length)] = value;
}
