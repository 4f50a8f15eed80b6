import { describe, expect, it } from 'vitest';
import { parseCondition } from '../../dynamodb/expressions/condition.ts';
import { Placeholders } from '../../dynamodb/expressions/placeholders.ts';
import { parseUpdate } from '../../dynamodb/expressions/update.ts';
import type { AttributeValue, Item } from '../../dynamodb/model/attribute-value.ts';

const item: Item = {
  text: { S: 'offboard' },
  number: { N: '10' },
  bytes: { B: 'AQID' },
  yes: { BOOL: true },
  list: { L: [{ N: '1' }, { M: { deep: { S: 'value' } } }] },
  map: { M: { inner: { N: '5' }, list: { L: [{ S: 'a' }, { S: 'b' }] } } },
  strings: { SS: ['a', 'b'] },
  numbers: { NS: ['1', '2.5'] },
};

const names = { '#text': 'text', '#inner': 'inner' };
const values: Record<string, AttributeValue> = {
  ':o': { S: 'off' },
  ':a': { S: 'a' },
  ':z': { S: 'z' },
  ':9': { N: '9' },
  ':10': { N: '10.0' },
  ':11': { N: '1.1e1' },
  ':2': { N: '2' },
  ':s': { S: 'S' },
  ':wrong': { S: 'STRING' },
  ':list': { L: [{ N: '7' }] },
  ':empty': { L: [] },
  ':set': { SS: ['b', 'c'] },
  ':all': { SS: ['a', 'b'] },
};

function placeholders(): Placeholders {
  return new Placeholders({ ExpressionAttributeNames: names, ExpressionAttributeValues: values });
}

const holds = (text: string) => parseCondition(text, placeholders())(item);
const updated = (text: string) => parseUpdate(text, placeholders()).apply(item);

describe('conditions', () => {
  it.each([
    'attribute_exists(#text)',
    'attribute_not_exists(missing)',
    'attribute_not_exists(map.missing.further)',
    'attribute_exists(list[1].deep)',
    'attribute_type(#text, :s)',
    'number = :10',
    'number <> :9 AND number < :11 and number <= :10',
    'number BETWEEN :9 AND :11',
    'number IN (:9, :10)',
    'NOT number = :9',
    'begins_with(#text, :o)',
    'contains(#text, :o)',
    'contains(strings, :a)',
    'contains(numbers, :2) OR contains(map.list, :a)',
    'size(list) = :2',
    'size(#text) < :10',
    'map.#inner < number',
    '(attribute_exists(missing) OR number = :10) AND yes <> :a',
    'attribute_exists(missing) AND number = :9 OR number = :10',
  ])('%s holds', (text) => {
    expect(holds(text)).toBe(true);
  });

  it.each([
    'missing = :9',
    'missing <> :9',
    'number = :a',
    'number < :a',
    'size(number) > :2',
    'NOT (number = :10 OR number = :9)',
    'begins_with(number, :o)',
  ])('%s does not hold', (text) => {
    expect(holds(text)).toBe(false);
  });

  it.each([
    ['', 'Invalid ConditionExpression: The expression can not be empty;'],
    ['number =', 'Invalid ConditionExpression: Syntax error; token: "<EOF>", near: "="'],
    ['number = :10 )', 'Invalid ConditionExpression: Syntax error; token: ")", near: ":10 )"'],
    ['number = :10; x', 'Invalid ConditionExpression: Syntax error; token: ";", near: ":10 ; x"'],
    ['exists(number)', 'Invalid ConditionExpression: Invalid function name; function: exists'],
    [
      'number = :no',
      'Invalid ConditionExpression: An expression attribute value used in expression is not defined; attribute value: :no',
    ],
    [
      '#no = :9',
      'Invalid ConditionExpression: An expression attribute name used in the document path is not defined; attribute name: #no',
    ],
    [
      `number = :9${' '.repeat(4096)}`,
      'Invalid ConditionExpression: Expression size has exceeded the maximum allowed size; expression size: 4107',
    ],
  ])('%j is refused', (text, message) => {
    expect(() => holds(text)).toThrow(message);
  });

  it('placeholders that no expression uses are refused', () => {
    const given = placeholders();
    parseCondition('number = :9', given);
    expect(() => given.refuseUnused()).toThrow(
      'Value provided in ExpressionAttributeNames unused in expressions: keys: {#text, #inner}',
    );
  });
});

describe('updates', () => {
  it.each([
    ['SET number = number + :2', { number: { N: '12' } }],
    ['SET number = :2 - number', { number: { N: '-8' } }],
    ['SET number = if_not_exists(number, :2), added = if_not_exists(added, :2)', { added: { N: '2' } }],
    ['SET list = list_append(:list, list)', { list: { L: [{ N: '7' }, { N: '1' }, { M: { deep: { S: 'value' } } }] } }],
    ['SET fresh = list_append(if_not_exists(fresh, :empty), :list)', { fresh: { L: [{ N: '7' }] } }],
    ['SET list[9] = :2 REMOVE list[0]', { list: { L: [{ M: { deep: { S: 'value' } } }, { N: '2' }] } }],
    ['SET list[1].deep = :a', { list: { L: [{ N: '1' }, { M: { deep: { S: 'a' } } }] } }],
    ['SET #text = number, number = #text', { text: { N: '10' }, number: { S: 'offboard' } }],
    ['ADD number :2, counter :9', { number: { N: '12' }, counter: { N: '9' } }],
    ['ADD strings :set', { strings: { SS: ['a', 'b', 'c'] } }],
    ['DELETE strings :set', { strings: { SS: ['a'] } }],
  ])('%s', (text, changes) => {
    expect(updated(text)).toEqual({ ...item, ...changes });
  });

  it('a set without members goes whole, and so does what is removed', () => {
    const { strings: _, number: __, ...rest } = item;
    expect(updated('DELETE strings :all REMOVE number, missing')).toEqual(rest);
  });

  it.each([
    ['SET a = :2 SET b = :2', 'The "SET" section can only be used once in an update expression;'],
    [
      'SET map.inner = :2 REMOVE map',
      'Two document paths overlap with each other; must remove or rewrite one of these paths; path one: [map, inner], path two: [map]',
    ],
    ['SET a = missing', 'The provided expression refers to an attribute that does not exist in the item'],
    ['SET a = number + #text', 'An operand in the update expression has an incorrect data type'],
    ['ADD strings :a', 'An operand in the update expression has an incorrect data type'],
    ['SET missing.inner = :2', 'The document path provided in the update expression is invalid for update'],
    ['SET a = size(list)', 'Invalid function name; function: size'],
    ['number = :2', 'Syntax error; token: "number", near: "number ="'],
  ])('%s is refused', (text, message) => {
    expect(() => updated(text)).toThrow(message);
  });
});
