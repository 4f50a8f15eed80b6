/** Not every association of a restoration exists again: which, and why. */

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
