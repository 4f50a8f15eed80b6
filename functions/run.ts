/** One run of an association's start or check, and what it adds to the disassociation. */

import type { Association, AwsCall, Progress, Session } from '../associations/contract.ts';
import type { DisassociationRequest } from '../events/disassociation-requested.ts';
import { bounded, fewer } from './bounds.ts';
import type { Disassociation } from './disassociation.ts';
import { deadlineOf, later, paceFor, secondsBetween, waitFor } from './pacing.ts';
import { clientConfigFor } from './where.ts';

/** How a run comes to its progress. */
type Step = (session: Session) => Promise<Progress>;

/**
 * Runs `step` with a session of its own and adds what it found to `earlier`.
 * Throws what the service or STS threw, under our names.
 */
export async function run(
  association: Association,
  request: DisassociationRequest,
  earlier: Disassociation | null,
  step: Step,
): Promise<Disassociation> {
  const calls: AwsCall[] = [];
  const progress = await step({
    request: {
      id: request.metadata.id,
      timestamp: request.metadata.timestamp,
      ...(request.data.deadline !== undefined && { deadline: request.data.deadline }),
    },
    now: () => new Date(),
    clientConfig: await clientConfigFor(request.data.where, request.metadata.id),
    calls,
    ...(earlier !== null && { earlier: earlier.progress }),
  });
  return added(association, request, earlier, { progress, calls });
}

function added(
  association: Association,
  request: DisassociationRequest,
  earlier: Disassociation | null,
  { progress, calls }: { progress: Progress; calls: readonly AwsCall[] },
): Disassociation {
  const now = new Date().toISOString();
  const pace = paceFor(association, request, progress.shown);
  const startedAt = earlier?.startedAt ?? now;
  const looks = earlier === null ? 0 : earlier.looks + 1;
  const acceptedAt = (progress.state === 'IN_PROGRESS' ? progress.acceptedAt : undefined) ?? earlier?.acceptedAt;
  const waitSeconds = waitFor(pace, Math.max(0, secondsBetween(startedAt, now)), { id: request.metadata.id, looks });
  return {
    progress: { ...progress, shown: bounded(progress.shown) },
    before: earlier?.before ?? bounded(progress.shown),
    looks,
    calls: fewer([...(earlier?.calls ?? []), ...calls]),
    callsMade: (earlier?.callsMade ?? 0) + calls.length,
    startedAt,
    ...(acceptedAt !== undefined && { acceptedAt }),
    deadline: deadlineOf(request, pace, progress),
    waitSeconds,
    nextLookAt: later(now, waitSeconds),
  };
}
