/** Packages of an OpenSearch Service domain: the request of DissociatePackages. */

import * as v from 'valibot';
import { distinct, type TargetContract, text } from '../common/target.ts';

/** F: a dictionary of the account; G: provided by AWS; pkg-: a plugin, licence or configuration. */
const packageId = text(/^([FG][0-9]+|pkg-[a-f0-9]+)$/, 'a package id such as F123456789 or pkg-0123456789abcdef');

/** The model sets no bound; this one keeps a request's outcome per package far below an event's 256 KiB. */
export const MAX_PACKAGES = 100;

const schema = v.pipe(
  v.strictObject({
    domainName: text(/^[a-z][a-z0-9-]{2,27}$/, '3 to 28 lower-case letters, digits and hyphens'),
    packageIds: v.pipe(
      v.array(packageId, 'must be a list of package ids'),
      v.minLength(1, 'must have at least one package id'),
      v.maxLength(MAX_PACKAGES, `must have at most ${MAX_PACKAGES} package ids`),
      distinct('must have every package id once'),
    ),
  }),
  v.readonly(),
);

export type OpenSearchPackages = v.InferOutput<typeof schema>;

export const target: TargetContract<OpenSearchPackages> = {
  title: 'OpenSearch packages from a domain',
  schema,
  example: { domainName: 'movies', packageIds: ['F123456789'] },
  fields: {
    domainName: 'the domain, by its name: it must be of the account that is acted in',
    packageIds: 'the packages to dissociate from it, requested together',
  },
  label: ({ domainName, packageIds }) => `${domainName}/${packageIds.join('+')}`,
};
