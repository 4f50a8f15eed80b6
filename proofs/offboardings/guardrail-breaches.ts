/** Requests that would change much, were it not for one guardrail. */

import { pick } from '@offboard/local-aws/random';
import { externalConnections } from '../../simulators/codeartifact/associations.ts';
import { instanceUsers } from '../../simulators/license-manager-user-subscriptions/associations.ts';
import { datashareConsumers } from '../../simulators/redshift/associations.ts';

const KINDS = [externalConnections.kind, instanceUsers.kind, datashareConsumers.kind];

/** Protected names are the stack's configuration, which no request can set: a value test holds them. */
export function guardrailBreaches(next: () => number): { guardrail: string; data: object }[] {
  const options = { mode: 'apply', approval: 'none' };
  const everything = { subject: { type: 'kind', id: pick(KINDS, next) }, options };
  return [
    { guardrail: 'max-associations', data: withOverride(everything, 'max-share-of-scanned') },
    { guardrail: 'max-share-of-scanned', data: withOverride(everything, 'max-associations') },
    { guardrail: 'wildcard-subject', data: { subject: { type: 'domain', id: 'search-*' }, options } },
  ];
}

function withOverride<Request extends { options: object }>(request: Request, guardrail: string): Request {
  return { ...request, options: { ...request.options, overrides: [{ guardrail, reason: 'Tried one by one' }] } };
}
