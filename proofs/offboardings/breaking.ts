/** Requests that would change much, were it not for one guardrail. */

const KINDS = ['codeartifact-external-connection', 'license-manager-user', 'redshift-datashare-consumer'];

/** Protected names are the stack's configuration, which no request can bring along: their test is a value test. */
export function breaking(next: () => number): { guardrail: string; data: object }[] {
  const kind = KINDS[Math.floor(next() * KINDS.length)] as string;
  const everything = { subject: { type: 'kind', id: kind }, options: { mode: 'apply', approval: 'none' } };
  return [
    { guardrail: 'max-associations', data: lifted(everything, 'max-share-of-scanned') },
    { guardrail: 'max-share-of-scanned', data: lifted(everything, 'max-associations') },
    {
      guardrail: 'wildcard-subject',
      data: { subject: { type: 'domain', id: 'search-*' }, options: { mode: 'apply', approval: 'none' } },
    },
  ];
}

/** All but the one that is tried. */
function lifted<Request extends { options: object }>(request: Request, guardrail: string): Request {
  return { ...request, options: { ...request.options, overrides: [{ guardrail, reason: 'Tried one by one' }] } };
}
