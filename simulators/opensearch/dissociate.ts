/** DissociatePackage and DissociatePackages: checks each package, rejects what cannot be dissociated, starts the rest. */

import { AwsError, type Call } from '@offboard/local-aws/service';
import {
  ABSENT,
  asynchronousSteps,
  type DrawnOutcome,
  type SimulatedCloud,
  throwScriptedError,
} from '@offboard/local-aws/simulation';
import { type PackageAssociation, packageAssociations } from './associations.ts';
import { conflict, invalid, notFound } from './model.ts';
import { associationsOf, domainOf, isPlugin, isProcessing, packageOf } from './packages.ts';
import { variants } from './variants.ts';

/** @returns the associations after the call; of a batch, those that were accepted. */
export function dissociate(
  cloud: SimulatedCloud,
  call: Call,
  domainName: string,
  ids: readonly string[],
): PackageAssociation[] {
  domainOf(cloud, call, domainName);
  const about = { kind: packageAssociations.kind, key: `${domainName}/${ids.join(',')}` };
  return cloud.mutate(call, about, () => {
    const checked = ids.map((id) => tryCheck(cloud, call, domainName, id));
    const accepted = checked.filter((each): each is Accepted => !(each instanceof AwsError));
    const first = checked.find((each) => each instanceof AwsError);
    if (first && (cloud.variant(variants, 'openSearchBatch') === 'all-or-nothing' || accepted.length === 0))
      throw first;
    return accepted.map((each) => start(cloud, call, each));
  });
}

interface Accepted {
  association: PackageAssociation;
  /** Absent: it is DISSOCIATING already, and the request changes nothing. */
  outcome?: DrawnOutcome;
}

function tryCheck(cloud: SimulatedCloud, call: Call, domainName: string, id: string): Accepted | AwsError {
  try {
    return checkPackage(cloud, call, domainName, id);
  } catch (error) {
    if (error instanceof AwsError) return error;
    throw error;
  }
}

function checkPackage(cloud: SimulatedCloud, call: Call, domainName: string, id: string): Accepted {
  const pkg = packageOf(cloud, call, id);
  if (id.startsWith('G')) throw invalid('Operation not allowed on packages provided by Amazon OpenSearch Service');
  const association = cloud.association(packageAssociations, call, `${domainName}/${id}`);
  const status = association ? cloud.step(association).status : ABSENT;
  if (!association || status === ABSENT) throw notAssociated(cloud, domainName, id);
  if (status === 'DISSOCIATING') return repeat(cloud, association);
  if (status === 'ASSOCIATING') throw conflict(`Package ${id} is being associated to domain ${domainName}`);
  if (isProcessing(cloud, call, domainName, cloud.now())) throw busy(cloud);
  const outcome = cloud.outcomeNow(association, isPlugin(pkg) ? 'plugin' : 'dictionary');
  throwScriptedError(outcome);
  if (outcome.outcome === 'busy') throw busy(cloud);
  return { association, outcome };
}

function notAssociated(cloud: SimulatedCloud, domainName: string, id: string): AwsError {
  return cloud.variant(variants, 'openSearchMissing') === 'validation'
    ? invalid('Package is not associated to this domain')
    : notFound(`Package ${id} is not associated to domain ${domainName}`);
}

function repeat(cloud: SimulatedCloud, association: PackageAssociation): Accepted {
  switch (cloud.variant(variants, 'openSearchRepeat')) {
    case 'conflict':
      throw conflict('Package is already in desired state');
    case 'validation':
      throw invalid('A package dissociation is in progress. Please wait for it to complete.');
    case 'accept':
      return { association };
  }
}

function busy(cloud: SimulatedCloud): AwsError {
  switch (cloud.variant(variants, 'openSearchBusy')) {
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

function start(cloud: SimulatedCloud, call: Call, { association, outcome }: Accepted): PackageAssociation {
  if (!outcome) {
    cloud.logEffect(call, association, 'no-op');
    return association;
  }
  const now = cloud.now();
  const started = cloud.disassociate(association, asynchronousSteps(outcome, now, STATUSES));
  cloud.logEffect(call, association, 'disassociating');
  dissociateDependents(cloud, call, started, now);
  return started;
}

/** Removing a plugin removes its licence and configuration packages too. */
function dissociateDependents(cloud: SimulatedCloud, call: Call, plugin: PackageAssociation, now: number): void {
  const dependents = associationsOf(cloud, plugin, plugin.facts.domainName, now).filter(
    ({ facts }) => packageOf(cloud, plugin, facts.packageId).pluginId === plugin.facts.packageId,
  );
  for (const association of dependents) {
    cloud.transition(
      association,
      plugin.timeline.filter(({ at }) => at >= now),
    );
    cloud.logEffect(call, association, 'disassociating', `with ${plugin.facts.packageId}`);
  }
}

const STATUSES = {
  active: 'ACTIVE',
  disassociating: 'DISSOCIATING',
  disassociated: ABSENT,
  failed: {
    status: 'DISSOCIATION_FAILED',
    errorType: 'PackageInUseException',
    message: 'The package is in use by one or more indexes',
  },
  unknown: 'QUIESCING',
};
