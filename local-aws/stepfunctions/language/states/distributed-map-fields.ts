/** A distributed Map's ItemReader, ResultWriter and ItemBatcher, evaluated once for the whole run. */

import { evaluate, type Field } from '../engine/evaluate.ts';
import { StateScope } from '../engine/scope.ts';
import type { Transition } from '../engine/transition.ts';
import { readPath } from '../expressions/jsonpath/index.ts';
import { resolveTemplate } from '../expressions/template.ts';
import type { Json, JsonObject } from '../model/json.ts';
import type { State } from '../model/program.ts';
import type { Thread } from '../model/thread.ts';
import type { StartMapRunCommand } from '../model/types.ts';
import { limitAt } from './map-items.ts';

export interface Parts {
  reader?: NonNullable<StartMapRunCommand['reader']>;
  writer?: NonNullable<StartMapRunCommand['writer']>;
  batcher?: Json;
}

type Part = { Resource?: string; Parameters?: Json; Arguments?: Json; ReaderConfig?: Json; WriterConfig?: Json };

export function fieldsFromPaths(transition: Transition, thread: Thread, { fields }: State, input: Json): Parts {
  const scope = new StateScope(transition, thread);
  const resolve = (template: Json | undefined) =>
    template === undefined ? {} : resolveTemplate(template, input, scope);
  const reader = fields.ItemReader as Part | undefined;
  const writer = fields.ResultWriter as Part | undefined;
  return {
    ...(reader && {
      reader: {
        resource: reader.Resource ?? '',
        parameters: resolve(reader.Parameters),
        config: resolvePaths(reader.ReaderConfig, input, scope),
      },
    }),
    ...(writer && {
      writer: {
        resource: writer.Resource ?? '',
        parameters: resolve(writer.Parameters),
        config: writer.WriterConfig ?? {},
      },
    }),
    ...(fields.ItemBatcher !== undefined && { batcher: resolvePaths(fields.ItemBatcher, input, scope) }),
  };
}

/** Fields like MaxItemsPath are replaced by the limits they point to; BatchInput is a template. */
function resolvePaths(config: Json | undefined, input: Json, scope: StateScope): Json {
  const resolved: JsonObject = {};
  for (const [name, value] of Object.entries((config ?? {}) as JsonObject)) {
    if (name.endsWith('Path') && typeof value === 'string') {
      const limit = name.slice(0, -'Path'.length);
      resolved[limit] = limitAt(limit, value, readPath(value, input, scope));
    } else resolved[name] = name === 'BatchInput' ? resolveTemplate(value, input, scope) : value;
  }
  return resolved;
}

/** What an expression of these fields must give. */
const LIMITS: Readonly<Record<string, Pick<Field, 'type' | 'range'>>> = {
  MaxItems: { type: 'integer' },
  MaxItemsPerBatch: { type: 'integer', range: [0, Number.MAX_SAFE_INTEGER] },
  MaxInputBytesPerBatch: { type: 'integer', range: [0, Number.MAX_SAFE_INTEGER] },
};

export async function fieldsFromJsonata(transition: Transition, thread: Thread, { fields }: State): Promise<Parts> {
  const resolve = async (field: string, template: Json | undefined) =>
    template === undefined ? {} : await evaluate(transition, thread, { field, template }, {});
  const resolveEach = async (part: string, config: Json | undefined) => {
    const resolved: JsonObject = {};
    for (const [name, template] of Object.entries((config ?? {}) as JsonObject))
      resolved[name] = await evaluate(transition, thread, { field: `${part}/${name}`, template, ...LIMITS[name] }, {});
    return resolved;
  };
  const reader = fields.ItemReader as Part | undefined;
  const writer = fields.ResultWriter as Part | undefined;
  const made: Parts = {};
  if (reader)
    made.reader = {
      resource: reader.Resource ?? '',
      parameters: await resolve('ItemReader/Arguments', reader.Arguments),
      config: await resolveEach('ItemReader/ReaderConfig', reader.ReaderConfig),
    };
  if (writer)
    made.writer = {
      resource: writer.Resource ?? '',
      parameters: await resolve('ResultWriter/Arguments', writer.Arguments),
      config: writer.WriterConfig ?? {},
    };
  if (fields.ItemBatcher !== undefined) made.batcher = await resolveEach('ItemBatcher', fields.ItemBatcher);
  return made;
}
