import { jsonPath } from '../checks/paths.ts';
import type { Check } from '../checks/shape.ts';
import { template } from '../checks/templates.ts';
import { anything, flag, oneOf, text } from '../checks/values.ts';
import { assign } from '../checks/variables.ts';

export const COMMON = { Type: anything, Comment: text, QueryLanguage: oneOf('JSONPath', 'JSONata') } as const;

/** The state's own input and output. */
export const INPUT_OUTPUT = { InputPath: jsonPath, OutputPath: jsonPath, Output: template } as const;

/** The transition: to the next state, or the end. */
export const FLOW = { Next: text, End: flag } as const;

export const NEXT_OR_END = ['Next', 'End'] as const;

/** In these states `$states.result` exists. */
export const WITH_RESULT = { Output: seeingResult(template), Assign: seeingResult(assign) } as const;

function seeingResult(check: Check): Check {
  return (value, location) => check(value, location.withStatesField('result'));
}
