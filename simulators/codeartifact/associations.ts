/** A repository's connection to a public repository. */

import { type Association, associationType } from '@offboard/local-aws/simulation';

export interface ConnectionFacts {
  domain: string;
  repository: string;
  externalConnection: string;
}

export type ConnectionAssociation = Association<ConnectionFacts>;

export const externalConnections = associationType<ConnectionFacts>({
  kind: 'codeartifact-external-connection',
  keyOf: ({ domain, repository, externalConnection }) => `${domain}/${repository}/${externalConnection}`,
  targetOf: ({ domain, repository, externalConnection }) => ({ domain, repository, externalConnection }),
  activeStatus: 'Available',
  outcomes: ['succeeds', 'stuck', 'reverts', 'busy', 'error'],
  trials: { slow: { outcome: 'stuck' }, stuck: { outcome: 'busy', after: 600 }, rates: { stuck: 0.05, busy: 0.1 } },
  dates: 'none',
});
