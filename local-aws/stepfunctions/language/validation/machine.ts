/** A list of states and where it starts: the machine itself, a branch, an item processor. */

import { isObject, type Json, type JsonObject } from '../model/json.ts';
import type { StateType } from '../model/program.ts';
import type { Language, Location } from './checks/location.ts';
import { type Check, checkShape, type Shape } from './checks/shape.ts';
import { integer, oneOf, text } from './checks/values.ts';
import { choice } from './states/choice.ts';
import { fail } from './states/fail.ts';
import { map } from './states/map.ts';
import { parallel } from './states/parallel.ts';
import { pass } from './states/pass.ts';
import { succeed } from './states/succeed.ts';
import { task } from './states/task.ts';
import { wait } from './states/wait.ts';

const MAX_STATE_NAME_LENGTH = 80;

const states: Check = (value, location) => {
  if (!isObject(value)) location.schema('Expected value of type [OBJECT]');
  else if (Object.keys(value).length === 0) location.schema('Value cannot be empty');
  else for (const [name, state] of Object.entries(value)) checkState(name, state, location.in(name));
};

const LIST_OF_STATES: Shape = {
  required: ['States', 'StartAt'],
  fields: { Comment: text, StartAt: text, States: states },
};

const MACHINE: Shape = {
  ...LIST_OF_STATES,
  fields: {
    ...LIST_OF_STATES.fields,
    QueryLanguage: oneOf('JSONPath', 'JSONata'),
    TimeoutSeconds: integer(1, 99_999_999),
    Version: oneOf('1.0'),
  },
};

const processorConfig: Check = (value, location) => {
  const distributed = isObject(value) && value.Mode === 'DISTRIBUTED';
  if (distributed && location.rules.type === 'EXPRESS')
    location
      .in('Mode')
      .schema("The field 'Mode' with value 'DISTRIBUTED' is not supported inside 'EXPRESS' state machines");
  checkShape(
    value,
    {
      required: distributed ? ['ExecutionType'] : [],
      fields: {
        Mode: oneOf('INLINE', 'DISTRIBUTED'),
        ...(distributed && { ExecutionType: oneOf('STANDARD', 'EXPRESS') }),
      },
    },
    location,
  );
};

const PROCESSOR: Shape = {
  ...LIST_OF_STATES,
  fields: { ...LIST_OF_STATES.fields, ProcessorConfig: processorConfig },
};

/** Inner lists of states use the machine's query language, whatever their state uses. */
const inside =
  (shape: Shape): Check =>
  (value, location) => {
    checkShape(value, shape, location.withLanguage(location.rules.machineLanguage));
  };

const SHAPES: Readonly<Record<StateType, Shape>> = {
  Task: task,
  Wait: wait,
  Pass: pass,
  Succeed: succeed,
  Fail: fail,
  Choice: choice,
  Parallel: parallel(inside(LIST_OF_STATES)),
  Map: map(inside(PROCESSOR)),
};

export function checkMachine(definition: Json, location: Location): void {
  checkShape(definition, MACHINE, location);
}

export function checkState(name: string, state: Json, location: Location): void {
  if (name.length > MAX_STATE_NAME_LENGTH)
    location.error(
      'INVALID_STATE_NAME',
      `State name cannot have more than ${MAX_STATE_NAME_LENGTH} characters: ${name}`,
    );
  if (!isObject(state)) location.schema('Expected value of type [OBJECT]');
  else if (!Object.hasOwn(state, 'Type')) location.schema('These fields are required: [Type]');
  else if (typeof state.Type !== 'string' || !Object.hasOwn(SHAPES, state.Type))
    location.in('Type').schema(`The field 'Type' should have one of these values: [${Object.keys(SHAPES).join(', ')}]`);
  else if (location.rules.machineLanguage === 'JSONata' && state.QueryLanguage === 'JSONPath')
    location.schema("'QueryLanguage' can not be 'JSONPath' if set to 'JSONata' for whole state machine");
  else checkShape(state, SHAPES[state.Type as StateType], location.withLanguage(languageOf(state, location.language)));
}

/** Anything but exactly JSONPath counts as JSONata; an unknown value has a diagnostic of its own. */
export function languageOf(owner: JsonObject, inherited: Language): Language {
  if (!Object.hasOwn(owner, 'QueryLanguage')) return inherited;
  return owner.QueryLanguage === 'JSONPath' ? 'JSONPath' : 'JSONata';
}
