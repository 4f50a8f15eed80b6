import { catchers, retry } from '../checks/errors.ts';
import { resultPath } from '../checks/paths.ts';
import type { Check, Shape } from '../checks/shape.ts';
import { objectTemplate } from '../checks/templates.ts';
import { listOf } from '../checks/values.ts';
import { COMMON, FLOW, INPUT_OUTPUT, NEXT_OR_END, WITH_RESULT } from './common.ts';

/** @param branch checks one of its branches. */
export const parallel = (branch: Check): Shape => ({
  required: ['Branches'],
  one: [NEXT_OR_END],
  fields: {
    ...COMMON,
    ...INPUT_OUTPUT,
    ...FLOW,
    ...WITH_RESULT,
    Branches: listOf(branch),
    Parameters: objectTemplate,
    Arguments: objectTemplate,
    ResultSelector: objectTemplate,
    ResultPath: resultPath,
    Retry: retry,
    Catch: catchers,
  },
});
