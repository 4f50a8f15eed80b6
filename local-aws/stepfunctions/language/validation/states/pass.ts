import { resultPath } from '../checks/paths.ts';
import type { Shape } from '../checks/shape.ts';
import { objectTemplate, staticResult } from '../checks/templates.ts';
import { assign } from '../checks/variables.ts';
import { COMMON, FLOW, INPUT_OUTPUT, NEXT_OR_END } from './common.ts';

export const pass: Shape = {
  one: [NEXT_OR_END],
  fields: {
    ...COMMON,
    ...INPUT_OUTPUT,
    ...FLOW,
    Assign: assign,
    Parameters: objectTemplate,
    Result: staticResult,
    ResultPath: resultPath,
  },
};
