import type { GetResourceShareAssociationsRequest } from '@aws-sdk/client-ram';
import { AwsError, type Permission, type Service, typed } from '@offboard/local-aws/service';
import { pager, type SimulatedCloud, stepAt } from '@offboard/local-aws/simulation';
import { shareAssociations } from './associations.ts';
import { associate, changeShare, disassociate } from './changes.ts';
import type { Operations } from './inputs.ts';
import { INPUTS } from './inputs.ts';
import { describeShare, rowsOf, sharedWith, sharesAsked } from './shares.ts';

const paginate = pager(100, () => new AwsError('InvalidNextTokenException', 'The nextToken is not valid.'));

export function serve(cloud: SimulatedCloud): Service {
  const service: Service = {
    name: 'ram',
    signingName: 'ram',
    protocol: 'restJson1',
    operations: { ...changes(cloud), ...lists(cloud) },
  };
  return typed(service, INPUTS, { code: 'InvalidParameterException' });
}

function changes(cloud: SimulatedCloud) {
  return {
    DisassociateResourceShare: {
      http: { method: 'POST', path: '/disassociateresourceshare' },
      permissions: onShare('ram:DisassociateResourceShare'),
      run: (input, call) => changeShare(cloud, call, input, disassociate),
    },
    AssociateResourceShare: {
      http: { method: 'POST', path: '/associateresourceshare' },
      permissions: onShare('ram:AssociateResourceShare'),
      run: (input, call) => changeShare(cloud, call, input, associate),
    },
  } satisfies Operations;
}

function lists(cloud: SimulatedCloud) {
  return {
    GetResourceShareAssociations: {
      http: { method: 'POST', path: '/getresourceshareassociations' },
      permissions: () => [{ action: 'ram:GetResourceShareAssociations', resource: '*' }],
      run(input, call) {
        const { associationType, principal, resourceArn, resourceShareArns, associationStatus } = input;
        refuseOtherFilter(input);
        const time = cloud.readTime();
        const byArn = new Map(sharesAsked(cloud, call, resourceShareArns).map((share) => [share.arn, share]));
        const entity = principal ?? resourceArn;
        const rows = cloud
          .listed(shareAssociations, time, call)
          .filter(({ facts }) => facts.type === associationType && facts.entity === (entity ?? facts.entity))
          .filter(
            ({ timeline }) => stepAt(timeline, time).status === (associationStatus ?? stepAt(timeline, time).status),
          )
          .flatMap((each) => {
            const share = byArn.get(each.facts.shareArn);
            return share === undefined ? [] : rowsOf(cloud, share, each, time);
          });
        const { rows: resourceShareAssociations, token } = paginate(
          cloud,
          input,
          rows,
          (row) => `${row.resourceShareArn}|${row.associatedEntity}|${row.creationTime?.toISOString()}`,
        );
        return { resourceShareAssociations, nextToken: token };
      },
    },
    GetResourceShares: {
      http: { method: 'POST', path: '/getresourceshares' },
      permissions: () => [{ action: 'ram:GetResourceShares', resource: '*' }],
      run(input, call) {
        const { resourceOwner, resourceShareArns, resourceShareStatus, name } = input;
        const others = () =>
          sharedWith(cloud, call, cloud.readTime()).filter(
            ({ arn }) => resourceShareArns === undefined || resourceShareArns.includes(arn),
          );
        const all = (resourceOwner === 'SELF' ? sharesAsked(cloud, call, resourceShareArns) : others())
          .filter(({ status }) => status === (resourceShareStatus ?? status))
          .filter((share) => share.name === (name ?? share.name));
        const { rows, token } = paginate(cloud, input, all, ({ arn }) => arn);
        return { resourceShares: rows.map(describeShare), nextToken: token };
      },
    },
  } satisfies Operations;
}

function refuseOtherFilter({ associationType, principal, resourceArn }: GetResourceShareAssociationsRequest): void {
  if (associationType === 'PRINCIPAL' ? resourceArn !== undefined : principal !== undefined) {
    throw new AwsError(
      'InvalidParameterException',
      `You cannot specify ${associationType === 'PRINCIPAL' ? 'resourceArn' : 'principal'} with associationType ${associationType}.`,
    );
  }
}

function onShare(action: string) {
  return ({ resourceShareArn = '' }: { resourceShareArn?: string | undefined }): Permission[] => [
    { action, resource: resourceShareArn },
  ];
}
