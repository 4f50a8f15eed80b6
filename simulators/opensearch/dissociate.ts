/** DissociatePackage and DissociatePackages: look at each, refuse what cannot go, begin the rest. */

import { AwsError, type Call } from '../../local-aws/core/aws.ts';
import { ABSENT, type Step } from '../../local-aws/simulation/timeline.ts';
import { refuseByFate } from '../../local-aws/wire/input/refusal.ts';
import type { DrawnFate } from '../scripted-outcome.ts';
import type { World } from '../simulated-cloud.ts';
import { conflict, invalid, notFound } from './model.ts';
import { associationsOf, domainOf, isPlugin, isProcessing, type PackageAssociation, packageOf } from './packages.ts';

/** @returns the associations as they stand after the call; in a batch, those it could not take are left out. */
export function dissociate(world: World, call: Call, domainName: string, ids: readonly string[]): PackageAssociation[] {
  domainOf(world, call, domainName);
  const about = { kind: 'opensearch-packages', key: `${domainName}/${ids.join(',')}` } as const;
  return world.attempt(call, about, () => {
    const looks = ids.map((id) => look(world, call, domainName, id));
    const going = looks.filter((each): each is Going => !(each instanceof AwsError));
    const first = looks.find((each) => each instanceof AwsError);
    if (first && (world.options.switches.openSearchBatch === 'all-or-nothing' || going.length === 0)) throw first;
    return going.map((each) => begin(world, call, each));
  });
}

interface Going {
  association: PackageAssociation;
  /** Absent: it is on its way already, and asking again changes nothing. */
  fate?: DrawnFate;
}

function look(world: World, call: Call, domainName: string, id: string): Going | AwsError {
  try {
    return mayGo(world, call, domainName, id);
  } catch (error) {
    if (error instanceof AwsError) return error;
    throw error;
  }
}

function mayGo(world: World, call: Call, domainName: string, id: string): Going {
  const pkg = packageOf(world, call, id);
  if (id.startsWith('G')) throw invalid('Operation not allowed on packages provided by Amazon OpenSearch Service');
  const association = world.association('opensearch-packages', call, `${domainName}/${id}`);
  const status = association ? world.step(association).status : ABSENT;
  if (!association || status === ABSENT) throw notAssociated(world, domainName, id);
  if (status === 'DISSOCIATING') return repeat(world, association);
  if (status === 'ASSOCIATING') throw conflict(`Package ${id} is being associated to domain ${domainName}`);
  if (isProcessing(world, call, domainName, world.now())) throw busy(world);
  const fate = world.fateNow(association, isPlugin(pkg) ? 'plugin' : 'dictionary');
  refuseByFate(fate);
  if (fate.outcome === 'busy') throw busy(world);
  return { association, fate };
}

function notAssociated({ options }: World, domainName: string, id: string): AwsError {
  return options.switches.openSearchMissing === 'validation'
    ? invalid('Package is not associated to this domain')
    : notFound(`Package ${id} is not associated to domain ${domainName}`);
}

function repeat({ options }: World, association: PackageAssociation): Going {
  switch (options.switches.openSearchRepeat) {
    case 'conflict':
      throw conflict('Package is already in desired state');
    case 'validation':
      throw invalid('A package dissociation is in progress. Please wait for it to complete.');
    case 'accept':
      return { association };
  }
}

function busy({ options }: World): AwsError {
  switch (options.switches.openSearchBusy) {
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

function begin(world: World, call: Call, { association, fate }: Going): PackageAssociation {
  if (!fate) {
    world.note(call, association, 'nothing');
    return association;
  }
  const begun = world.continue({ ...association, ends: association.ends + 1 }, steps(fate, world.now()));
  world.note(call, association, 'end-begun');
  takeAlong(world, call, begun);
  return begun;
}

/** Removing a plugin removes its licence and configuration packages too. */
function takeAlong(world: World, call: Call, plugin: PackageAssociation): void {
  const now = world.now();
  const along = associationsOf(world, plugin, plugin.facts.domainName, now).filter(
    ({ facts }) => packageOf(world, plugin, facts.packageId).pluginId === plugin.facts.packageId,
  );
  for (const association of along) {
    world.continue(
      association,
      plugin.life.filter(({ at }) => at >= now),
    );
    world.note(call, association, 'end-begun', `with ${plugin.facts.packageId}`);
  }
}

function steps({ outcome, after, status }: DrawnFate, now: number): Step[] {
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
