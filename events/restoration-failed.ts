/** Not every association of a restoration exists again: which, and why. */

import { defineEvent } from './define.ts';
import { publishedSchema } from './metadata.ts';
import { restorationSchema } from './restoration.ts';
import sample from './samples/restoration-failed.json' with { type: 'json' };

export const restorationFailed = defineEvent({
  detailType: 'RestorationFailed',
  sample,
  schema: publishedSchema(restorationSchema.entries),
});
