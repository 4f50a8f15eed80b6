/** The operations of IAM Identity Center's administration. */

import type { ListInstancesRequest, ListInstancesResponse } from '@aws-sdk/client-sso-admin';
import { type Operation, type Service, typed } from '@offboard/local-aws/service';
import type { SimulatedCloud } from '@offboard/local-aws/simulation';
import { ADMIN_INPUTS } from './inputs.ts';
import { paged } from './paged.ts';
import { instances } from './resources.ts';

export function serveSsoAdmin(cloud: SimulatedCloud): Service {
  const ListInstances: Operation<ListInstancesRequest, ListInstancesResponse> = {
    permissions: () => [{ action: 'sso:ListInstances', resource: '*' }],
    run(input, call) {
      const { rows, NextToken } = paged(cloud, input, cloud.resources(instances, call), (row) => row.instanceArn);
      const Instances = rows.map(({ instanceArn, identityStoreId, status, createdAt, primaryRegion }) => ({
        InstanceArn: instanceArn,
        IdentityStoreId: identityStoreId,
        OwnerAccountId: call.account,
        CreatedDate: new Date(createdAt),
        Status: status,
        PrimaryRegion: primaryRegion,
      }));
      return { Instances, NextToken };
    },
  };
  const service: Service = {
    name: 'sso-admin',
    signingName: 'sso',
    protocol: 'awsJson1.1',
    targetPrefix: 'SWBExternalService',
    operations: { ListInstances },
  };
  return typed(service, ADMIN_INPUTS);
}
