import { type Call, type Permission, type Service, typed } from '@offboard/local-aws/service';
import { pager, type SimulatedCloud } from '@offboard/local-aws/simulation';
import { associate } from './associate.ts';
import { packageAssociations } from './associations.ts';
import { domainArn, domainStatus, matching, packageDetails } from './describe.ts';
import { dissociate } from './dissociate.ts';
import type { Operations } from './inputs.ts';
import { INPUTS } from './inputs.ts';
import { invalid } from './model.ts';
import { associationsOf, details, domainOf, packageOf } from './packages.ts';
import { searchDomains, searchPackages } from './resources.ts';

const PAGING = { maxResults: 'MaxResults', nextToken: 'NextToken' };
const paginate = pager(100, () => invalid('Invalid NextToken'));

export function serve(cloud: SimulatedCloud): Service {
  const service: Service = {
    name: 'opensearch',
    signingName: 'es',
    protocol: 'restJson1',
    operations: { ...dissociation(cloud), ...association(cloud), ...lists(cloud), ...descriptions(cloud) },
  };
  return typed(service, INPUTS);
}

function dissociation(cloud: SimulatedCloud) {
  return {
    DissociatePackage: {
      http: { method: 'POST', path: '/2021-01-01/packages/dissociate/{PackageID}/{DomainName}' },
      permissions: onDomain('es:DissociatePackage'),
      run(input, call) {
        const [started] = dissociate(cloud, call, text(input.DomainName), [text(input.PackageID)]);
        return { DomainPackageDetails: started && details(cloud, started, cloud.now()) };
      },
    },
    DissociatePackages: {
      http: { method: 'POST', path: '/2021-01-01/packages/dissociateMultiple' },
      permissions: onDomain('es:DissociatePackages'),
      run(input, call) {
        const started = dissociate(cloud, call, text(input.DomainName), input.PackageList ?? []);
        return { DomainPackageDetailsList: started.map((each) => details(cloud, each, cloud.now())) };
      },
    },
  } satisfies Operations;
}

function association(cloud: SimulatedCloud) {
  return {
    AssociatePackage: {
      http: { method: 'POST', path: '/2021-01-01/packages/associate/{PackageID}/{DomainName}' },
      permissions: onDomain('es:AssociatePackage'),
      run(input, call) {
        const [associated] = associate(cloud, call, text(input.DomainName), [input]);
        return { DomainPackageDetails: associated && details(cloud, associated, cloud.now()) };
      },
    },
    AssociatePackages: {
      http: { method: 'POST', path: '/2021-01-01/packages/associateMultiple' },
      permissions: onDomain('es:AssociatePackages'),
      run(input, call) {
        const associated = associate(cloud, call, text(input.DomainName), input.PackageList ?? []);
        return { DomainPackageDetailsList: associated.map((each) => details(cloud, each, cloud.now())) };
      },
    },
  } satisfies Operations;
}

function lists(cloud: SimulatedCloud) {
  return {
    ListPackagesForDomain: {
      http: { method: 'GET', path: '/2021-01-01/domain/{DomainName}/packages', query: PAGING },
      permissions: onDomain('es:ListPackagesForDomain'),
      run(input, call) {
        domainOf(cloud, call, text(input.DomainName));
        const time = cloud.readTime();
        const all = associationsOf(cloud, call, text(input.DomainName), time);
        const { rows, token } = paginate(cloud, input, all, ({ key }) => key);
        return { DomainPackageDetailsList: rows.map((row) => details(cloud, row, time)), NextToken: token };
      },
    },
    ListDomainsForPackage: {
      http: { method: 'GET', path: '/2021-01-01/packages/{PackageID}/domains', query: PAGING },
      permissions: () => [{ action: 'es:ListDomainsForPackage', resource: '*' }],
      run(input, call) {
        packageOf(cloud, call, text(input.PackageID));
        const time = cloud.readTime();
        const all = cloud
          .listed(packageAssociations, time, call)
          .filter(({ facts }) => facts.packageId === input.PackageID);
        const { rows, token } = paginate(cloud, input, all, ({ key }) => key);
        return { DomainPackageDetailsList: rows.map((row) => details(cloud, row, time)), NextToken: token };
      },
    },
    ListDomainNames: {
      http: { method: 'GET', path: '/2021-01-01/domain', query: { engineType: 'EngineType' } },
      permissions: () => [{ action: 'es:ListDomainNames', resource: '*' }],
      run(input, call) {
        const names = cloud.resources(searchDomains, call).map(({ domainName, engineVersion }) => ({
          DomainName: domainName,
          EngineType: engineVersion.startsWith('OpenSearch') ? ('OpenSearch' as const) : ('Elasticsearch' as const),
        }));
        return { DomainNames: names.filter(({ EngineType }) => EngineType === (input.EngineType ?? EngineType)) };
      },
    },
  } satisfies Operations;
}

function descriptions(cloud: SimulatedCloud) {
  return {
    DescribePackages: {
      http: { method: 'POST', path: '/2021-01-01/packages/describe' },
      permissions: () => [{ action: 'es:DescribePackages', resource: '*' }],
      run(input, call) {
        const all = matching(cloud.resources(searchPackages, call), input.Filters ?? []);
        const { rows, token } = paginate(cloud, input, all, ({ packageId }) => packageId);
        return { PackageDetailsList: rows.map(packageDetails), NextToken: token };
      },
    },
    DescribeDomain: {
      http: { method: 'GET', path: '/2021-01-01/opensearch/domain/{DomainName}' },
      permissions: onDomain('es:DescribeDomain'),
      run(input, call) {
        return { DomainStatus: domainStatus(cloud, call, text(input.DomainName)) };
      },
    },
  } satisfies Operations;
}

function onDomain(action: string) {
  return (input: { DomainName?: string | undefined }, call: Call): Permission[] => [
    { action, resource: domainArn(call, text(input.DomainName)) },
  ];
}

/** A member that validation requires. */
function text(value: string | undefined): string {
  return value ?? '';
}
