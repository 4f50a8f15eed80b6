/** Every association of a restoration exists again. */

import * as v from 'valibot';
import { defineEvent } from './define.ts';
import { metadataSchema } from './metadata.ts';
import { restorationSchema } from './restoration.ts';
import sample from './samples/restoration-completed.json' with { type: 'json' };

export const restorationCompleted = defineEvent({
  detailType: 'RestorationCompleted',
  sample,
  schema: v.strictObject({ metadata: metadataSchema, data: restorationSchema }),
});
