/** One change of one item, as PutItem, UpdateItem, DeleteItem and the actions of a transaction ask for it. */

import { parseCondition } from '../expressions/condition.ts';
import { type ExpressionAttributes, Placeholders } from '../expressions/placeholders.ts';
import { parseUpdate, type Update } from '../expressions/update.ts';
import { bytesOf, checkedItem, type Item } from '../model/attribute-value.ts';
import { conditionFailed, invalid } from '../model/errors.ts';
import type { Table, Tables } from '../state/tables.ts';
import { checkedKey, type NamesTable, refuseKeyless } from './addressing.ts';

export interface ChangeInput extends NamesTable, ExpressionAttributes {
  Key?: Item | undefined;
  Item?: Item | undefined;
  UpdateExpression?: string | undefined;
  ConditionExpression?: string | undefined;
  ReturnValuesOnConditionCheckFailure?: string | undefined;
}

/** A change that was checked, as far as it can be without the item. */
export interface Change {
  table: Table;
  key: Item;
  update?: Update;
  /** Makes the change, if its condition holds. @throws AwsError */
  run(): Changed;
}

export interface Changed {
  before: Item | undefined;
  after: Item | undefined;
}

const MAX_ITEM_BYTES = 400 * 1024;

/** @throws AwsError ValidationException */
export function putting(tables: Tables, table: Table, input: ChangeInput): Change {
  const item = checkedItem(input.Item ?? {});
  refuseKeyless(table, item);
  refuseLarge(item, 'Item size has exceeded the maximum allowed size');
  return changing(tables, table, input, { key: keyIn(table, item), after: () => item });
}

/** @throws AwsError ValidationException */
export function deleting(tables: Tables, table: Table, input: ChangeInput): Change {
  return changing(tables, table, input, { key: checkedKey(table, input.Key), after: () => undefined });
}

/** A check changes nothing. @throws AwsError ValidationException */
export function checking(tables: Tables, table: Table, input: ChangeInput): Change {
  return changing(tables, table, input, { key: checkedKey(table, input.Key), after: (before) => before });
}

/** An item that does not exist is made. @throws AwsError ValidationException */
export function updating(tables: Tables, table: Table, input: ChangeInput): Change {
  const key = checkedKey(table, input.Key);
  const placeholders = new Placeholders(input);
  const update = input.UpdateExpression === undefined ? undefined : parseUpdate(input.UpdateExpression, placeholders);
  const keyName = table.keys.find(({ name }) => update?.attributes.includes(name))?.name;
  if (keyName !== undefined) {
    throw invalid(
      `One or more parameter values were invalid: Cannot update attribute ${keyName}. This attribute is part of the key`,
    );
  }
  const after = (before: Item | undefined) => {
    const item = update?.apply(before ?? key) ?? before ?? key;
    refuseLarge(item, 'Item size to update has exceeded the maximum allowed size');
    return item;
  };
  return { ...changing(tables, table, input, { key, after }, placeholders), ...(update && { update }) };
}

function changing(
  tables: Tables,
  table: Table,
  input: ChangeInput,
  { key, after }: { key: Item; after(before: Item | undefined): Item | undefined },
  placeholders = new Placeholders(input),
): Change {
  const { ConditionExpression: text, ReturnValuesOnConditionCheckFailure: wanted } = input;
  const condition = text === undefined ? () => true : parseCondition(text, placeholders);
  placeholders.refuseUnused();
  const run = () => {
    const before = tables.item(table, key);
    if (!condition(before ?? {})) throw conditionFailed(wanted === 'ALL_OLD' ? before : undefined);
    const item = after(before);
    if (item === undefined) tables.deleteItem(table, key);
    else if (item !== before) tables.putItem(table, item);
    return { before, after: item };
  };
  return { table, key, run };
}

function keyIn({ keys }: Table, item: Item): Item {
  return Object.fromEntries(keys.map(({ name }) => [name, item[name] as Item[string]]));
}

function refuseLarge(item: Item, message: string): void {
  if (bytesOf(item) > MAX_ITEM_BYTES) throw invalid(message);
}
