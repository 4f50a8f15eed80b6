/** The machine in which a single state is tested: the state itself, and an end for everything it may go on to. */

import { isObject, type Json, type JsonObject } from '../model/json.ts';
import type { Document, Fields } from '../model/program.ts';
import { innerLists } from '../validation/graph.ts';

/** The name that AWS gives a state that is tested without a machine. */
export const STATE_NAME = 'StateName';

export interface TestedState {
  name: string;
  fields: Fields & { Type: string; Resource?: string };
  jsonata: boolean;
}

/** The state of this name, wherever it is in a machine. */
export function findState(machine: Document, name: string, inherited = 'JSONPath'): TestedState | undefined {
  const language = machine.QueryLanguage ?? inherited;
  for (const [own, fields] of Object.entries(machine.States)) {
    if (own === name) return testedState(name, fields, language);
    for (const { list } of innerLists(fields)) {
      const found = findState(list, name, language);
      if (found) return found;
    }
  }
  return undefined;
}

export function testedState(
  name: string,
  fields: Fields & { Type: string; QueryLanguage?: string },
  inherited = 'JSONPath',
): TestedState {
  return { name, fields, jsonata: (fields.QueryLanguage ?? inherited) === 'JSONata' };
}

/** No state has such a name, so that a state that goes on to itself is left. */
const TARGET = '\u0000';

export function targetName(stub: string): string {
  return stub.slice(TARGET.length);
}

/** A Map is always run as a distributed one, whose children are not executions of the machine. */
export function machineOf({ name, fields, jsonata }: TestedState): Json {
  const targets = new Set<string>();
  const state = redirected(fields as unknown as Json, targets) as JsonObject;
  // In JSONata, since that has no intermediate values, which would be taken for the tested state's own.
  const stubs = [...targets].map((target) => [target, { Type: 'Succeed', QueryLanguage: 'JSONata' }]);
  return {
    QueryLanguage: jsonata ? 'JSONata' : 'JSONPath',
    StartAt: name,
    States: { ...Object.fromEntries(stubs), [name]: distributed(state) },
  };
}

/** Replaces the targets of a state's own transitions. */
function redirected(state: Json, targets: Set<string>): Json {
  if (!isObject(state)) return state;
  const target = (to: Json): Json => {
    targets.add(`${TARGET}${to}`);
    return `${TARGET}${to}`;
  };
  return Object.fromEntries(
    Object.entries(state).map(([field, value]): [string, Json] => {
      if (field === 'Next' || field === 'Default') return [field, target(value)];
      const holdsTargets = (field === 'Choices' || field === 'Catch') && Array.isArray(value);
      return [field, holdsTargets ? value.map((entry) => redirected(entry, targets)) : value];
    }),
  );
}

function distributed(state: JsonObject): JsonObject {
  if (state.Type !== 'Map') return state;
  const { Iterator: iterator, ItemProcessor = iterator, ...rest } = state;
  const ProcessorConfig = { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' };
  return { ...rest, ItemProcessor: { ...(ItemProcessor as JsonObject), ProcessorConfig } };
}
