import type { Json } from '../common/contract.ts';
import { asynchronous, type Pace } from '../common/pace.ts';
import type { Policy } from '../common/policy.ts';
import { MAX_PACKAGES, type OpenSearchPackages } from './target.ts';

const MINUTE = 60;
const HOUR = 60 * MINUTE;

/** Users report 2 to 10 minutes for a dictionary. */
const dictionary: Pace = { ...asynchronous, deadline: HOUR, grace: 2 * MINUTE, settle: 0, usual: 6 * MINUTE };

/** A blue/green deployment moves every shard of the domain. */
const plugin: Pace = {
  ...asynchronous,
  first: MINUTE,
  deadline: 6 * HOUR,
  grace: 5 * MINUTE,
  settle: 0,
  usual: 40 * MINUTE,
};

/** A package's id says what it is: dictionaries begin with F, all that redeploys a domain with pkg-. */
function isPlugin(packageId: string): boolean {
  return packageId.startsWith('pkg-');
}

export function paceOfPackages(packageIds: readonly string[]): Pace {
  return packageIds.some(isPlugin) ? plugin : dictionary;
}

export const policy: Policy<OpenSearchPackages> = {
  service: 'OpenSearch',

  pace: dictionary,
  paceOf: ({ packageIds }) => paceOfPackages(packageIds),
  maxConcurrency: 25,
  serialKey: ({ domainName }) => domainName,
  targetList: { field: 'packageIds', max: MAX_PACKAGES, partOf: rowsAbout },
  /** A package that others need goes after them: a plugin's licence after the plugin. */
  phaseOf: ({ account, where, target }, sameKind) => {
    const isNeeded = sameKind.some(
      (other) =>
        other.account === account &&
        other.where.region === where.region &&
        other.target.domainName === target.domainName &&
        prerequisitesIn(other.snapshot).some((id) => target.packageIds.includes(id)),
    );
    return isNeeded ? 2 : 1;
  },

  subjects: {
    domain: { field: 'domainName', description: 'an OpenSearch domain' },
    package: { field: 'packageId', description: 'an OpenSearch package' },
  },
  filterOf: ({ domainName }) => ({ domainName }),
  /** A request may name several packages; discovery finds each by itself. */
  names: (requested, { domainName, packageIds }) =>
    requested.domainName === domainName && packageIds.every((id) => requested.packageIds.includes(id)),

  assess: ({ target: { domainName, packageIds }, snapshot }) =>
    packageIds.some(isPlugin)
      ? {
          risks: ['plugin'],
          impact: [
            `removing a plugin starts a blue/green deployment of the domain ${domainName}`,
            ...prerequisitesIn(snapshot).map((id) => `OpenSearch may remove ${id} together with its plugin`),
          ],
          restoreMethod: 'associating the package again, which deploys the domain anew',
        }
      : {
          risks: [],
          impact: [`indexes of ${domainName} that use the dictionary lose it when they are reopened`],
          restoreMethod: 'associating the package again',
        },
  alsoRemoves: ({ target: { domainName, packageIds }, snapshot }) =>
    packageIds.some(isPlugin) ? prerequisitesIn(snapshot).map((id) => ({ domainName, packageIds: [id] })) : [],
  approvalRisks: ['plugin'],
  restoreSideEffects: 'a plugin starts a blue/green deployment; the domain takes no other change meanwhile',
};

/** Of the packages and of their prerequisites, which have to be associated with them. */
function rowsAbout(snapshot: Json, { packageIds }: OpenSearchPackages): Json {
  if (!Array.isArray(snapshot)) return snapshot;
  const rowsOf = (ids: readonly string[]) => snapshot.filter((row) => ids.includes(idOf(row)));
  const own = rowsOf(packageIds);
  const rows = [...own, ...rowsOf(own.flatMap(prerequisitesIn).filter((id) => !packageIds.includes(id)))];
  return rows.length === 0 ? null : rows;
}

function idOf(row: Json): string {
  return typeof row === 'object' && row !== null && !Array.isArray(row) ? String(row.PackageID) : '';
}

/** `PrerequisitePackageIDList` of OpenSearch's AssociationConfiguration and DomainPackageDetails. */
function prerequisitesIn(snapshot: Json): string[] {
  const row = Array.isArray(snapshot) ? snapshot[0] : snapshot;
  if (typeof row !== 'object' || row === null || Array.isArray(row)) return [];
  const ids = row.PrerequisitePackageIDList;
  return Array.isArray(ids) ? ids.filter((id) => typeof id === 'string') : [];
}
