import type { Call, Operation } from '../../core/aws.ts';
import type { Item } from '../model/attribute-value.ts';
import { invalid } from '../model/errors.ts';
import type { Table, Tables } from '../state/tables.ts';
import { checkedKey, type NamesTable, named, onItem, tableOf } from './addressing.ts';
import { type Change, type Changed, type ChangeInput, deleting, putting, updating } from './changes.ts';

interface GetInput extends NamesTable {
  Key?: Item;
}

interface WriteInput extends ChangeInput {
  ReturnValues?: string;
}

interface WriteOutput {
  Attributes?: Item;
}

type Returns = 'NONE' | 'ALL_OLD' | 'UPDATED_OLD' | 'ALL_NEW' | 'UPDATED_NEW';

export function items(tables: Tables) {
  const GetItem: Operation<GetInput, { Item?: Item }> = {
    ...onItem(tables, 'dynamodb:GetItem'),
    run(input, call) {
      const table = tableOf(tables, input, call);
      const item = tables.item(table, checkedKey(table, input.Key));
      return item ? { Item: item } : {};
    },
  };
  const writing = (
    action: string,
    change: (tables: Tables, table: Table, input: ChangeInput) => Change,
    returns: readonly Returns[],
  ): Operation<WriteInput, WriteOutput> => ({
    ...onItem(tables, action),
    run(input, call: Call) {
      named(input, call);
      const wanted = (input.ReturnValues ?? 'NONE') as Returns;
      if (!returns.includes(wanted)) throw invalid('Return values set to invalid value');
      const planned = change(tables, tableOf(tables, input, call), input);
      return returned(planned, tables.transaction(planned.run), wanted);
    },
  });
  return {
    GetItem,
    PutItem: writing('dynamodb:PutItem', putting, ['NONE', 'ALL_OLD']),
    DeleteItem: writing('dynamodb:DeleteItem', deleting, ['NONE', 'ALL_OLD']),
    UpdateItem: writing('dynamodb:UpdateItem', updating, ['NONE', 'ALL_OLD', 'UPDATED_OLD', 'ALL_NEW', 'UPDATED_NEW']),
  };
}

function returned({ update }: Change, { before, after }: Changed, wanted: Returns): WriteOutput {
  if (wanted === 'NONE') return {};
  const item = wanted.endsWith('OLD') ? before : after;
  if (item === undefined) return {};
  if (wanted.startsWith('ALL')) return { Attributes: item };
  const names = update?.attributes ?? [];
  const updated = Object.entries(item).filter(([name]) => names.includes(name));
  return updated.length === 0 ? {} : { Attributes: Object.fromEntries(updated) };
}
