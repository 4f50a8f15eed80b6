/** From items to the inputs of children: ItemSelector, then ItemBatcher. */

import { MAX_BYTES } from '../engine/limits.ts';
import { type Items, mapItem } from '../engine/map-items.ts';
import { evaluateJsonata } from '../expressions/jsonata/index.ts';
import { resolveTemplate } from '../expressions/template.ts';
import type { Json, JsonObject } from '../model/json.ts';
import type { Batcher, StartMapRunCommand } from '../model/types.ts';

export interface Inputs {
  inputs: Json[];
  /** How many items each input carries. */
  itemsOf: number[];
}

interface Circumstances {
  random: () => number;
  now: number;
}

export async function childInputs(
  command: StartMapRunCommand,
  items: Items,
  circumstances: Circumstances,
): Promise<Inputs> {
  const { batcher } = command.map;
  const selected = await select(command, items, circumstances);
  return batcher ? inBatches(selected, batcher) : { inputs: selected, itemsOf: selected.map(() => 1) };
}

async function select(command: StartMapRunCommand, items: Items, { random, now }: Circumstances): Promise<Json[]> {
  const { selector, jsonata } = command.map;
  if (selector === undefined) return items.items;
  const variables = command.variables as JsonObject;
  const selected: Json[] = [];
  for (const index of items.items.keys()) {
    const context = { ...(command.context as JsonObject), Map: { Item: mapItem(items, index) } };
    selected.push(
      jsonata
        ? await evaluateJsonata(selector, {
            states: { input: command.input, context },
            variables,
            random,
            now,
            field: 'ItemSelector',
          })
        : resolveTemplate(selector, command.input, { context, variables, random }),
    );
  }
  return selected;
}

/** A batch takes no more items than a child's input has room for. */
function inBatches(items: Json[], { MaxItemsPerBatch, MaxInputBytesPerBatch, BatchInput }: Batcher): Inputs {
  const room = MAX_BYTES - Buffer.byteLength(JSON.stringify({ BatchInput, Items: [] }));
  const maxBytes = Math.min(MaxInputBytesPerBatch || room, room);
  const batches: Json[][] = [];
  let batch: Json[] = [];
  let bytes = 0;
  for (const item of items) {
    const size = Buffer.byteLength(JSON.stringify(item)) + 1;
    const full = batch.length >= (MaxItemsPerBatch || Infinity) || bytes + size > maxBytes;
    if (batch.length > 0 && full) {
      batches.push(batch);
      batch = [];
      bytes = 0;
    }
    batch.push(item);
    bytes += size;
  }
  if (batch.length > 0) batches.push(batch);
  return {
    inputs: batches.map((Items) => (BatchInput === undefined ? { Items } : { BatchInput, Items })),
    itemsOf: batches.map((some) => some.length),
  };
}
