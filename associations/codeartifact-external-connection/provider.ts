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
import type { AssociationProvider, Meaning, Permission, Progress, Session, Standing } from '../contract.ts';
import {
  ABSENT,
  acceptedAt,
  beganLater,
  disputed,
  ended,
  gone,
  nothing,
  orRefused,
  refused,
  type Seen,
  skipped,
  stillThere,
  waiting,
} from '../progress.ts';
import { ask, meaningOf } from '../refusal.ts';
import { recordCalls } from '../sdk/calls.ts';
import { forAsking, forReading } from '../sdk/clients.ts';
import { toJson } from '../sdk/to-json.ts';
import { discoverConnections, discoverPermissions } from './discovery.ts';
import { policy } from './policy.ts';
import type { ExternalConnection } from './target.ts';

/** The model writes `Available`, AWS's own examples `AVAILABLE`; it is no stage of a life. */
const statuses: Readonly<Record<string, Standing>> = { AVAILABLE: 'TIED' };

const errors: Readonly<Record<string, Meaning>> = {
  AccessDeniedException: 'DENIED',
  ConflictException: 'BUSY',
  InternalServerException: 'RETRY',
  ResourceNotFoundException: 'GONE',
  ServiceQuotaExceededException: 'FAILED',
  ThrottlingException: 'RETRY',
  ValidationException: 'REJECTED',
};

const meaning = (error: Error) => meaningOf(error, errors);

const repository = 'arn:{partition}:codeartifact:{region}:{account}:repository/{domain}/{repository}';

const looking: readonly Permission[] = [{ action: 'codeartifact:DescribeRepository', resource: repository }];

const association: AssociationProvider<ExternalConnection> = {
  kind: 'codeartifact-external-connection',
  permissions: {
    start: [{ action: 'codeartifact:DisassociateExternalConnection', resource: repository }, ...looking],
    check: looking,
    discover: discoverPermissions,
    restore: [{ action: 'codeartifact:AssociateExternalConnection', resource: repository }, ...looking],
  },
  errors,
  statuses,
  policy,

  start: (target, session) => orRefused(meaning, () => begin(target, session)),

  async poll(target, session) {
    const { seen } = await look(target, session);
    if (seen.serviceStatus === ABSENT) return gone(session, seen);
    return stillThere(session, seen, { pace: policy.pace, service: 'CodeArtifact' });
  },

  discover: discoverConnections,

  async restore(target, _before, session) {
    const client = recordCalls(new CodeartifactClient(forAsking(session)), session);
    await client.send(new AssociateExternalConnectionCommand(target));
  },
};

export default association;

async function begin(target: ExternalConnection, session: Session): Promise<Progress> {
  const { seen, since, unknown } = await look(target, session);
  if (seen.serviceStatus === ABSENT) return gone(session, seen, unknown);
  if (beganLater(session, since)) return skipped(seen, 'the repository was made after the request');
  if (acceptedAt(session) !== undefined)
    return stillThere(session, seen, { pace: policy.pace, service: 'CodeArtifact' });
  return { ...(await askFor(target, session, seen)), before: seen.snapshot };
}

async function askFor(target: ExternalConnection, session: Session, seen: Seen): Promise<Progress> {
  const { refusal } = await disassociate(target, session);
  if (refusal === undefined) return confirmed(target, session);
  if (refusal.meaning === 'BUSY') {
    return waiting(seen, {
      next: 'start',
      waitingFor: 'other-change',
      waitingMessage: 'Waiting for another change of the repository to end.',
    });
  }
  if (refusal.meaning !== 'GONE') return refused(seen, refusal);
  const { seen: again } = await look(target, session);
  return again.serviceStatus === ABSENT
    ? gone(session, again)
    : disputed(session, again, { refusal, pace: policy.pace });
}

interface Look {
  seen: Seen;
  /** When the repository was made. */
  since: Date | undefined;
  /** Said where there is no such repository: it may be a slip of the pen. */
  unknown?: string;
}

async function look({ externalConnection, ...named }: ExternalConnection, session: Session): Promise<Look> {
  const client = recordCalls(new CodeartifactClient(forReading(session)), session);
  const { answer, refusal } = await ask(() => client.send(new DescribeRepositoryCommand(named)), meaning);
  if (refusal !== undefined && refusal.meaning !== 'GONE') throw refusal.error;
  if (answer?.repository === undefined) {
    return { seen: nothing, since: undefined, unknown: refusal?.error.message ?? 'there is no such repository' };
  }
  return { seen: seenOf(answer.repository, externalConnection), since: answer.repository.createdTime };
}

/** The whole repository is shown, also where the connection is gone from it: that is how the service shows the end. */
function seenOf(description: RepositoryDescription, name: string): Seen {
  const connection = description.externalConnections?.find(
    ({ externalConnectionName }) => externalConnectionName === name,
  );
  const serviceStatus = connection === undefined ? ABSENT : (connection.status ?? 'UNKNOWN');
  return { serviceStatus, snapshot: toJson(description) };
}

function disassociate(target: ExternalConnection, session: Session) {
  const client = recordCalls(new CodeartifactClient(forAsking(session)), session);
  return ask(() => client.send(new DisassociateExternalConnectionCommand(target)), meaning);
}

/** The service has answered, and mostly shows it at once. */
async function confirmed(target: ExternalConnection, session: Session) {
  const { seen } = await look(target, session);
  if (seen.serviceStatus === ABSENT) return ended(seen);
  return waiting(seen, {
    next: 'poll',
    waitingFor: 'consistency',
    waitingMessage: 'Waiting for CodeArtifact to stop showing the connection.',
    acceptedAt: session.now().toISOString(),
  });
}
