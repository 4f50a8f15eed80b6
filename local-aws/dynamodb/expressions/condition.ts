/** Condition expressions: parsed once, then asked of an item. */

import {
  ATTRIBUTE_TYPES,
  type AttributeValue,
  compare,
  contentOf,
  type Item,
  isEqual,
  membersOf,
  typeOf,
} from '../model/attribute-value.ts';
import { type Operand, parseOperand, sizeOperand, valueOperand } from './operands.ts';
import { parsePath, valueAt } from './paths.ts';
import type { Placeholders } from './placeholders.ts';
import { Tokens } from './tokens.ts';

export type Condition = (item: Item) => boolean;

/** @throws AwsError ValidationException */
export function parseCondition(text: string, placeholders: Placeholders): Condition {
  return new ConditionParser(new Tokens(text, 'ConditionExpression'), placeholders).parse();
}

type Comparison = (a: AttributeValue, b: AttributeValue) => boolean;

const ordered =
  (holds: (order: number) => boolean): Comparison =>
  (a, b) => {
    const order = compare(a, b);
    return order !== undefined && holds(order);
  };

const COMPARISONS: Readonly<Record<string, Comparison>> = {
  '=': isEqual,
  '<>': (a, b) => !isEqual(a, b),
  '<': ordered((order) => order < 0),
  '<=': ordered((order) => order <= 0),
  '>': ordered((order) => order > 0),
  '>=': ordered((order) => order >= 0),
};

/** OR binds weakest, then AND, then NOT. */
class ConditionParser {
  readonly #tokens: Tokens;
  readonly #placeholders: Placeholders;

  constructor(tokens: Tokens, placeholders: Placeholders) {
    this.#tokens = tokens;
    this.#placeholders = placeholders;
  }

  parse(): Condition {
    const condition = this.#either();
    if (!this.#tokens.isAtEnd) throw this.#tokens.unexpected();
    return condition;
  }

  #either(): Condition {
    const any = [this.#both()];
    while (this.#tokens.accept('OR')) any.push(this.#both());
    return (item) => any.some((condition) => condition(item));
  }

  #both(): Condition {
    const all = [this.#not()];
    while (this.#tokens.accept('AND')) all.push(this.#not());
    return (item) => all.every((condition) => condition(item));
  }

  #not(): Condition {
    if (!this.#tokens.accept('NOT')) return this.#primary();
    const condition = this.#not();
    return (item) => !condition(item);
  }

  #primary(): Condition {
    if (this.#tokens.accept('(')) {
      const condition = this.#either();
      this.#tokens.expect(')');
      return condition;
    }
    const isFunction = this.#tokens.peek(1) === '(' && this.#tokens.peek() !== 'size';
    return isFunction ? this.#function() : this.#comparison();
  }

  #function(): Condition {
    const name = this.#tokens.peek();
    const parse = this.#functions[name];
    if (!parse) throw this.#tokens.refusal(`Invalid function name; function: ${name}`);
    this.#tokens.take();
    this.#tokens.expect('(');
    const condition = parse();
    this.#tokens.expect(')');
    return condition;
  }

  readonly #functions: Readonly<Record<string, () => Condition>> = {
    attribute_exists: () => {
      const path = this.#path();
      return (item) => valueAt(item, path) !== undefined;
    },
    attribute_not_exists: () => {
      const path = this.#path();
      return (item) => valueAt(item, path) === undefined;
    },
    attribute_type: () => this.#attributeType(),
    begins_with: () => this.#ofTwo(beginsWith),
    contains: () => this.#ofTwo(contains),
  };

  #attributeType(): Condition {
    const path = this.#path();
    this.#tokens.expect(',');
    const type = contentOf(valueOperand(this.#tokens, this.#placeholders)({}) as AttributeValue);
    if (!ATTRIBUTE_TYPES.includes(String(type))) {
      throw this.#tokens.refusal(
        `Invalid attribute type name found; type: ${type}, valid types: {${ATTRIBUTE_TYPES.join(',')}}`,
      );
    }
    return (item) => {
      const value = valueAt(item, path);
      return value !== undefined && typeOf(value) === type;
    };
  }

  #ofTwo(holds: Comparison): Condition {
    const path = this.#path();
    this.#tokens.expect(',');
    const operand = this.#operand();
    return (item) => applies(holds, valueAt(item, path), operand(item));
  }

  #comparison(): Condition {
    const left = this.#operand();
    if (this.#tokens.accept('BETWEEN')) return this.#between(left);
    if (this.#tokens.accept('IN')) return this.#in(left);
    const comparison = COMPARISONS[this.#tokens.peek()];
    if (!comparison) throw this.#tokens.unexpected();
    this.#tokens.take();
    const right = this.#operand();
    return (item) => applies(comparison, left(item), right(item));
  }

  #between(operand: Operand): Condition {
    const least = this.#operand();
    this.#tokens.expect('AND');
    const most = this.#operand();
    return (item) =>
      applies(COMPARISONS['>='] as Comparison, operand(item), least(item)) &&
      applies(COMPARISONS['<='] as Comparison, operand(item), most(item));
  }

  #in(operand: Operand): Condition {
    this.#tokens.expect('(');
    const among = [this.#operand()];
    while (this.#tokens.accept(',')) among.push(this.#operand());
    this.#tokens.expect(')');
    return (item) => among.some((each) => applies(isEqual, operand(item), each(item)));
  }

  #operand(): Operand {
    if (this.#tokens.peek() !== 'size' || this.#tokens.peek(1) !== '(') {
      return parseOperand(this.#tokens, this.#placeholders);
    }
    this.#tokens.take();
    this.#tokens.expect('(');
    const path = this.#path();
    this.#tokens.expect(')');
    return sizeOperand((item) => valueAt(item, path));
  }

  #path() {
    return parsePath(this.#tokens, this.#placeholders);
  }
}

/** A comparison with an attribute that does not exist is false. */
function applies(holds: Comparison, left: AttributeValue | undefined, right: AttributeValue | undefined): boolean {
  return left !== undefined && right !== undefined && holds(left, right);
}

function beginsWith(value: AttributeValue, start: AttributeValue): boolean {
  if ('S' in value && 'S' in start) return value.S.startsWith(start.S);
  if (!('B' in value && 'B' in start)) return false;
  const [bytes, prefix] = [Buffer.from(value.B, 'base64'), Buffer.from(start.B, 'base64')];
  return bytes.subarray(0, prefix.length).equals(prefix);
}

function contains(value: AttributeValue, wanted: AttributeValue): boolean {
  if ('S' in value && 'S' in wanted) return value.S.includes(wanted.S);
  if ('B' in value && 'B' in wanted) return Buffer.from(value.B, 'base64').includes(Buffer.from(wanted.B, 'base64'));
  const members = 'L' in value ? value.L : membersOf(value);
  return members?.some((member) => isEqual(member, wanted)) ?? false;
}
