/** The published schema of what `offboard watch -o json` and `offboard list -o json` print of an execution. */

import * as v from 'valibot';
import { requesterSchema } from '../../events/offboarding.ts';
import type { PendingApproval } from './pending-approval.ts';
import type { StepView } from './steps.ts';
import type { ExecutionView } from './view.ts';

const text = v.string();
const optional = v.exactOptional(text);
const moment = v.pipe(text, v.isoTimestamp());

const pendingApproval = v.strictObject({
  approvers: text,
  requestedBy: optional,
  action: text,
  until: v.exactOptional(moment),
  onTimeout: text,
  risks: v.exactOptional(v.array(text)),
}) satisfies v.GenericSchema<unknown, PendingApproval>;

const executionSchema = v.strictObject({
  arn: text,
  name: text,
  machine: text,
  status: v.picklist(['RUNNING', 'SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED', 'PENDING_REDRIVE']),
  started: moment,
  ended: v.exactOptional(moment),
  requester: v.exactOptional(requesterSchema),
  state: optional,
  serviceStatus: optional,
  waitingFor: optional,
  waitingMessage: optional,
  pendingApproval: v.exactOptional(pendingApproval),
  startsAt: v.exactOptional(moment),
  planned: v.exactOptional(v.number()),
  polls: v.number(),
  nextPollAt: optional,
  usualSeconds: v.exactOptional(v.number()),
  stuckSince: optional,
  outcome: optional,
  joined: optional,
  neverSeen: v.exactOptional(v.boolean()),
  reason: optional,
  answer: v.exactOptional(v.strictObject({ id: text, detailType: text })),
  requestId: optional,
  correlationId: optional,
  requestedBy: optional,
  requestReason: optional,
  kind: optional,
  label: optional,
  target: v.exactOptional(v.unknown()),
  account: optional,
  region: optional,
  requestedAt: optional,
  deadline: optional,
}) satisfies v.GenericSchema<unknown, ExecutionView>;

const stepSchema = v.strictObject({
  at: moment,
  state: text,
  what: text,
  bad: v.boolean(),
}) satisfies v.GenericSchema<unknown, StepView>;

/** What `list -o json` prints. */
export const listOutput = v.strictObject({ executions: v.array(executionSchema) });

/** One line of `watch -o json`: a step of the execution that is watched, or an execution of the table. */
export const watchLine = v.union([executionSchema, stepSchema]);
