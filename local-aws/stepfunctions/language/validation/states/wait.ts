import { referencePath } from '../checks/paths.ts';
import type { Shape } from '../checks/shape.ts';
import { integer, orExpression, timestamp } from '../checks/values.ts';
import { assign } from '../checks/variables.ts';
import { COMMON, FLOW, INPUT_OUTPUT, NEXT_OR_END } from './common.ts';

export const wait: Shape = {
  one: [NEXT_OR_END, ['SecondsPath', 'Seconds', 'TimestampPath', 'Timestamp']],
  fields: {
    ...COMMON,
    ...INPUT_OUTPUT,
    ...FLOW,
    Assign: assign,
    Seconds: orExpression(integer(0, 99_999_999)),
    SecondsPath: referencePath,
    Timestamp: orExpression(timestamp),
    TimestampPath: referencePath,
  },
};
