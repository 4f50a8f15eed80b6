/** Transactions: all of their actions, or none. */

import type { Call, Operation, Permission } from '../../core/aws.ts';
import type { Item } from '../model/attribute-value.ts';
import { type CancellationReason, invalid, reasonOf, tokenReused, transactionCanceled } from '../model/errors.ts';
import { itemKey, type Table, type Tables } from '../state/tables.ts';
import { arnOf, checkedKey, type NamesTable, named, tableOf } from './addressing.ts';
import { type Change, type ChangeInput, checking, deleting, putting, updating } from './changes.ts';

type ActionName = 'ConditionCheck' | 'Put' | 'Update' | 'Delete';

interface WriteInput {
  TransactItems?: Partial<Record<ActionName, ChangeInput>>[];
  ClientRequestToken?: string;
}

interface GetInput {
  TransactItems?: { Get?: NamesTable & { Key?: Item } }[];
}

interface Action {
  permission: string;
  change(tables: Tables, table: Table, input: ChangeInput): Change;
}

const ACTIONS: Readonly<Record<ActionName, Action>> = {
  ConditionCheck: { permission: 'dynamodb:ConditionCheckItem', change: checking },
  Put: { permission: 'dynamodb:PutItem', change: putting },
  Update: { permission: 'dynamodb:UpdateItem', change: updating },
  Delete: { permission: 'dynamodb:DeleteItem', change: deleting },
};

const MAX_ACTIONS = 100;
const MAX_TOKEN_LENGTH = 36;

export function transactions(tables: Tables) {
  const TransactWriteItems: Operation<WriteInput, Record<string, never>> = {
    permissions: (input, call) =>
      actionsOf(input).map(([name, action]) => permission(ACTIONS[name].permission, action, call)),
    run(input, call) {
      const changes = changesOf(tables, input, call);
      tables.transaction(() => {
        if (isRepeated(tables, input)) return;
        runAll(changes);
      });
      return {};
    },
  };
  const TransactGetItems: Operation<GetInput, { Responses: { Item?: Item }[] }> = {
    permissions: (input, call) => getsOf(input).map((get) => permission('dynamodb:GetItem', get, call)),
    run(input, call) {
      const Responses = getsOf(input).map((get) => {
        const table = tableOf(tables, get, call);
        const item = tables.item(table, checkedKey(table, get.Key));
        return item ? { Item: item } : {};
      });
      return { Responses };
    },
  };
  return { TransactWriteItems, TransactGetItems };
}

function permission(action: string, input: NamesTable, call: Call): Permission {
  return { action, resource: arnOf(named(input, call)) };
}

/** @throws AwsError ValidationException */
function actionsOf(input: WriteInput): [ActionName, ChangeInput][] {
  return itemsOf(input).map((item) => {
    const [first, ...others] = Object.entries(item) as [ActionName, ChangeInput][];
    if (!first || others.length > 0) {
      throw invalid('TransactItems can only contain one of Check, Put, Update or Delete');
    }
    return first;
  });
}

function getsOf(input: GetInput): (NamesTable & { Key?: Item })[] {
  return itemsOf(input).map(({ Get }) => {
    if (!Get) throw invalid('TransactItems must contain a Get');
    return Get;
  });
}

function itemsOf<Action>({ TransactItems: items = [] }: { TransactItems?: Action[] }): Action[] {
  if (items.length >= 1 && items.length <= MAX_ACTIONS) return items;
  throw invalid(
    `1 validation error detected: Value at 'transactItems' failed to satisfy constraint: Member must have length ${items.length === 0 ? 'greater than or equal to 1' : `less than or equal to ${MAX_ACTIONS}`}`,
  );
}

function changesOf(tables: Tables, input: WriteInput, call: Call): Change[] {
  const changes = actionsOf(input).map(([name, action]) =>
    ACTIONS[name].change(tables, tableOf(tables, action, call), action),
  );
  const keys = changes.map(({ table, key }) => `${table.name} ${itemKey(table, key)}`);
  if (new Set(keys).size < keys.length) {
    throw invalid('Transaction request cannot include multiple operations on one item');
  }
  return changes;
}

/** Every action is tried, so that the answer has the reason of each. @throws AwsError TransactionCanceledException */
function runAll(changes: readonly Change[]): void {
  const reasons = changes.map(({ run }): CancellationReason => {
    try {
      run();
      return { Code: 'None' };
    } catch (error) {
      return reasonOf(error);
    }
  });
  if (reasons.some(({ Code }) => Code !== 'None')) throw transactionCanceled(reasons);
}

/** @throws AwsError IdempotentParameterMismatchException */
function isRepeated(tables: Tables, { ClientRequestToken: token, TransactItems }: WriteInput): boolean {
  if (token === undefined) return false;
  if (token.length < 1 || token.length > MAX_TOKEN_LENGTH) {
    throw invalid(`ClientRequestToken must be 1 to ${MAX_TOKEN_LENGTH} characters long`);
  }
  const use = tables.useToken(token, TransactItems);
  if (use === 'other') throw tokenReused();
  return use === 'same';
}
