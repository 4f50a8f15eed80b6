/** The items of a Map: an array's elements, or an object's pairs. */

import { isObject, type Json } from '../model/json.ts';

export interface Items {
  items: Json[];
  /** The items are an object's pairs, each `{ Key, Value }`. */
  keyed?: true;
}

/** `Map.Item` of the context object; only a pair has a Key. */
export type MapItem = { Index: number; Key?: string; Value: Json };

/** Undefined for a value that has no items. */
export function itemsIn(value: Json): Items | undefined {
  if (Array.isArray(value)) return { items: value };
  if (!isObject(value)) return undefined;
  return { items: Object.entries(value).map(([Key, Value]) => ({ Key, Value })), keyed: true };
}

export function mapItem({ items, keyed }: Items, Index: number): MapItem {
  const item = items[Index] ?? null;
  return keyed ? { Index, ...(item as { Key: string; Value: Json }) } : { Index, Value: item };
}
