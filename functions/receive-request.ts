/** Validates a single request before it is counted. The plan's guardrails hold for its items; a single request has the stack's own. */

import type { Context } from 'aws-lambda';
import { kinds } from '../associations/registry.ts';
import type { Envelope } from '../events/define.ts';
import { listProblems } from '../events/problem.ts';
import { accountOf } from '../events/where.ts';
import { frozenUntil, parseFreezeWindows } from '../offboardings/common/freeze.ts';
import { parseProtectedNames } from '../offboardings/common/protected-patterns.ts';
import { rejectionOfSingle } from '../offboardings/single-request.ts';
import { ownAccount } from './common/account.ts';
import { identify, identifying, sizeProblem } from './common/request.ts';
import { listIn } from './common/settings.ts';
import { task } from './common/task.ts';
import { count } from './common/telemetry.ts';
import type { AdmissionError } from './disassociation/disassociation.ts';
import { MAX_REQUEST_BYTES, requestOrProblems } from './disassociation/receive.ts';

export interface ReceiveRequestInput {
  /** As EventBridge delivered it. */
  request: Envelope;
  /** The name of the kind's state machine. */
  machine: string;
}

export interface ReceivedRequest {
  /** For the tasks after this one; of a request that is too large, what identifies it. */
  request: Envelope;
  /** Null for a valid request. */
  rejection: AdmissionError | null;
}

export const handler = task({
  name: 'receive-request',
  correlationId: ({ request }: ReceiveRequestInput) => identify(request).correlationId,
  logFields: ({ rejection }: ReceivedRequest) => ({ rejected: rejection?.error }),
  async work({ request, machine }: ReceiveRequestInput, context: Context): Promise<ReceivedRequest> {
    const kind = kinds.find((known) => machine.endsWith(`-${known}`)) ?? '';
    const tooLarge = sizeProblem(request, MAX_REQUEST_BYTES);
    const rejection: AdmissionError | null =
      tooLarge === undefined ? rejectionOf(request, kind, context) : { error: 'INVALID', problems: [tooLarge] };
    // A valid request is counted where it starts.
    if (rejection !== null) count('Requested', kind);
    return { request: tooLarge === undefined ? request : identifying(request), rejection };
  },
});

function rejectionOf(envelope: Envelope, kind: string, context: Context): AdmissionError | null {
  const request = requestOrProblems(envelope, kind);
  if (Array.isArray(request)) return { error: 'INVALID', problems: request };
  const refused = rejectionOfSingle(request, accountOf(request.data.where, ownAccount(context)), {
    protectedNames: parseProtectedNames(process.env.PROTECTED_NAMES ?? ''),
    approvalFloor: listIn('APPROVAL_FLOOR'),
    frozenUntil: frozenUntil(parseFreezeWindows(process.env.FREEZE_WINDOWS ?? ''), Date.now()),
  });
  if (refused === undefined) return null;
  return { ...refused, problems: listProblems(refused.problems, (problem) => problem) };
}
