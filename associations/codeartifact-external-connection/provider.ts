/**
 * The external connection of a CodeArtifact repository. It is removed when the service answers; packages that were
 * fetched through it stay in the repository.
 *
 * A connection shows no date, so a late copy of a request cannot be distinguished from a fresh one: within the deadline, which
 * is short for that reason, it would remove a connection that was made again since. The repository's own date counts.
 */

import {
  AssociateExternalConnectionCommand,
  CodeartifactClient,
  DescribeRepositoryCommand,
  DisassociateExternalConnectionCommand,
  type RepositoryDescription,
} from '@aws-sdk/client-codeartifact';
import type { AssociationProvider, RunContext, StatusClass } from '../common/contract.ts';
import { driver, type Reading } from '../common/driver.ts';
import { classifyError, tryCall, usualExceptions } from '../common/errors.ts';
import { ABSENT, notListed } from '../common/progress.ts';
import { readClient, writeClient } from '../common/sdk/clients.ts';
import { toJson } from '../common/sdk/to-json.ts';
import { discoverConnections } from './discovery.ts';
import { policy } from './policy.ts';
import type { ExternalConnection } from './target.ts';

/** The model writes `Available`, AWS's own examples `AVAILABLE`. */
const statuses: Readonly<Record<string, StatusClass>> = { AVAILABLE: 'ASSOCIATED' };

const errors = usualExceptions;

const classify = (error: Error) => classifyError(error, errors);

const provider: AssociationProvider<ExternalConnection> = {
  kind: 'codeartifact-external-connection',
  errors,
  statuses,
  policy,
  clients: [CodeartifactClient],
  discover: discoverConnections,

  ...driver<ExternalConnection, Reading>({
    policy,
    noun: 'the connection',
    skippedNote: 'the repository was created after the request was made',
    classify,
    observe,
    async request(target, context) {
      const client = writeClient(CodeartifactClient, context);
      await client.send(new DisassociateExternalConnectionCommand(target));
      return undefined;
    },
  }),

  async restore(target, _before, context) {
    const client = writeClient(CodeartifactClient, context);
    await client.send(new AssociateExternalConnectionCommand(target));
  },
};

export default provider;

async function observe({ externalConnection, ...named }: ExternalConnection, context: RunContext): Promise<Reading> {
  const client = readClient(CodeartifactClient, context);
  const { answer, failure } = await tryCall(() => client.send(new DescribeRepositoryCommand(named)), classify);
  if (failure !== undefined && failure.errorClass !== 'NOT_FOUND') throw failure.error;
  return answer?.repository === undefined
    ? {
        observation: notListed,
        statusClass: 'DISASSOCIATED',
        parentMissing: failure?.error.message ?? `There is no repository ${named.domain}/${named.repository}.`,
      }
    : readingOf(answer.repository, externalConnection);
}

/** A connection that is listed is there, whatever its status. The snapshot is the whole repository, with or without it. */
function readingOf(repository: RepositoryDescription, name: string): Reading {
  const connection = repository.externalConnections?.find(
    ({ externalConnectionName }) => externalConnectionName === name,
  );
  const snapshot = toJson(repository);
  if (connection === undefined) {
    return { observation: { serviceStatus: ABSENT, snapshot }, statusClass: 'DISASSOCIATED' };
  }
  const serviceStatus = connection.status ?? 'UNKNOWN';
  return { observation: { serviceStatus, snapshot }, statusClass: 'ASSOCIATED', since: repository.createdTime };
}
