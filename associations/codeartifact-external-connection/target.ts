/** A CodeArtifact repository's connection to a public one: the request of DisassociateExternalConnection. */

import * as v from 'valibot';
import { accountId, type TargetContract, text } from '../common/target.ts';

/** Every connection that CodeArtifact's user guide lists: a mistyped name must not look like one that is gone. */
export const EXTERNAL_CONNECTIONS: readonly string[] = [
  'public:npmjs',
  'public:pypi',
  'public:nuget-org',
  'public:maven-central',
  'public:maven-googleandroid',
  'public:maven-gradleplugins',
  'public:maven-commonsware',
  'public:maven-clojars',
  'public:ruby-gems-org',
  'public:crates-io',
];

const LISTED = `must be one of ${EXTERNAL_CONNECTIONS.join(', ')}`;

const schema = v.pipe(
  v.strictObject({
    domain: text(/^[a-z][a-z0-9-]{0,48}[a-z0-9]$/, '2 to 50 lower-case letters, digits and hyphens'),
    domainOwner: v.optional(accountId),
    repository: text(/^[A-Za-z0-9][A-Za-z0-9._-]{1,99}$/, '2 to 100 letters, digits, dots, hyphens and underscores'),
    externalConnection: v.pipe(
      v.string(LISTED),
      v.check((name) => EXTERNAL_CONNECTIONS.includes(name), LISTED),
    ),
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
