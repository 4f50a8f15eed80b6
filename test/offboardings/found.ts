/** Pages of discovery, as tests make them. */

import type { OffboardingRequest } from '../../events/offboarding-requested.ts';
import type { DiscoveredPage, FoundAssociation, Search } from '../../offboardings/common/found.ts';

export const NOW = new Date('2026-11-20T16:00:00Z');

/** When a plan is made, and by which stack. */
export const MADE = { now: NOW, stack: '111122223333/us-east-1/offboard-dev', verifications: 3 };

export function request(data: Partial<OffboardingRequest['data']> = {}, requestedBy = 'dana'): OffboardingRequest {
  const id = '01KAJ3Z9F0B4C8D2E6F1G5H9JK';
  const metadata = { id, version: '2' as const, timestamp: NOW.toISOString(), correlationId: id, causationId: id };
  return { metadata: { ...metadata, requestedBy }, data: { subject: { type: 'repository', id: 'web' }, ...data } };
}

export function connection(repository: string, given: Partial<FoundAssociation> = {}): FoundAssociation {
  return {
    kind: 'codeartifact-external-connection',
    target: { domain: 'acme', repository, externalConnection: 'public:npmjs' },
    where: { region: 'us-east-1' },
    account: '111122223333',
    serviceStatus: 'Available',
    since: '2026-11-01T00:00:00.000Z',
    snapshot: { name: repository },
    label: `acme/${repository}/public:npmjs`,
    usualSeconds: 5,
    deadlineSeconds: 600,
    restorable: true,
    ...given,
  };
}

export function pluginOf(domainName: string, packageId: string, prerequisites: string[] = []): FoundAssociation {
  return connection('unused', {
    kind: 'opensearch-packages',
    target: { domainName, packageIds: [packageId] },
    snapshot: [{ PackageID: packageId, PrerequisitePackageIDList: prerequisites }],
    label: `${domainName}/${packageId}`,
  });
}

export function team(given: Partial<FoundAssociation> = {}): FoundAssociation {
  return connection('unused', {
    kind: 'payment-cryptography-mpa-team',
    target: { action: 'IMPORT_ROOT_PUBLIC_KEY_CERTIFICATE' },
    snapshot: { MpaTeamArn: 'arn:aws:mpa:us-east-1:111122223333:approval-team/payments' },
    label: 'the team',
    ...given,
  });
}

export function page(
  found: FoundAssociation[],
  { scanned = found.length, ...given }: Partial<Omit<DiscoveredPage, 'scanned'>> & { scanned?: number | string[] } = {},
): DiscoveredPage {
  const search: Search = {
    id: '000',
    kind: found[0]?.kind ?? 'codeartifact-external-connection',
    where: { region: 'us-east-1' },
    filter: {},
    reason: 'repository web',
  };
  return {
    search,
    found,
    subjectFound: found.length > 0,
    account: '111122223333',
    scanned: typeof scanned === 'number' ? Array.from({ length: scanned }, (_, index) => `resource-${index}`) : scanned,
    inaccessible: [],
    dependents: [],
    cursor: null,
    ...given,
  };
}
