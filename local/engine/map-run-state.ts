/** The distributed Map as its own machine sees it: a map run asked for, started, ended. */

import { evaluate } from './evaluate.ts';
import { resolveTemplate } from './expressions/template.ts';
import { StateFailure } from './failure.ts';
import { limitOf } from './items.ts';
import { finish } from './output.ts';
import { processorOf, type State } from './program.ts';
import { contextObject, StateScope, variablesOf } from './scope.ts';
import type { Thread } from './thread.ts';
import type { Answer, Step, Turn } from './turn.ts';
import type { Json, MapRunCommand } from './types.ts';

export interface Asked {
  input: Json;
  items: Json[] | undefined;
  concurrency: number;
}

export function askForMapRun(turn: Turn, thread: Thread, state: State, asked: Asked): Step {
  const { fields } = state;
  const work = { kind: 'map-run' as const, command: turn.commandId(thread) };
  const ask = (toleratedCount: number, toleratedPercentage: number, evaluated: Evaluated): void => {
    thread.work = work;
    const { reader, writer, batcher } = evaluated;
    const command: MapRunCommand = {
      type: 'map-run',
      id: work.command,
      stateName: state.name,
      label: fields.Label ?? state.name,
      ...(asked.items && { items: asked.items }),
      ...(reader && { reader }),
      ...(writer && { writer }),
      map: {
        processor: processorOf(fields) as unknown as Json,
        jsonata: state.jsonata,
        language: turn.compiled.document.QueryLanguage ?? 'JSONPath',
        maxConcurrency: asked.concurrency,
        toleratedFailureCount: toleratedCount,
        toleratedFailurePercentage: toleratedPercentage,
        ...(batcher !== undefined && { batcher }),
        ...selectorOf(state),
      },
      context: contextObject(turn, thread),
      variables: variablesOf(turn, thread),
      input: asked.input,
    };
    turn.commands.push(command);
  };
  if (!state.jsonata) {
    const { count, percentage } = toleranceOf(turn, thread, state) as Tolerance;
    ask(count, percentage, withPaths(turn, thread, state, asked.input));
    return undefined;
  }
  return Promise.all([toleranceOf(turn, thread, state), evaluated(turn, thread, state)]).then(
    ([{ count, percentage }, parts]) => ask(count, percentage, parts),
  );
}

interface Tolerance {
  count: number;
  percentage: number;
}

/** AWS evaluates these once the Map has started, but tells of a failure as if it had not. */
function toleranceOf(turn: Turn, thread: Thread, state: State): Tolerance | Promise<Tolerance> {
  const started = thread.last;
  thread.last = thread.entered.id;
  const count = limitOf(turn, thread, state, 'ToleratedFailureCount');
  const percentage = limitOf(turn, thread, state, 'ToleratedFailurePercentage');
  if (typeof count === 'number' && typeof percentage === 'number') {
    thread.last = started;
    return { count, percentage };
  }
  return Promise.all([count, percentage]).then(([evaluatedCount, evaluatedPercentage]) => {
    thread.last = started;
    return { count: evaluatedCount, percentage: evaluatedPercentage };
  });
}

/** Stays a template: it is evaluated for each item. */
function selectorOf({ fields, jsonata }: State): { [key: string]: Json } {
  const selector = fields.ItemSelector ?? (jsonata ? undefined : fields.Parameters);
  return selector === undefined ? {} : { selector };
}

interface Evaluated {
  reader?: NonNullable<MapRunCommand['reader']>;
  writer?: NonNullable<MapRunCommand['writer']>;
  batcher?: Json;
}

type Part = { Resource?: string; Parameters?: Json; Arguments?: Json; ReaderConfig?: Json; WriterConfig?: Json };

function withPaths(turn: Turn, thread: Thread, { fields }: State, input: Json): Evaluated {
  const scope = new StateScope(turn, thread);
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

/** MaxItemsPath and its like become what they point to; BatchInput is a template. */
function resolvePaths(config: Json | undefined, input: Json, scope: StateScope): Json {
  const resolved: { [key: string]: Json } = {};
  for (const [name, value] of Object.entries((config ?? {}) as { [key: string]: Json })) {
    if (name.endsWith('Path') && typeof value === 'string') {
      const template = resolveTemplate({ 'value.$': value }, input, scope) as { value: Json };
      resolved[name.slice(0, -'Path'.length)] = template.value;
    } else resolved[name] = name === 'BatchInput' ? resolveTemplate(value, input, scope) : value;
  }
  return resolved;
}

async function evaluated(turn: Turn, thread: Thread, { fields }: State): Promise<Evaluated> {
  const resolve = async (field: string, template: Json | undefined) =>
    template === undefined ? {} : await evaluate(turn, thread, { field, template }, {});
  const reader = fields.ItemReader as Part | undefined;
  const writer = fields.ResultWriter as Part | undefined;
  const made: Evaluated = {};
  if (reader)
    made.reader = {
      resource: reader.Resource ?? '',
      parameters: await resolve('ItemReader/Arguments', reader.Arguments),
      config: await resolve('ItemReader/ReaderConfig', reader.ReaderConfig),
    };
  if (writer)
    made.writer = {
      resource: writer.Resource ?? '',
      parameters: await resolve('ResultWriter/Arguments', writer.Arguments),
      config: writer.WriterConfig ?? {},
    };
  if (fields.ItemBatcher !== undefined) made.batcher = await resolve('ItemBatcher', fields.ItemBatcher);
  return made;
}

/** AWS's MapRunSucceeded stands beside the chain: the state's exit names the event before it. */
export function hearOfMapRun(turn: Turn, thread: Thread, state: State, answer: Answer): Step {
  if (answer.type === 'map-run-started') {
    turn.follow(thread, 'MapRunStarted', 'mapRunStartedEventDetails', { mapRunArn: answer.mapRunArn });
    return undefined;
  }
  if (answer.type === 'map-run-succeeded') {
    delete thread.work;
    const succeeded = turn.aside(thread, 'MapRunSucceeded');
    turn.record('MapStateSucceeded', succeeded);
    return finish(turn, thread, state, answer.output);
  }
  if (answer.type !== 'map-run-failed') return undefined;
  delete thread.work;
  const { error, cause } = answer;
  turn.follow(thread, 'MapRunFailed', 'mapRunFailedEventDetails', { error, cause });
  throw new StateFailure({ error, cause });
}
