/** ExpressionAttributeNames and ExpressionAttributeValues, of which every one must be used. */

import { type AttributeValue, checkedValue } from '../model/attribute-value.ts';
import { invalid } from '../model/errors.ts';
import type { Tokens } from './tokens.ts';

export interface ExpressionAttributes {
  ExpressionAttributeNames?: Readonly<Record<string, string>> | undefined;
  ExpressionAttributeValues?: Readonly<Record<string, AttributeValue>> | undefined;
}

export class Placeholders {
  readonly #names: ReadonlyMap<string, string>;
  readonly #values: ReadonlyMap<string, AttributeValue>;
  readonly #used = new Set<string>();

  constructor({ ExpressionAttributeNames: names, ExpressionAttributeValues: values }: ExpressionAttributes) {
    refuseEmpty('ExpressionAttributeNames', names);
    refuseEmpty('ExpressionAttributeValues', values);
    this.#names = new Map(Object.entries(names ?? {}));
    this.#values = new Map(Object.entries(values ?? {}).map(([name, value]) => [name, checkedValue(value)]));
  }

  name(placeholder: string, tokens: Tokens): string {
    const name = this.#names.get(placeholder);
    if (name === undefined) {
      throw tokens.refusal(
        `An expression attribute name used in the document path is not defined; attribute name: ${placeholder}`,
      );
    }
    this.#used.add(placeholder);
    return name;
  }

  value(placeholder: string, tokens: Tokens): AttributeValue {
    const value = this.#values.get(placeholder);
    if (value === undefined) {
      throw tokens.refusal(
        `An expression attribute value used in expression is not defined; attribute value: ${placeholder}`,
      );
    }
    this.#used.add(placeholder);
    return value;
  }

  /** @throws AwsError ValidationException */
  refuseUnused(): void {
    for (const [member, given] of [
      ['ExpressionAttributeNames', this.#names],
      ['ExpressionAttributeValues', this.#values],
    ] as const) {
      const unused = [...given.keys()].filter((placeholder) => !this.#used.has(placeholder));
      if (unused.length > 0) {
        throw invalid(`Value provided in ${member} unused in expressions: keys: {${unused.join(', ')}}`);
      }
    }
  }
}

function refuseEmpty(member: string, given: object | undefined): void {
  if (given && Object.keys(given).length === 0) throw invalid(`${member} must not be empty`);
}
