/** OpenSearch packages of one domain. Constraints: the service's model, DomainName and PackageID. */

import * as v from 'valibot';
import type { TargetContract } from './contract.ts';

const packageId = v.pipe(
  v.string(),
  v.regex(/^([FG][0-9]+)$|^(pkg-[a-f0-9]+)$/, 'Expected a package id such as F123456789 or pkg-0123456789abcdef'),
);

const schema = v.strictObject({
  domainName: v.pipe(
    v.string(),
    v.minLength(3, 'Expected 3 to 28 characters'),
    v.maxLength(28, 'Expected 3 to 28 characters'),
    v.regex(/^[a-z][a-z0-9-]+$/, 'Expected a domain name: small letters, digits and hyphens, a letter first'),
  ),
  packageIds: v.pipe(
    v.array(packageId),
    v.minLength(1, 'Expected at least one package id'),
    v.check((ids) => new Set(ids).size === ids.length, 'Expected each package id once'),
  ),
});

export type OpensearchPackages = v.InferOutput<typeof schema>;

export const opensearchPackages: TargetContract<OpensearchPackages> = {
  kind: 'opensearch-packages',
  title: 'OpenSearch packages from a domain',
  schema,
  example: { domainName: 'movies', packageIds: ['F123456789'] },
  fields: {
    domainName: 'the domain, by name, in the account and Region of the request',
    packageIds: 'one or more package ids (F… and G… dictionaries, pkg-… plugins)',
  },
  label: ({ domainName, packageIds }) => `${domainName}/${packageIds.join('+')}`,
};
