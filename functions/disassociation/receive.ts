/** Whether a request for one association is valid, for the tasks that receive and start it. */

import type { Envelope, Problem } from '../../events/define.ts';
import { InvalidEvent } from '../../events/define.ts';
import type { DisassociationRequest } from '../../events/disassociation-requested.ts';
import { readRequest } from '../common/request.ts';
import { whereProblem } from '../common/spoke-roles.ts';
import { timestampProblem } from '../common/timestamp.ts';

/** Of an event: far more than a valid one takes, and little beside the snapshots and calls that a state carries with it. */
export const MAX_REQUEST_BYTES = 32 * 1024;

/** @param kind of the state machine. */
export function requestOrProblems(envelope: Envelope, kind: string): DisassociationRequest | Problem[] {
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
