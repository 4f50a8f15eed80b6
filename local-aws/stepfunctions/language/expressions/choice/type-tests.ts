/** Choice's Is... operators; undefined is a missing value. */

import { type Json, numberIn } from '../../model/json.ts';
import { timeOf } from '../common/timestamp.ts';

export const typeTests: Readonly<Record<string, (value: Json | undefined) => boolean>> = {
  IsPresent: (value) => value !== undefined,
  IsNull: (value) => value === null,
  IsString: (value) => typeof value === 'string',
  IsNumeric: (value) => numberIn(value) !== undefined,
  IsBoolean: (value) => typeof value === 'boolean',
  IsTimestamp: (value) => timeOf(value) !== undefined,
};
