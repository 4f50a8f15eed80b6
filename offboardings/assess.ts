/** What a person must know before an association is ended: its risks, what else it touches, and the way back. */

import type { Kind } from '../associations/registry.ts';
import type { DependentsOf } from './dependents.ts';
import type { FoundAssociation } from './found.ts';

/** As events name it. */
export type Risk = 'plugin' | 'mpa-team' | 'whole-account';

export interface Assessment {
  risks: Risk[];
  /** Sentences: what else changes with it. */
  impact: string[];
  restoreMethod: string;
  /** US dollars that ending it costs at AWS, beside our own. */
  costDollars: number;
}

/** By-risk approval asks a person about these. */
export const APPROVED_BY_PEOPLE: readonly Risk[] = ['plugin', 'mpa-team'];

type Assess = (found: FoundAssociation, dependentsOf: DependentsOf) => Omit<Assessment, 'costDollars'>;

/** This many of those that read through a repository are named; all of them are counted. */
const NAMED_DEPENDENTS = 10;

const ASSESS: Readonly<Record<Kind, Assess>> = {
  'opensearch-packages': ({ target, restorable }) => {
    const plugins = (target.packageIds as string[]).some((id) => id.startsWith('pkg-'));
    return {
      risks: plugins ? ['plugin'] : [],
      impact: plugins
        ? [`removing a plugin starts a blue/green deployment of the domain ${String(target.domainName)}`]
        : [`indexes of ${String(target.domainName)} that use the dictionary lose it when they are reopened`],
      restoreMethod: restoreMethod(
        restorable,
        plugins ? 'associating the package again, which deploys the domain anew' : 'associating the package again',
      ),
    };
  },
  'codeartifact-external-connection': (found, dependentsOf) => ({
    risks: [],
    impact: [cutOff(found, dependentsOf(found))],
    restoreMethod: restoreMethod(
      found.restorable,
      'associating the connection again; packages fetched before are still there',
    ),
  }),
  'redshift-datashare-consumer': ({ target, restorable }) => ({
    risks: target.disassociateEntireAccount === true ? ['whole-account'] : [],
    impact: [
      target.disassociateEntireAccount === true
        ? 'every namespace of the account loses the share, in every Region'
        : 'queries on the share fail from now on',
    ],
    restoreMethod: restoreMethod(restorable, 'associating the consumer again, while the producer still authorizes it'),
  }),
  'license-manager-user': ({ restorable }) => ({
    risks: [],
    impact: ['the user can no longer log in to the instance; the subscription itself goes on and is billed'],
    restoreMethod: restoreMethod(restorable, 'associating the user again, on an instance that is running'),
  }),
  'payment-cryptography-mpa-team': ({ restorable }) => ({
    risks: ['mpa-team'],
    impact: ['the action needs no approval any more once the team is gone', 'every approver of the team gets a mail'],
    restoreMethod: restoreMethod(restorable, 'associating the team again'),
  }),
};

function cutOff({ target }: FoundAssociation, dependents: readonly string[]): string {
  const repository = `${String(target.domain)}/${String(target.repository)}`;
  const what = `${String(target.externalConnection)} through ${repository}`;
  if (dependents.length === 0) return `no other repository that could be seen fetches from ${what}`;
  const more = dependents.length - NAMED_DEPENDENTS;
  const named = `${dependents.slice(0, NAMED_DEPENDENTS).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
  return `${dependents.length} more ${dependents.length === 1 ? 'repository is' : 'repositories are'} cut off from ${what}: ${named}`;
}

export function assess(found: FoundAssociation, dependentsOf: DependentsOf): Assessment {
  // None of the five calls has a price; a blue/green deployment's added nodes are not billed by OpenSearch Service.
  return { ...ASSESS[found.kind](found, dependentsOf), costDollars: 0 };
}

function restoreMethod(restorable: boolean, how: string): string {
  return restorable ? how : 'none';
}
