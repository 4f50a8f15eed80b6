import type { Shape } from '../checks/shape.ts';
import { COMMON, INPUT_OUTPUT } from './common.ts';

export const succeed: Shape = { fields: { ...COMMON, ...INPUT_OUTPUT } };
