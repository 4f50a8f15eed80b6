/** Who the caller is. */

import type { GetCallerIdentityRequest, GetCallerIdentityResponse } from '@aws-sdk/client-sts';
import type { Operation } from '../../core/aws.ts';
import { assumedRoleId } from './assumed-role-id.ts';

export const GetCallerIdentity: Operation<GetCallerIdentityRequest, GetCallerIdentityResponse> = {
  // AWS: no permission is needed, and none can be taken away.
  permissions: () => [],
  run: (_input, { identity }) => ({
    UserId: identity.roleArn ? assumedRoleId(identity.arn, identity.roleArn) : identity.account,
    Account: identity.account,
    Arn: identity.arn,
  }),
};
