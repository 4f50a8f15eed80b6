/** Not everything that was to be tied again is tied: what is not, and why. */

import * as v from 'valibot';
import { defineEvent } from './define.ts';
import { metadataSchema } from './metadata.ts';
import { restorationSchema } from './restoration.ts';
import sample from './samples/restoration-failed.json' with { type: 'json' };

export const restorationFailed = defineEvent({
  detailType: 'RestorationFailed',
  sample,
  schema: v.strictObject({ metadata: metadataSchema, data: restorationSchema }),
});
