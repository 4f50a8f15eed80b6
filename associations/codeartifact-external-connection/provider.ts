/**
 * The external connection of a CodeArtifact repository. Its end is done when the service answers; packages that were
 * fetched through it stay in the repository.
 *
 * A connection shows no date, so a late copy of a request cannot be told from a fresh one by it: within the deadline,
 * which is short for that reason, it would end a connection that was made again since. The one date there is, the
 * repository's own, is heeded.
 */

import {
  AssociateExternalConnectionCommand,
  CodeartifactClient,
  DescribeRepositoryCommand,
  DisassociateExternalConnectionCommand,
  type RepositoryDescription,
} from '@aws-sdk/client-codeartifact';
import type { AssociationProvider, ErrorClass, Observation, Progress, RunContext, StatusClass } from '../contract.ts';
import { classifyError, tryCall } from '../errors.ts';
import {
  ABSENT,
  absent,
  acceptedAt,
  associatedAfterRequest,
  conflictingState,
  disassociated,
  failOnServiceError,
  inProgress,
  notListed,
  rejectedOrFailed,
  skipped,
  stillAssociated,
} from '../progress.ts';
import { recordCalls } from '../sdk/calls.ts';
import { readClientConfig, writeClientConfig } from '../sdk/clients.ts';
import { toJson } from '../sdk/to-json.ts';
import { discoverConnections } from './discovery.ts';
import { policy } from './policy.ts';
import type { ExternalConnection } from './target.ts';

/** The model writes `Available`, AWS's own examples `AVAILABLE`; it is no stage of a life. */
const statuses: Readonly<Record<string, StatusClass>> = { AVAILABLE: 'ASSOCIATED' };

const errors: Readonly<Record<string, ErrorClass>> = {
  AccessDeniedException: 'DENIED',
  ConflictException: 'BUSY',
  InternalServerException: 'RETRYABLE',
  ResourceNotFoundException: 'NOT_FOUND',
  ServiceQuotaExceededException: 'FAILED',
  ThrottlingException: 'RETRYABLE',
  ValidationException: 'INVALID',
};

const classify = (error: Error) => classifyError(error, errors);

const association: AssociationProvider<ExternalConnection> = {
  kind: 'codeartifact-external-connection',
  errors,
  statuses,
  policy,

  start: (target, context) => failOnServiceError(classify, () => begin(target, context)),

  async poll(target, context) {
    const { observation } = await look(target, context);
    if (observation.serviceStatus === ABSENT) return absent(context, observation);
    return stillAssociated(context, observation, { pace: policy.pace, service: 'CodeArtifact' });
  },

  discover: discoverConnections,

  async restore(target, _before, context) {
    const client = recordCalls(new CodeartifactClient(writeClientConfig(context)), context);
    await client.send(new AssociateExternalConnectionCommand(target));
  },
};

export default association;

async function begin(target: ExternalConnection, context: RunContext): Promise<Progress> {
  const { observation, since, unknown } = await look(target, context);
  if (observation.serviceStatus === ABSENT) return absent(context, observation, unknown);
  if (associatedAfterRequest(context, since)) return skipped(observation, 'the repository was made after the request');
  if (acceptedAt(context) !== undefined)
    return stillAssociated(context, observation, { pace: policy.pace, service: 'CodeArtifact' });
  return { ...(await askFor(target, context, observation)), before: observation.snapshot };
}

async function askFor(target: ExternalConnection, context: RunContext, observation: Observation): Promise<Progress> {
  const { failure } = await disassociate(target, context);
  if (failure === undefined) return confirmed(target, context);
  if (failure.errorClass === 'BUSY') {
    return inProgress(observation, {
      next: 'start',
      waitingFor: 'other-change',
      waitingMessage: 'Waiting for another change of the repository to end.',
    });
  }
  if (failure.errorClass !== 'NOT_FOUND') return rejectedOrFailed(observation, failure);
  const { observation: again } = await look(target, context);
  return again.serviceStatus === ABSENT
    ? absent(context, again)
    : conflictingState(context, again, { failure, pace: policy.pace });
}

interface Look {
  observation: Observation;
  /** When the repository was made. */
  since: Date | undefined;
  /** Said where there is no such repository: it may be a slip of the pen. */
  unknown?: string;
}

async function look({ externalConnection, ...named }: ExternalConnection, context: RunContext): Promise<Look> {
  const client = recordCalls(new CodeartifactClient(readClientConfig(context)), context);
  const { answer, failure } = await tryCall(() => client.send(new DescribeRepositoryCommand(named)), classify);
  if (failure !== undefined && failure.errorClass !== 'NOT_FOUND') throw failure.error;
  if (answer?.repository === undefined) {
    return {
      observation: notListed,
      since: undefined,
      unknown: failure?.error.message ?? 'there is no such repository',
    };
  }
  return { observation: seenOf(answer.repository, externalConnection), since: answer.repository.createdTime };
}

/** The whole repository is shown, also where the connection is gone from it: that is how the service shows the end. */
function seenOf(description: RepositoryDescription, name: string): Observation {
  const connection = description.externalConnections?.find(
    ({ externalConnectionName }) => externalConnectionName === name,
  );
  const serviceStatus = connection === undefined ? ABSENT : (connection.status ?? 'UNKNOWN');
  return { serviceStatus, snapshot: toJson(description) };
}

function disassociate(target: ExternalConnection, context: RunContext) {
  const client = recordCalls(new CodeartifactClient(writeClientConfig(context)), context);
  return tryCall(() => client.send(new DisassociateExternalConnectionCommand(target)), classify);
}

/** The service has answered, and mostly shows it at once. */
async function confirmed(target: ExternalConnection, context: RunContext) {
  const { observation } = await look(target, context);
  if (observation.serviceStatus === ABSENT) return disassociated(observation);
  return inProgress(observation, {
    next: 'poll',
    waitingFor: 'consistency',
    waitingMessage: 'Waiting for CodeArtifact to stop showing the connection.',
    acceptedAt: context.now().toISOString(),
  });
}
