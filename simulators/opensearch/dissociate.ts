/** DissociatePackage and DissociatePackages: look at each, refuse what cannot go, begin the rest. */

import { AwsError, type Call } from '@offboard/local-aws/service';
import { ABSENT, type Step, throwScriptedError } from '@offboard/local-aws/simulation';
import type { DrawnOutcome } from '../scripted-outcome.ts';
import type { SimulatedCloud } from '../simulated-cloud.ts';
import { conflict, invalid, notFound } from './model.ts';
import { associationsOf, domainOf, isPlugin, isProcessing, type PackageAssociation, packageOf } from './packages.ts';

/** @returns the associations as they stand after the call; in a batch, those it could not take are left out. */
export function dissociate(
  cloud: SimulatedCloud,
  call: Call,
  domainName: string,
  ids: readonly string[],
): PackageAssociation[] {
  domainOf(cloud, call, domainName);
  const about = { kind: 'opensearch-packages', key: `${domainName}/${ids.join(',')}` } as const;
  return cloud.mutate(call, about, () => {
    const looks = ids.map((id) => look(cloud, call, domainName, id));
    const going = looks.filter((each): each is Going => !(each instanceof AwsError));
    const first = looks.find((each) => each instanceof AwsError);
    if (first && (cloud.options.variants.openSearchBatch === 'all-or-nothing' || going.length === 0)) throw first;
    return going.map((each) => begin(cloud, call, each));
  });
}

interface Going {
  association: PackageAssociation;
  /** Absent: it is on its way already, and asking again changes nothing. */
  scripted?: DrawnOutcome;
}

function look(cloud: SimulatedCloud, call: Call, domainName: string, id: string): Going | AwsError {
  try {
    return mayGo(cloud, call, domainName, id);
  } catch (error) {
    if (error instanceof AwsError) return error;
    throw error;
  }
}

function mayGo(cloud: SimulatedCloud, call: Call, domainName: string, id: string): Going {
  const pkg = packageOf(cloud, call, id);
  if (id.startsWith('G')) throw invalid('Operation not allowed on packages provided by Amazon OpenSearch Service');
  const association = cloud.association('opensearch-packages', call, `${domainName}/${id}`);
  const status = association ? cloud.step(association).status : ABSENT;
  if (!association || status === ABSENT) throw notAssociated(cloud, domainName, id);
  if (status === 'DISSOCIATING') return repeat(cloud, association);
  if (status === 'ASSOCIATING') throw conflict(`Package ${id} is being associated to domain ${domainName}`);
  if (isProcessing(cloud, call, domainName, cloud.now())) throw busy(cloud);
  const scripted = cloud.outcomeNow(association, isPlugin(pkg) ? 'plugin' : 'dictionary');
  throwScriptedError(scripted);
  if (scripted.outcome === 'busy') throw busy(cloud);
  return { association, scripted };
}

function notAssociated({ options }: SimulatedCloud, domainName: string, id: string): AwsError {
  return options.variants.openSearchMissing === 'validation'
    ? invalid('Package is not associated to this domain')
    : notFound(`Package ${id} is not associated to domain ${domainName}`);
}

function repeat({ options }: SimulatedCloud, association: PackageAssociation): Going {
  switch (options.variants.openSearchRepeat) {
    case 'conflict':
      throw conflict('Package is already in desired state');
    case 'validation':
      throw invalid('A package dissociation is in progress. Please wait for it to complete.');
    case 'accept':
      return { association };
  }
}

function busy({ options }: SimulatedCloud): AwsError {
  switch (options.variants.openSearchBusy) {
    case 'change-in-progress':
      return invalid(
        'A change/update is in progress. Please wait for it to complete before requesting another change.',
      );
    case 'being-processed':
      return invalid('The domain is currently being processed.');
    case 'conflict':
      return conflict('Another operation on the domain is in progress.');
  }
}

function begin(cloud: SimulatedCloud, call: Call, { association, scripted }: Going): PackageAssociation {
  if (!scripted) {
    cloud.logEffect(call, association, 'no-op');
    return association;
  }
  const begun = cloud.transition({ ...association, ends: association.ends + 1 }, steps(scripted, cloud.now()));
  cloud.logEffect(call, association, 'disassociating');
  takeAlong(cloud, call, begun);
  return begun;
}

/** Removing a plugin removes its licence and configuration packages too. */
function takeAlong(cloud: SimulatedCloud, call: Call, plugin: PackageAssociation): void {
  const now = cloud.now();
  const along = associationsOf(cloud, plugin, plugin.facts.domainName, now).filter(
    ({ facts }) => packageOf(cloud, plugin, facts.packageId).pluginId === plugin.facts.packageId,
  );
  for (const association of along) {
    cloud.transition(
      association,
      plugin.timeline.filter(({ at }) => at >= now),
    );
    cloud.logEffect(call, association, 'disassociating', `with ${plugin.facts.packageId}`);
  }
}

function steps({ outcome, after, status }: DrawnOutcome, now: number): Step[] {
  const going: Step = { at: now, status: 'DISSOCIATING' };
  const then = now + after * 1000;
  switch (outcome) {
    case 'stuck':
      return [going];
    case 'reverts':
      return [going, { at: then, status: 'ACTIVE' }];
    case 'fails':
      return [
        going,
        {
          at: then,
          status: 'DISSOCIATION_FAILED',
          errorType: 'PackageInUseException',
          message: 'The package is in use by one or more indexes',
        },
      ];
    case 'unknown':
      return [
        { at: now, status: status ?? 'QUIESCING' },
        { at: then, status: ABSENT },
      ];
    default:
      return [going, { at: then, status: ABSENT }];
  }
}
