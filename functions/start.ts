import type { Handler } from 'aws-lambda';
import type { AssociationProvider, Failed, Progress, RunContext } from '../associations/common/contract.ts';
import { paceFor } from '../associations/common/policy.ts';
import type { DisassociationRequest } from '../events/disassociation-requested.ts';
import { problemLine } from '../events/problem.ts';
import { truncate } from '../events/truncate.ts';
import { hasMarkedContent, isItemRequest } from '../offboardings/apply.ts';
import type { SingleRequestRejection } from '../offboardings/single-request.ts';
import { identify } from './common/request.ts';
import { task } from './common/task.ts';
import { count } from './common/telemetry.ts';
import type { Disassociation, TaskInput } from './disassociation/disassociation.ts';
import { deadlineOf, later } from './disassociation/pacing.ts';
import { requestOrProblems } from './disassociation/receive.ts';
import { run } from './disassociation/run.ts';

/** Of the message, which says the problems once more. */
const MAX_MESSAGE_BYTES = 1000;

const NOT_PLANNED: SingleRequestRejection = {
  error: 'NOT_PLANNED',
  problems: [{ path: 'detail', message: 'detail must be as the plan has it' }],
};

export function start(provider: AssociationProvider): Handler<TaskInput, Disassociation> {
  return task({
    name: `start ${provider.kind}`,
    correlationId: ({ request }) => identify(request).correlationId,
    logFields: ({ progress }) => ({ state: progress.state, serviceStatus: progress.serviceStatus }),
    async work({ request: envelope, disassociation: earlier, retried = false }, lambdaContext) {
      if (earlier === null) count('Requested', provider.kind);
      const request = requestOrProblems(envelope, provider.kind);
      if (Array.isArray(request)) return rejected({ problems: request });
      if (isItemRequest(envelope) && !hasMarkedContent(envelope)) return rejected(NOT_PLANNED);
      return run({ provider, request, envelope, earlier, retried, lambdaContext }, (context) =>
        begin(provider, request, context),
      );
    },
  });
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
    message: truncate(problems.map(problemLine).join('; '), MAX_MESSAGE_BYTES),
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
