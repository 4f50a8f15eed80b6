/** DisassociateResourceShare and AssociateResourceShare, entity by entity. */

import type { AssociateResourceShareRequest, ResourceShareAssociation } from '@aws-sdk/client-ram';
import { random } from '@offboard/local-aws/random';
import { AwsError, type Call } from '@offboard/local-aws/service';
import {
  ABSENT,
  asynchronousSteps,
  between,
  type SimulatedCloud,
  type Step,
  throwScriptedError,
} from '@offboard/local-aws/simulation';
import { PARTNERS } from '../common/locations.ts';
import { type EntityAssociation, type EntityFacts, entityKey, shareAssociations } from './associations.ts';
import { clientTokens, type Share } from './resources.ts';
import { answerOf, ownShare, unknownResource } from './shares.ts';
import { variants } from './variants.ts';

const { kind } = shareAssociations;
const DAY = 24 * 60 * 60 * 1000;
/** An invitation that nobody accepts expires. */
const INVITATION = 7 * DAY;
const MOST_ENTITIES = 100;

type Change = (cloud: SimulatedCloud, call: Call, share: Share, entity: Entity) => EntityAssociation;
type Entity = Pick<EntityFacts, 'entity' | 'type'>;

/** @throws AwsError for a token that was given for something else. */
export function changeShare(
  cloud: SimulatedCloud,
  call: Call,
  { clientToken, ...input }: AssociateResourceShareRequest,
  change: Change,
): { resourceShareAssociations: ResourceShareAssociation[]; clientToken: string } {
  const token = clientToken ?? call.requestId;
  const request = JSON.stringify([call.operation, input]);
  const earlier = cloud.resource(clientTokens, call, token);
  if (earlier !== undefined && earlier.request !== request) {
    throw new AwsError('IdempotentParameterMismatchException', `The token ${token} was used with other parameters.`);
  }
  if (earlier !== undefined) {
    return { resourceShareAssociations: earlier.answer as ResourceShareAssociation[], clientToken: token };
  }
  const share = ownShare(cloud, call, input.resourceShareArn ?? '');
  refuseUnchangeable(share);
  const answer = entitiesIn(input).map((entity) => {
    const about = { kind, key: entityKey({ shareArn: share.arn, ...entity }) };
    return answerOf(
      cloud.mutate(call, about, () => change(cloud, call, share, entity)),
      cloud.now(),
    );
  });
  cloud.putResource(clientTokens, call, token, { request, answer });
  return { resourceShareAssociations: answer, clientToken: token };
}

function refuseUnchangeable({ arn, featureSet, status }: Share): void {
  if (status === 'DELETED') throw unknownResource(`ResourceShare ${arn} could not be found.`);
  if (featureSet === 'CREATED_FROM_POLICY') {
    throw new AwsError('OperationNotPermittedException', `ResourceShare ${arn} was created from a resource policy.`);
  }
}

function entitiesIn({ principals = [], resourceArns = [] }: AssociateResourceShareRequest): Entity[] {
  const entities: Entity[] = [
    ...principals.map((entity) => ({ entity, type: 'PRINCIPAL' as const })),
    ...resourceArns.map((entity) => ({ entity, type: 'RESOURCE' as const })),
  ];
  if (entities.length === 0) {
    throw new AwsError('InvalidParameterException', 'You must specify at least one principal or resource.');
  }
  if (entities.length > MOST_ENTITIES) {
    throw new AwsError('ResourceShareLimitExceededException', `At most ${MOST_ENTITIES} entities are taken in a call.`);
  }
  return entities;
}

function invalidState(message: string): AwsError {
  return new AwsError('InvalidStateTransitionException', message);
}

export const disassociate: Change = (cloud, call, share, entity) => {
  const association = cloud.association(shareAssociations, call, entityKey({ shareArn: share.arn, ...entity }));
  const status = association === undefined ? ABSENT : cloud.step(association).status;
  if (association === undefined || status === ABSENT) throw notAssociated(cloud, call, share, entity);
  if (status === 'DISASSOCIATED') {
    if (cloud.variant(variants, 'ramGone') === 'unknown') throw notAssociated(cloud, call, share, entity);
    cloud.logEffect(call, association, 'no-op');
    return association;
  }
  if (status === 'DISASSOCIATING') {
    if (cloud.variant(variants, 'ramRepeat') === 'invalid-state') throw invalidState('It is DISASSOCIATING already.');
    cloud.logEffect(call, association, 'no-op');
    return association;
  }
  refuseBusy(cloud, call, share, association);
  return start(cloud, call, association);
};

function notAssociated(cloud: SimulatedCloud, call: Call, share: Share, { entity }: Entity): AwsError {
  const isInherited =
    /^\d{12}$/.test(entity) &&
    cloud
      .associations(shareAssociations, call, `${share.arn}|arn:aws:organizations:`)
      .some((each) => cloud.step(each).status === 'ASSOCIATED');
  return isInherited && cloud.variant(variants, 'ramInherited') === 'not-permitted'
    ? new AwsError('OperationNotPermittedException', `${entity} has the share through its organization.`)
    : unknownResource(`${entity} is not associated with ResourceShare ${share.arn}.`);
}

function refuseBusy(cloud: SimulatedCloud, call: Call, share: Share, association: EntityAssociation): void {
  const { status } = cloud.step(association);
  if (status === 'SUSPENDED' && cloud.variant(variants, 'ramSuspended') === 'invalid-state') {
    throw invalidState('The association is SUSPENDED.');
  }
  const among =
    cloud.variant(variants, 'ramBusy') === 'share'
      ? cloud.associations(shareAssociations, call, `${share.arn}|`)
      : [association];
  if (among.some((each) => /^(ASSOCIATING|SUSPENDING|RESTORING)$/.test(cloud.step(each).status))) {
    throw invalidState('At least one of the associations in the resource share is in ASSOCIATING status.');
  }
}

function start(cloud: SimulatedCloud, call: Call, association: EntityAssociation): EntityAssociation {
  const outcome = cloud.outcomeNow(association, 'ramShare');
  throwScriptedError(outcome);
  if (outcome.outcome === 'busy') throw invalidState('Another change of the resource share is in progress.');
  const failure = cloud.variant(variants, 'ramFailure');
  const steps = asynchronousSteps(outcome, cloud.now(), {
    active: 'ASSOCIATED',
    disassociating: 'DISASSOCIATING',
    disassociated: 'DISASSOCIATED',
    failed: {
      status: failure === 'associated' ? 'ASSOCIATED' : 'FAILED',
      ...(failure === 'failed-with-message' && { message: 'A participant still uses the resource.' }),
    },
    unknown: 'DETACHING',
  });
  const started = cloud.disassociate(
    association,
    steps.flatMap((step) => withLinger(cloud, step)),
  );
  cloud.logEffect(call, association, 'disassociating');
  return started;
}

function withLinger(cloud: SimulatedCloud, step: Step): Step[] {
  if (step.status !== 'DISASSOCIATED') return [step];
  switch (cloud.variant(variants, 'ramLinger')) {
    case 'none':
      return [{ ...step, status: ABSENT }];
    case 'ever':
      return [step];
    default:
      return [step, { at: step.at + DAY, status: ABSENT }];
  }
}

export const associate: Change = (cloud, call, share, entity) => {
  const earlier = cloud.association(shareAssociations, call, entityKey({ shareArn: share.arn, ...entity }));
  const status = earlier === undefined ? ABSENT : cloud.step(earlier).status;
  if (earlier !== undefined && status === 'ASSOCIATED') {
    cloud.logEffect(call, earlier, 'no-op');
    return earlier;
  }
  if (!/^(ABSENT|DISASSOCIATED|FAILED)$/.test(status)) throw invalidState(`The association is ${status}.`);
  const external = entity.type === 'PRINCIPAL' && isOutside(entity.entity);
  if (external && !share.allowExternalPrincipals) {
    throw new AwsError('OperationNotPermittedException', `${entity.entity} is outside the organization of the share.`);
  }
  const facts = { shareArn: share.arn, ...entity, external };
  const associated = cloud.associate(shareAssociations, call, facts, associating(cloud, facts));
  cloud.logEffect(call, associated, 'associated');
  return associated;
};

/** The simulated partners are no members of our organization. */
export function isOutside(principal: string): boolean {
  return PARTNERS.some((partner) => principal === partner || principal.startsWith(`arn:aws:iam::${partner}:`));
}

/** An account outside the organization must accept an invitation first, which its people do after a while. */
function associating(cloud: SimulatedCloud, facts: EntityFacts): Step[] {
  const now = cloud.now();
  const drawn = random(cloud.options.seed, 'associate', entityKey(facts))();
  const wait = between(cloud.duration(facts.external ? 'ramInvitation' : 'ramShare'), drawn) * 1000;
  return [
    { at: now, status: 'ASSOCIATING' },
    facts.external && wait > INVITATION
      ? { at: now + INVITATION, status: 'FAILED', message: 'The invitation has expired.' }
      : { at: now + wait, status: 'ASSOCIATED' },
  ];
}
