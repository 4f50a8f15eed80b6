/** One run of an association's start or check, and what it adds to the disassociation. */

import type { Context } from 'aws-lambda';
import type { AssociationProvider, AwsCall, Progress, RunContext } from '../../associations/contract.ts';
import { paceFor } from '../../associations/policy.ts';
import type { DisassociationRequest } from '../../events/disassociation-requested.ts';
import { named, unavailable } from '../common/errors.ts';
import { clientConfigFor } from '../common/where.ts';
import { bounded, fewer } from './bounds.ts';
import type { Disassociation } from './disassociation.ts';
import { deadlineOf, later, secondsBetween, stuckAt, waitFor } from './pacing.ts';

/** What a run is made of. */
interface Run {
  association: AssociationProvider;
  request: DisassociationRequest;
  earlier: Disassociation | null;
  context: Context;
}

/**
 * Runs `step` with a session of its own and adds what it found to what was known.
 * @throws what the service or STS threw; what the association calls RETRY, as Unavailable.
 */
export async function run(of: Run, step: (runContext: RunContext) => Promise<Progress>): Promise<Disassociation> {
  const runContext = await runContextFor(of);
  try {
    return added(of, await step(runContext), runContext.calls);
  } catch (error) {
    throw passes(error, of.association) ? unavailable(error) : error;
  }
}

/** An error that only this service knows, and that is gone when one asks again. */
function passes(error: unknown, { errors }: AssociationProvider): error is Error {
  return error instanceof Error && errors[error.name] === 'RETRYABLE' && named(error) === error;
}

/** What an association acts with, for this request and in its place. @throws what STS answers. */
export async function runContextFor({ request, earlier, context }: Run): Promise<RunContext> {
  const { metadata, data } = request;
  return {
    request: {
      id: metadata.id,
      timestamp: metadata.timestamp,
      ...(data.deadline !== undefined && { deadline: data.deadline }),
    },
    now: () => new Date(),
    clientConfig: await clientConfigFor(data.where, metadata.id),
    account: accountOf(data.where?.roleArn ?? context.invokedFunctionArn),
    calls: [],
    ...(earlier !== null && { earlier: earlier.progress }),
  };
}

/** The account in an ARN of IAM or Lambda. */
function accountOf(arn: string): string {
  return arn.split(':')[4] ?? '';
}

function added({ association, request, earlier }: Run, progress: Progress, calls: readonly AwsCall[]): Disassociation {
  const now = new Date().toISOString();
  const pace = paceFor(association.policy, request.data.target, progress.snapshot);
  const startedAt = earlier?.startedAt ?? now;
  const polls = earlier === null ? 0 : earlier.polls + 1;
  const deadline = deadlineOf(request, pace, progress);
  const acceptedAt = (progress.state === 'IN_PROGRESS' ? progress.acceptedAt : undefined) ?? earlier?.acceptedAt;
  const waitSeconds = waitFor(pace, Math.max(0, secondsBetween(startedAt, now)), { id: request.metadata.id, polls });
  return {
    progress: { ...shownOf(progress), snapshot: bounded(progress.snapshot) },
    before: earlier?.before ?? bounded(progress.before ?? progress.snapshot),
    polls,
    calls: fewer([...(earlier?.calls ?? []), ...calls]),
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

/** What was shown before is kept once, beside the progress. */
function shownOf({ before: _, ...progress }: Progress): Progress {
  return progress;
}
