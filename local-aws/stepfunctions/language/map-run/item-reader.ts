/** The items of an ItemReader's object or list. */

import { StateFailure } from '../engine/failure.ts';
import { type Items, itemsIn } from '../engine/map-items.ts';
import { isObject, type Json, readJson } from '../model/json.ts';
import { type CsvConfig, parseCsv } from './csv.ts';

export interface ReaderConfig extends CsvConfig {
  InputType?: 'JSON' | 'JSONL' | 'CSV';
  MaxItems?: number;
  /** JSON only: a JSON Pointer (RFC 6901) to the items. */
  ItemsPointer?: string;
  /** Of a list: LOAD_AND_FLATTEN takes the items of the listed objects. */
  Transformation?: 'NONE' | 'LOAD_AND_FLATTEN';
}

/** What the ItemReader's call answered: one object, the pages of a list, or the bodies of the listed objects. */
type ReadItems = { Body: string } | { Contents: Json[] } | { Bodies: string[] };

export function readItems(output: Json, config: ReaderConfig): Items {
  const { MaxItems, ItemsPointer } = config;
  if (MaxItems !== undefined && MaxItems < 0) throw failed('field MaxItems must be positive');
  if (ItemsPointer !== undefined && typeof ItemsPointer !== 'string')
    throw failed('field ItemsPointer must be a string');
  const read = itemsOf(output as unknown as ReadItems, config);
  return MaxItems ? { ...read, items: read.items.slice(0, MaxItems) } : read;
}

function itemsOf(output: ReadItems, config: ReaderConfig): Items {
  if ('Contents' in output) return { items: output.Contents };
  if ('Body' in output) return parse(output.Body, config);
  const read = output.Bodies.map((body) => parse(body, config));
  return {
    items: read.flatMap(({ items }) => items),
    ...(read.length > 0 && read.every(({ keyed }) => keyed) && { keyed: true }),
  };
}

function parse(body: string, config: ReaderConfig): Items {
  if (config.InputType === 'CSV') return { items: parseCsv(body, config) };
  if (config.InputType === 'JSONL') return { items: lines(body).map(parseJson) };
  const items = itemsIn(pointed(parseJson(body), config.ItemsPointer));
  if (!items) throw failed('Attempting to map over non-iterable node.');
  return items;
}

function parseJson(text: string): Json {
  const read = readJson(text);
  if ('problem' in read) throw failed('Invalid JSON document in the file that the ItemReader names.');
  return read.value;
}

function lines(body: string): string[] {
  return body.split(/\r?\n/).filter((line) => line.trim() !== '');
}

function pointed(document: Json, pointer: string | undefined): Json {
  let at: Json | undefined = document;
  for (const step of pointer ? pointer.split('/').slice(1) : []) {
    const key = step.replaceAll('~1', '/').replaceAll('~0', '~');
    at = isObject(at) || Array.isArray(at) ? (at as { [key: string]: Json })[key] : undefined;
  }
  return at ?? null;
}

function failed(cause: string): StateFailure {
  return new StateFailure({ error: 'States.ItemReaderFailed', cause });
}
