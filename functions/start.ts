/** Reads the request, looks, and asks AWS to end the association. */

import type { Handler } from 'aws-lambda';
import type { AssociationProvider, Failed, Progress, RunContext } from '../associations/contract.ts';
import { paceFor } from '../associations/policy.ts';
import { MalformedEvent, type Problem } from '../events/define.ts';
import type { DisassociationRequest } from '../events/disassociation-requested.ts';
import { identify, readRequest } from './common/request.ts';
import { task } from './common/task.ts';
import { count } from './common/telemetry.ts';
import { whereProblem } from './common/where.ts';
import type { Disassociation, TaskInput } from './disassociation/disassociation.ts';
import { deadlineOf, later } from './disassociation/pacing.ts';
import { run } from './disassociation/run.ts';

export function start(association: AssociationProvider): Handler<TaskInput, Disassociation> {
  return task({
    name: `start ${association.kind}`,
    correlationId: ({ request }) => identify(request).correlationId,
    remarks: ({ progress }) => ({ state: progress.state, serviceStatus: progress.serviceStatus }),
    async work({ request: envelope, disassociation: earlier }, context) {
      if (earlier === null) count('Requested', association.kind);
      const request = accepted(envelope, association.kind);
      if (Array.isArray(request)) return refused(request);
      return run({ association, request, earlier, context }, (runContext) => begin(association, request, runContext));
    },
  });
}

/** The request, or everything that is wrong with it. */
function accepted(envelope: TaskInput['request'], kind: string): DisassociationRequest | Problem[] {
  try {
    const request = readRequest(envelope);
    const problem = whereProblem(request.data.where) ?? kindProblem(request, kind);
    return problem === undefined ? request : [problem];
  } catch (error) {
    if (error instanceof MalformedEvent) return [...error.problems];
    throw error;
  }
}

function kindProblem({ data }: DisassociationRequest, kind: string): Problem | undefined {
  if (data.association === kind) return undefined;
  return { path: 'detail.data.association', message: `Expected "${kind}", the kind this state machine ends` };
}

/** A request older than its own deadline changes nothing: we only look whether the association is gone all the same. */
async function begin(
  association: AssociationProvider,
  request: DisassociationRequest,
  runContext: RunContext,
): Promise<Progress> {
  const { target } = request.data;
  if (runContext.now() < new Date(deadlineOf(request, paceFor(association.policy, request.data.target, null)))) {
    return association.start(target, runContext);
  }
  const seen = await association.poll(target, runContext);
  if (seen.state === 'DISASSOCIATED') return { ...seen, outcome: 'ALREADY_GONE' };
  return {
    state: 'IN_PROGRESS',
    next: 'poll',
    waitingFor: 'request',
    waitingMessage: 'The request arrived after its own deadline. Nothing was changed.',
    serviceStatus: seen.serviceStatus,
    snapshot: seen.snapshot,
  };
}

/** The request is the mistake: its problems are the answer, and no AWS service was asked. */
function refused(problems: Problem[]): Disassociation {
  const now = new Date().toISOString();
  const progress: Failed = {
    state: 'FAILED',
    rejected: true,
    error: 'MalformedRequest',
    message: problems.map(({ path, message }) => `${path}: ${message}`).join('; '),
    advice: 'Correct the request and send it again under a new id.',
    serviceStatus: 'UNKNOWN',
    snapshot: null,
  };
  return {
    progress,
    problems,
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
