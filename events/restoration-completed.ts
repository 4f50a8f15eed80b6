/** Every association of a restoration exists again. */

import { defineEvent } from './define.ts';
import { publishedSchema } from './metadata.ts';
import { restorationSchema } from './restoration.ts';
import sample from './samples/restoration-completed.json' with { type: 'json' };

export const restorationCompleted = defineEvent({
  detailType: 'RestorationCompleted',
  sample,
  schema: publishedSchema(restorationSchema.entries),
});
