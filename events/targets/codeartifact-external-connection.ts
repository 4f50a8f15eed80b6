/** A CodeArtifact repository's external connection. Constraints: the service's model. */

import * as v from 'valibot';
import type { TargetContract } from './contract.ts';

const schema = v.strictObject({
  domain: v.pipe(
    v.string(),
    v.regex(/^[a-z][a-z0-9-]{0,48}[a-z0-9]$/, 'Expected a domain name: 2 to 50 small letters, digits and hyphens'),
  ),
  domainOwner: v.optional(v.pipe(v.string(), v.regex(/^[0-9]{12}$/, 'Expected a 12-digit account id'))),
  repository: v.pipe(
    v.string(),
    v.regex(
      /^[A-Za-z0-9][A-Za-z0-9._-]{1,99}$/,
      'Expected a repository name: 2 to 100 letters, digits or any of . _ -',
    ),
  ),
  externalConnection: v.pipe(
    v.string(),
    v.regex(/^[A-Za-z0-9][A-Za-z0-9._:-]{1,99}$/, 'Expected a connection name such as public:npmjs'),
  ),
});

export type CodeartifactExternalConnection = v.InferOutput<typeof schema>;

export const codeartifactExternalConnection: TargetContract<CodeartifactExternalConnection> = {
  kind: 'codeartifact-external-connection',
  title: "a CodeArtifact repository's external connection",
  schema,
  example: { domain: 'acme', repository: 'web', externalConnection: 'public:npmjs' },
  fields: {
    domain: 'the CodeArtifact domain',
    domainOwner: 'the account that owns the domain, where it is another',
    repository: 'the repository',
    externalConnection: 'the connection, for example public:npmjs',
  },
  label: ({ domain, repository, externalConnection }) => `${domain}/${repository}/${externalConnection}`,
};
