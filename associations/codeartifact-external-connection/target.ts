/** A CodeArtifact repository's connection to a public one: the request of DisassociateExternalConnection. */

import * as v from 'valibot';
import { accountId, type TargetContract, text } from '../target.ts';

const schema = v.pipe(
  v.strictObject({
    domain: text(/^[a-z][a-z0-9-]{0,48}[a-z0-9]$/, '2 to 50 lower-case letters, digits and hyphens'),
    domainOwner: v.optional(accountId),
    repository: text(/^[A-Za-z0-9][A-Za-z0-9._-]{1,99}$/, '2 to 100 letters, digits, dots, hyphens and underscores'),
    // AWS adds connections as it pleases, so the list of names is not closed here.
    externalConnection: text(/^[A-Za-z0-9][A-Za-z0-9._\-:]{1,99}$/, 'a connection such as public:npmjs'),
  }),
  v.readonly(),
);

export type ExternalConnection = v.InferOutput<typeof schema>;

export const target: TargetContract<ExternalConnection> = {
  title: 'the external connection of a CodeArtifact repository',
  schema,
  example: { domain: 'acme', repository: 'web', externalConnection: 'public:npmjs' },
  fields: {
    domain: 'the domain that holds the repository',
    domainOwner: 'the account that owns the domain, where that is another one',
    repository: 'the repository',
    externalConnection: 'the connection, as CodeArtifact names it: public:npmjs, public:pypi, ...',
  },
  label: ({ domain, repository, externalConnection }) => `${domain}/${repository}/${externalConnection}`,
};
