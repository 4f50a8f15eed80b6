/** The table that an input names, the permissions on it, and the keys of its items. */

import type { AccountRegion } from '../../core/account-region.ts';
import type { Call, Permission } from '../../core/aws.ts';
import { type AttributeValue, contentOf, type Item, typeOf } from '../model/attribute-value.ts';
import { invalid, noSuchTable } from '../model/errors.ts';
import type { Key, Table, Tables } from '../state/tables.ts';

export interface NamesTable {
  TableName?: string | undefined;
}

/** The permission of an operation on a table. */
export function on(action: string) {
  return {
    permissions: (input: NamesTable, call: Call): Permission[] => [{ action, resource: arnOf(named(input, call)) }],
  };
}

interface NamesItem extends NamesTable {
  Key?: Item;
  Item?: Item;
}

/** The permission of an operation on one item, which policies may narrow by the value of its partition key. */
export function onItem(tables: Tables, action: string) {
  return {
    permissions: (input: NamesItem, call: Call): Permission[] => {
      const { name, ...location } = named(input, call);
      const [partition] = tables.find(location, name)?.keys ?? [];
      const value = partition && (input.Key ?? input.Item)?.[partition.name];
      const context = value && { 'dynamodb:LeadingKeys': [String(contentOf(value))] };
      return [{ action, resource: arnOf({ ...location, name }), ...(context && { context }) }];
    },
  };
}

/** A name, or an ARN. @throws AwsError ValidationException */
export function named({ TableName }: NamesTable, { account, region }: AccountRegion): AccountRegion & { name: string } {
  const name = TableName?.replace(/^arn:[^:]+:dynamodb:[^:]+:\d+:table\//, '');
  if (!name) throw invalid("The parameter 'TableName' is required but was not present in the request");
  if (!/^[A-Za-z0-9_.-]{3,255}$/.test(name)) {
    throw invalid(
      'TableName must be at least 3 characters long and at most 255 characters long, of the characters a-z, A-Z, 0-9, _, - and .',
    );
  }
  return { account, region, name };
}

/** @throws AwsError ResourceNotFoundException */
export function tableOf(tables: Tables, input: NamesTable, call: Call): Table {
  const { name, ...location } = named(input, call);
  const table = tables.find(location, name);
  if (!table) throw noSuchTable();
  return table;
}

export function arnOf({ account, region, name }: AccountRegion & { name: string }): string {
  return `arn:aws:dynamodb:${region}:${account}:table/${name}`;
}

/** Exactly the table's key. @throws AwsError ValidationException */
export function checkedKey({ keys }: Table, key: Item | undefined): Item {
  const given = key ?? {};
  const fits = Object.keys(given).length === keys.length && keys.every((each) => hasType(given[each.name], each));
  if (!fits) throw invalid('The provided key element does not match the schema');
  for (const { name } of keys) refuseEmpty(name, given[name] as AttributeValue);
  return given;
}

/** An item with the table's key in it. @throws AwsError ValidationException */
export function refuseKeyless({ keys }: Table, item: Item): void {
  for (const key of keys) {
    const value = item[key.name];
    if (value === undefined) {
      throw invalid(`One or more parameter values were invalid: Missing the key ${key.name} in the item`);
    }
    if (!hasType(value, key)) {
      throw invalid(
        `One or more parameter values were invalid: Type mismatch for key ${key.name} expected: ${key.type} actual: ${typeOf(value)}`,
      );
    }
    refuseEmpty(key.name, value);
  }
}

function hasType(value: AttributeValue | undefined, { type }: Key): boolean {
  return value !== undefined && typeOf(value) === type;
}

function refuseEmpty(name: string, value: AttributeValue): void {
  if (contentOf(value) !== '') return;
  throw invalid(
    `One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty string value. Key: ${name}`,
  );
}
