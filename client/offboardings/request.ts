/** Requests for offboardings, checked against their contract before anything is sent. */

import { InvalidEvent, newMetadata, offboardingRequested } from '../../events/index.ts';
import type { OffboardingRequest } from '../../events/offboarding-requested.ts';
import { problemLine } from '../../events/problem.ts';
import type { Plan } from '../../offboardings/common/plan.ts';
import { planId } from '../../offboardings/make-plan.ts';
import { ClientError } from '../errors.ts';
import { callerArn } from '../identity/caller.ts';
import type { StackClient } from '../stack-client.ts';

/** What is to be offboarded, and on which terms. */
export type RequestSpec = OffboardingRequest['data'];

export interface RequestMetadata {
  /** The caller's identity without it. Another name is a claim, beside the caller's proven identity. */
  requestedBy?: string | undefined;
  reason?: string | undefined;
  correlationId?: string | undefined;
  /** The stack's time without it. */
  timestamp?: Date | undefined;
}

/** @param plan to be applied, and no other, on the request's own terms. @throws ClientError INVALID with every problem. */
export async function createOffboardingRequest(
  client: StackClient,
  data: RequestSpec,
  { requestedBy, reason, correlationId, timestamp }: RequestMetadata = {},
  plan?: Pick<Plan, 'stack' | 'items'>,
): Promise<OffboardingRequest> {
  const metadata = newMetadata({
    timestamp: (timestamp ?? (await client.now())).toISOString(),
    requestedBy: requestedBy ?? (await callerArn(client)),
    ...(reason ? { reason } : {}),
    ...(correlationId ? { correlationId } : {}),
  });
  const request = validated({ metadata, data });
  return plan === undefined ? request : applying(plan, request);
}

function applying({ stack, items }: Pick<Plan, 'stack' | 'items'>, request: OffboardingRequest): OffboardingRequest {
  const { metadata, data } = request;
  return {
    metadata,
    data: { ...data, options: { ...data.options, mode: 'apply', planId: planId({ stack, request, items }) } },
  };
}

function validated(detail: unknown): OffboardingRequest {
  const { detailType } = offboardingRequested;
  try {
    return offboardingRequested.read({ 'detail-type': detailType, detail });
  } catch (error) {
    if (!(error instanceof InvalidEvent)) throw error;
    const problems = error.problems.map(({ path, message }) =>
      problemLine({ path: path.replace(/^detail\.data\./, ''), message }),
    );
    throw new ClientError('INVALID', 'the request is invalid; nothing was sent', ...problems);
  }
}
