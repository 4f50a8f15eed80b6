/** Whether the reads of a kind's discovery are allowed: tried, up to the first page. */

import type { AssociationProvider, RunContext } from '../../associations/common/contract.ts';
import type { Kind } from '../../associations/registry.ts';
import { ClientError } from '../../client/errors.ts';
import type { Caller } from './caller.ts';
import type { OpenStack } from './open.ts';
import { deniedStatements } from './policy.ts';

/** Then what has been read says enough. */
const LONG_ENOUGH_MS = 10_000;

const DENIED = /^(?:AccessDenied|Unauthorized|UnrecognizedClient|InvalidClientTokenId)/;

/** @returns what was called. @throws ClientError NOT_PERMITTED with the statements to ask for; what else the service answers. */
export async function tryReads(
  kind: Kind,
  { endpoint, credentials, parameters }: Pick<OpenStack, 'endpoint' | 'credentials' | 'parameters'>,
  { account, region }: Pick<Caller, 'account' | 'region'>,
): Promise<string> {
  const clientConfig = { endpoint, region, credentials };
  const request = { id: 'doctor', timestamp: new Date().toISOString() };
  const context: RunContext = { request, now: () => new Date(), clientConfig, account, calls: [] };
  const denials = await denialsOf(kind, context);
  const operations = [...new Set(context.calls.map(({ operation }) => operation))].join(', ');
  if (denials.length === 0) return operations;
  const statements = denials.flatMap((message) => deniedStatements(kind, { account, parameters }, message));
  const unlike = [...new Set(statements.map((statement) => JSON.stringify(statement)))];
  throw new ClientError('NOT_PERMITTED', denials[0] ?? '', ...unlike.map((statement) => `ask for: ${statement}`));
}

async function denialsOf(kind: Kind, context: RunContext): Promise<string[]> {
  const { default: provider } = (await import(`../../associations/${kind}/provider.ts`)) as {
    default: AssociationProvider;
  };
  const denials: string[] = [];
  const until = performance.now() + LONG_ENOUGH_MS;
  try {
    for await (const seen of provider.discover({}, context)) {
      if (seen.type === 'inaccessible') denials.push(seen.message);
      if (seen.type === 'cursor' || performance.now() > until) break;
    }
  } catch (error) {
    const { name, message } = error as Error;
    if (!DENIED.test(name)) throw error;
    denials.push(message);
  }
  return denials;
}
