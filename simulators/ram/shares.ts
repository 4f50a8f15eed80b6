import type { ResourceShare, ResourceShareAssociation } from '@aws-sdk/client-ram';
import { AwsError, accountRegionOf, type Call } from '@offboard/local-aws/service';
import { ABSENT, type SimulatedCloud, stepAt } from '@offboard/local-aws/simulation';
import { type EntityAssociation, shareAssociations } from './associations.ts';
import { type Share, shares } from './resources.ts';
import { variants } from './variants.ts';

const SHARE_ARN = /^arn:aws(-[a-z]+)*:ram:[a-z0-9-]+:\d{12}:resource-share\/[\w-]+$/;

export function unknownResource(message: string): AwsError {
  return new AwsError('UnknownResourceException', message);
}

/** @throws AwsError where it is no share's ARN, or no share that the caller owns in this Region. */
export function ownShare(cloud: SimulatedCloud, call: Call, arn: string): Share {
  if (!SHARE_ARN.test(arn)) throw new AwsError('MalformedArnException', `The ARN ${arn} is not valid.`);
  const { account, region } = accountRegionOf(arn);
  const share = account === call.account && region === call.region ? cloud.resource(shares, call, arn) : undefined;
  if (share === undefined) throw unknownResource(`ResourceShare ${arn} could not be found.`);
  return share;
}

/** Those that lists are asked for; all of the caller's where none is named. */
export function sharesAsked(cloud: SimulatedCloud, call: Call, arns: readonly string[] | undefined): Share[] {
  if (arns === undefined || arns.length === 0) return cloud.resources(shares, call);
  return arns.flatMap((arn) => {
    try {
      return [ownShare(cloud, call, arn)];
    } catch (error) {
      const isUnknown = error instanceof AwsError && error.code === 'UnknownResourceException';
      if (!isUnknown || cloud.variant(variants, 'ramUnknownShare') === 'unknown-resource') throw error;
      return [];
    }
  });
}

/** Shares of other accounts, one of whose principals is the caller. */
export function sharedWith(cloud: SimulatedCloud, call: Call, time: number): Share[] {
  const arns = cloud
    .listed(shareAssociations, time)
    .filter(
      ({ account, region, facts }) =>
        account !== call.account && region === call.region && facts.entity === call.account,
    )
    .filter(({ timeline }) => stepAt(timeline, time).status === 'ASSOCIATED')
    .map(({ facts }) => facts.shareArn);
  return [...new Set(arns)].flatMap((arn) => cloud.resource(shares, accountRegionOf(arn), arn) ?? []);
}

export function describeShare({
  arn,
  name,
  status,
  allowExternalPrincipals,
  featureSet,
  createdAt,
}: Share): ResourceShare {
  return {
    resourceShareArn: arn,
    name,
    owningAccountId: accountRegionOf(arn).account,
    allowExternalPrincipals,
    status,
    featureSet,
    creationTime: new Date(createdAt),
    lastUpdatedTime: new Date(createdAt),
  };
}

/** As lists show it: with an earlier row beside it, where RAM keeps that. */
export function rowsOf(
  cloud: SimulatedCloud,
  share: Share,
  association: EntityAssociation,
  time: number,
): ResourceShareAssociation[] {
  const { timeline, since } = association;
  const row = rowOf(share, association, time);
  const ended = timeline.findLast(({ at, status }) => at <= time && at < since && status === 'DISASSOCIATED');
  if (ended === undefined || cloud.variant(variants, 'ramRows') === 'one') return [row];
  const earlier = { ...row, status: 'DISASSOCIATED' as const, lastUpdatedTime: new Date(ended.at) };
  return [{ ...earlier, creationTime: new Date(timeline[0]?.at ?? ended.at) }, row];
}

function rowOf({ arn, name }: Share, { facts, since, timeline }: EntityAssociation, time: number) {
  const { at, status, message } = stepAt(timeline, time);
  return {
    resourceShareArn: arn,
    resourceShareName: name,
    associatedEntity: facts.entity,
    associationType: facts.type,
    status: status as NonNullable<ResourceShareAssociation['status']>,
    statusMessage: message,
    creationTime: new Date(since),
    lastUpdatedTime: new Date(at),
    external: facts.external,
  };
}

/** As changes are answered: AWS's own example has no times and no name of the share. */
export function answerOf(association: EntityAssociation, time: number): ResourceShareAssociation {
  const { facts, timeline } = association;
  const { status } = stepAt(timeline, time);
  return {
    resourceShareArn: facts.shareArn,
    associatedEntity: facts.entity,
    associationType: facts.type,
    status: (status === ABSENT ? 'DISASSOCIATED' : status) as NonNullable<ResourceShareAssociation['status']>,
    external: facts.external,
  };
}
