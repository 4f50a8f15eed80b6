import type { GetCallerIdentityRequest, GetCallerIdentityResponse } from '@aws-sdk/client-sts';
import type { Operation } from '../../core/aws.ts';
import { assumedRoleId } from './assumed-role-id.ts';

export const GetCallerIdentity: Operation<GetCallerIdentityRequest, GetCallerIdentityResponse> = {
  // GetCallerIdentity needs no permission, and no policy can deny it (API reference).
  permissions: () => [],
  run: (_input, { identity }) => ({
    UserId: identity.roleArn ? assumedRoleId(identity.arn, identity.roleArn) : identity.account,
    Account: identity.account,
    Arn: identity.arn,
  }),
};
