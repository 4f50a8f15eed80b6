/** One start or poll of a provider, and what it adds to the state of the disassociation. */

import type { Context } from 'aws-lambda';
import type { AssociationProvider, AwsCall, Progress, RunContext } from '../../associations/common/contract.ts';
import { paceFor } from '../../associations/common/policy.ts';
import type { Envelope } from '../../events/define.ts';
import type { DisassociationRequest } from '../../events/disassociation-requested.ts';
import { accountOf } from '../../events/where.ts';
import { isItemRequest } from '../../offboardings/apply.ts';
import { ownAccount } from '../common/account.ts';
import { toTaskError, unavailable } from '../common/errors.ts';
import { clientConfigFor } from '../common/where.ts';
import { trimCalls, truncateSnapshot } from './bounds.ts';
import type { Disassociation } from './disassociation.ts';
import { deadlineOf, later, stuckAt, waitSecondsOf } from './pacing.ts';

interface Run {
  provider: AssociationProvider;
  request: DisassociationRequest;
  envelope: Envelope;
  earlier: Disassociation | null;
  retried: boolean;
  lambdaContext: Context;
}

/**
 * Runs `step` with a context of its own and adds its progress to the state so far.
 * @throws what the service or STS threw; errors that the provider classifies as RETRYABLE, as Unavailable.
 */
export async function run(of: Run, step: (context: RunContext) => Promise<Progress>): Promise<Disassociation> {
  const context = await runContextFor(of);
  try {
    return stateAfter(of, await step(context), context.calls);
  } catch (error) {
    throw isRetryable(error, of.provider) ? unavailable(error) : error;
  }
}

/** An error that is retryable for this provider alone. */
function isRetryable(error: unknown, { errors }: AssociationProvider): error is Error {
  return error instanceof Error && errors[error.name] === 'RETRYABLE' && toTaskError(error) === error;
}

/** @throws what STS answers. */
export async function runContextFor({ request, envelope, earlier, retried, lambdaContext }: Run): Promise<RunContext> {
  const { metadata, data } = request;
  return {
    request: {
      id: metadata.id,
      timestamp: metadata.timestamp,
      ...(data.deadline !== undefined && { deadline: data.deadline }),
    },
    now: () => new Date(),
    clientConfig: await clientConfigFor(data.where, metadata.id),
    account: accountOf(data.where, ownAccount(lambdaContext)),
    calls: [],
    ...(earlier !== null && { earlier: earlier.progress }),
    seenByPlan: isItemRequest(envelope),
    retried,
  };
}

function stateAfter(
  { provider, request, earlier }: Run,
  progress: Progress,
  calls: readonly AwsCall[],
): Disassociation {
  const now = new Date().toISOString();
  const pace = paceFor(provider.policy, request.data.target, progress.snapshot);
  const startedAt = earlier?.startedAt ?? now;
  const polls = earlier === null ? 0 : earlier.polls + 1;
  const deadline = deadlineOf(request, pace, progress);
  const acceptedAt = (progress.state === 'IN_PROGRESS' ? progress.acceptedAt : undefined) ?? earlier?.acceptedAt;
  const waitSeconds = waitSecondsOf(pace, { id: request.metadata.id, startedAt, now, polls });
  // The first snapshot is kept once, beside the progress.
  const { before, ...latest } = progress;
  return {
    progress: { ...latest, snapshot: truncateSnapshot(progress.snapshot) },
    before: earlier?.before ?? truncateSnapshot(before ?? progress.snapshot),
    polls,
    calls: trimCalls([...(earlier?.calls ?? []), ...calls]),
    callCount: (earlier?.callCount ?? 0) + calls.length,
    startedAt,
    ...(acceptedAt !== undefined && { acceptedAt }),
    deadline,
    usualSeconds: pace.usual,
    stuckAt: stuckAt(pace, startedAt, deadline),
    waitSeconds,
    nextPollAt: later(now, waitSeconds),
  };
}
