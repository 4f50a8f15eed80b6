/** The answer to an offboarding that ended without publishing one. */

import type { Envelope } from '../../events/define.ts';
import { offboardingRequested } from '../../events/offboarding-requested.ts';
import { identifying } from './request.ts';

/** How the execution ended, as DescribeExecution shows it. */
export interface ExecutionEnd {
  request: Envelope;
  execution: string;
  error: string;
  message: string;
}

/** What the event's contract takes of a cause. */
const MAX_MESSAGE = 2000;

/** Its items are executions of their own, each reported as such. */
export function offboardingFailure({ request, execution, error, message }: ExecutionEnd) {
  const data = { ...aboutOf(request), execution, error, message: message.slice(0, MAX_MESSAGE), remaining: [] };
  return { request: identifying(request), detailType: 'OffboardingFailed', data };
}

/** Of an invalid request nothing is repeated. */
function aboutOf(request: Envelope) {
  try {
    const { subject, policy, options } = offboardingRequested.read(request).data;
    const mode = options?.mode ?? policy?.mode ?? 'plan';
    return { ...(subject !== undefined && { subject }), ...(policy !== undefined && { policy: policy.name }), mode };
  } catch {
    return { mode: 'plan' };
  }
}
