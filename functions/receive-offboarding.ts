/** Validates an offboarding's request and lists the searches it needs. */

import type { Context } from 'aws-lambda';
import { type Envelope, InvalidEvent, type Problem } from '../events/define.ts';
import { type OffboardingRequest, offboardingRequested } from '../events/offboarding-requested.ts';
import type { Search } from '../offboardings/found.ts';
import { searchesFor } from '../offboardings/searches.ts';
import { problemsOf } from '../offboardings/validate.ts';
import { identify } from './common/request.ts';
import { task } from './common/task.ts';
import { whereProblem } from './common/where.ts';

export interface Received {
  /** The request's id; without one, the envelope's. */
  id: string;
  /** Every problem; none for a valid request. */
  problems: Problem[];
  mode: 'plan' | 'apply';
  /** The fields that all its events have. */
  about: { subject?: unknown; policy?: string; mode: 'plan' | 'apply' };
  searches: Search[];
}

export const handler = task({
  name: 'receive-offboarding',
  correlationId: ({ request }: { request: Envelope }) => identify(request).correlationId,
  logFields: ({ problems, searches, mode }: Received) => ({
    problems: problems.length,
    searches: searches.length,
    mode,
  }),
  async work({ request: envelope }: { request: Envelope }, _context: Context): Promise<Received> {
    const { id } = identify(envelope);
    const request = read(envelope);
    if ('problems' in request) {
      return { id, problems: request.problems, mode: 'plan', about: { mode: 'plan' }, searches: [] };
    }
    const { subject, policy, options } = request.data;
    const mode = options?.mode ?? policy?.mode ?? 'plan';
    const problems = problemsOf(request, region(), whereProblem);
    return {
      id,
      problems,
      mode,
      about: { ...(subject !== undefined && { subject }), ...(policy !== undefined && { policy: policy.name }), mode },
      searches: problems.length > 0 ? [] : searchesFor(request, region()),
    };
  },
});

function read(envelope: Envelope): OffboardingRequest | { problems: Problem[] } {
  try {
    return offboardingRequested.read(envelope);
  } catch (error) {
    if (error instanceof InvalidEvent) return { problems: [...error.problems] };
    throw error;
  }
}

/** Lambda sets it for every function. */
function region(): string {
  return process.env.AWS_REGION ?? '';
}
