import { pathOrCall } from '../checks/paths.ts';
import type { Shape } from '../checks/shape.ts';
import { orExpression, text } from '../checks/values.ts';
import { COMMON } from './common.ts';

export const fail: Shape = {
  oneAtMost: [
    ['Error', 'ErrorPath'],
    ['Cause', 'CausePath'],
  ],
  fields: {
    ...COMMON,
    Error: orExpression(text),
    ErrorPath: pathOrCall,
    Cause: orExpression(text),
    CausePath: pathOrCall,
  },
};
