/** A disassociation takes far longer than is usual. Polling goes on. */

import * as v from 'valibot';
import { WAITING_FOR } from '../associations/common/contract.ts';
import { count } from './count.ts';
import { defineEvent } from './define.ts';
import { requestFields } from './disassociation.ts';
import { publishedSchema, timestamp } from './metadata.ts';
import sample from './samples/disassociation-stuck.json' with { type: 'json' };

export const disassociationStuck = defineEvent({
  detailType: 'DisassociationStuck',
  sample,
  schema: publishedSchema({
    ...requestFields,
    serviceStatus: v.string(),
    waitingFor: v.picklist(WAITING_FOR),
    waitingMessage: v.string(),
    polls: count,
    startedAt: timestamp,
    usualSeconds: v.number(),
    deadline: timestamp,
    execution: v.optional(v.string()),
  }),
});
