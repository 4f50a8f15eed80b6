/** The published schema of what `offboard report -o json` prints. */

import * as v from 'valibot';
import { count } from '../../events/count.ts';
import { requesterSchema } from '../../events/offboarding.ts';
import type { ReportRow } from './report-row.ts';

const text = v.string();
const moment = v.pipe(text, v.isoTimestamp());

const rowSchema = v.strictObject({
  id: text,
  subject: text,
  requestedBy: text,
  requester: text,
  proof: requesterSchema.entries.proof,
  reason: text,
  approvedBy: text,
  requestedAt: moment,
  endedAt: moment,
  seconds: count,
  rejected: text,
  withinSla: v.boolean(),
  planned: count,
  removed: count,
  alreadyGone: count,
  neverSeen: count,
  notFound: count,
  skipped: count,
  failed: count,
  inaccessible: count,
  remaining: count,
  head: text,
}) satisfies v.GenericSchema<unknown, ReportRow>;

export const reportOutput = v.strictObject({ slaSeconds: count, rows: v.array(rowSchema) });
