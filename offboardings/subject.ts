/** What a subject means for each kind: the filter of the kind's discovery, or nothing where the kind cannot tie it. */

import type { Kind } from '../associations/registry.ts';
import type { Target } from '../associations/target.ts';
import type { OffboardingRequest } from '../events/offboarding-requested.ts';

export type Subject = NonNullable<OffboardingRequest['data']['subject']>;
export type Filter = Readonly<Record<string, string>>;

/** Subject type -> kind -> the field of discovery's filter that the subject's id is. */
const FIELDS: Readonly<Record<Exclude<Subject['type'], 'kind'>, Partial<Record<Kind, string>>>> = {
  user: { 'license-manager-user': 'username' },
  account: { 'redshift-datashare-consumer': 'producerAccount' },
  domain: { 'opensearch-packages': 'domainName', 'codeartifact-external-connection': 'domain' },
  repository: { 'codeartifact-external-connection': 'repository' },
  package: { 'opensearch-packages': 'packageId' },
  connection: { 'codeartifact-external-connection': 'externalConnection' },
  instance: { 'license-manager-user': 'instanceId' },
  directory: { 'license-manager-user': 'directoryId' },
  team: { 'payment-cryptography-mpa-team': 'mpaTeamArn' },
};

/** @returns undefined where this subject cannot be tied by an association of this kind. */
export function filterFor(kind: Kind, { type, id }: Subject): Filter | undefined {
  if (type === 'kind') return id === kind ? {} : undefined;
  const field = FIELDS[type][kind];
  return field === undefined ? undefined : { [field]: id };
}

type Narrow = (target: Target) => Record<string, unknown>;

/** The narrowest search that finds a target which was named outright. */
const NARROW: Readonly<Record<Kind, Narrow>> = {
  'opensearch-packages': ({ domainName }) => ({ domainName }),
  'codeartifact-external-connection': ({ domain, domainOwner, repository }) => ({ domain, domainOwner, repository }),
  'redshift-datashare-consumer': ({ dataShareArn }) => ({ dataShareArn }),
  'license-manager-user': ({ username, instanceId }) => ({ username, instanceId }),
  'payment-cryptography-mpa-team': ({ action }) => ({ action }),
};

export function filterOf(kind: Kind, target: Target): Filter {
  const fields = Object.entries(NARROW[kind](target)).filter(([, value]) => typeof value === 'string');
  return Object.fromEntries(fields) as Filter;
}
