/** Validates the request and starts the disassociation. */

import type { Context, Handler } from 'aws-lambda';
import type { AssociationProvider, Failed, Progress, RunContext } from '../associations/common/contract.ts';
import { paceFor } from '../associations/common/policy.ts';
import { type Envelope, InvalidEvent, type Problem } from '../events/define.ts';
import type { DisassociationRequest } from '../events/disassociation-requested.ts';
import { problemLine } from '../events/problem.ts';
import { hasMarkedContent, isItemRequest } from '../offboardings/apply.ts';
import { parseProtectedNames } from '../offboardings/protected-patterns.ts';
import { rejectionOfSingle, type SingleRequestRejection } from '../offboardings/single-request.ts';
import { identify, readRequest } from './common/request.ts';
import { listIn } from './common/settings.ts';
import { task } from './common/task.ts';
import { count } from './common/telemetry.ts';
import { timestampProblem } from './common/timestamp.ts';
import { whereProblem } from './common/where.ts';
import type { Disassociation, TaskInput } from './disassociation/disassociation.ts';
import { deadlineOf, later } from './disassociation/pacing.ts';
import { accountOf, run } from './disassociation/run.ts';

export function start(provider: AssociationProvider): Handler<TaskInput, Disassociation> {
  return task({
    name: `start ${provider.kind}`,
    correlationId: ({ request }) => identify(request).correlationId,
    logFields: ({ progress }) => ({ state: progress.state, serviceStatus: progress.serviceStatus }),
    async work({ request: envelope, disassociation: earlier, retried = false }, lambdaContext) {
      if (earlier === null) count('Requested', provider.kind);
      const request = requestOrProblems(envelope, provider.kind);
      if (Array.isArray(request)) return rejected({ problems: request });
      const refused = earlier === null ? refusalOf(envelope, request, lambdaContext) : undefined;
      if (refused !== undefined) return rejected(refused);
      return run({ provider, request, envelope, earlier, retried, lambdaContext }, (context) =>
        begin(provider, request, context),
      );
    },
  });
}

function requestOrProblems(envelope: TaskInput['request'], kind: string): DisassociationRequest | Problem[] {
  try {
    const request = readRequest(envelope);
    const problem =
      timestampProblem(request.metadata) ?? whereProblem(request.data.where) ?? kindProblem(request, kind);
    return problem === undefined ? request : [problem];
  } catch (error) {
    if (error instanceof InvalidEvent) return [...error.problems];
    throw error;
  }
}

function kindProblem({ data }: DisassociationRequest, kind: string): Problem | undefined {
  if (data.association === kind) return undefined;
  return {
    path: 'detail.data.association',
    message: `association must be "${kind}": this state machine disassociates no other kind`,
  };
}

/** The guardrails of the plan hold for its items; a single request has the stack's own. */
function refusalOf(
  envelope: Envelope,
  request: DisassociationRequest,
  lambdaContext: Context,
): SingleRequestRejection | undefined {
  if (!isItemRequest(envelope)) {
    return rejectionOfSingle(request, accountOf(request, lambdaContext), {
      protectedNames: parseProtectedNames(process.env.PROTECTED_NAMES ?? ''),
      approvalFloor: listIn('APPROVAL_FLOOR'),
    });
  }
  if (hasMarkedContent(envelope)) return undefined;
  return { error: 'NOT_PLANNED', problems: [{ path: 'detail', message: 'detail must be as the plan has it' }] };
}

/** A request that arrives after its own deadline changes nothing; the association may be gone all the same. */
async function begin(
  provider: AssociationProvider,
  request: DisassociationRequest,
  context: RunContext,
): Promise<Progress> {
  const { target } = request.data;
  const deadline = deadlineOf(request, paceFor(provider.policy, target, null));
  if (context.now() < new Date(deadline)) return provider.start(target, context);
  const observed = await provider.poll(target, context);
  if (observed.state === 'DISASSOCIATED') return { ...observed, outcome: 'ALREADY_GONE' };
  if (observed.state === 'FAILED' && observed.notFound === true) return observed;
  return {
    state: 'IN_PROGRESS',
    next: 'poll',
    waitingFor: 'request',
    waitingMessage: 'The request arrived after its own deadline. Nothing was changed.',
    serviceStatus: observed.serviceStatus,
    snapshot: observed.snapshot,
  };
}

/** The problems are the answer; no AWS service was called. */
function rejected({
  problems,
  error,
}: Pick<SingleRequestRejection, 'problems'> & Partial<SingleRequestRejection>): Disassociation {
  const now = new Date().toISOString();
  const progress: Failed = {
    state: 'FAILED',
    rejected: true,
    error: 'InvalidRequest',
    message: problems.map(problemLine).join('; '),
    advice: 'Correct the request and send it again under a new id.',
    serviceStatus: 'UNKNOWN',
    snapshot: null,
  };
  return {
    progress,
    problems,
    ...(error !== undefined && { rejectedFor: error }),
    before: null,
    polls: 0,
    calls: [],
    callCount: 0,
    startedAt: now,
    deadline: later(now, 0),
    waitSeconds: 1,
    nextPollAt: later(now, 1),
  };
}
