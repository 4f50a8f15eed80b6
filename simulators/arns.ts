/** Ids that the services give their own things; here they follow from what they stand for. */

import { hex } from '@offboard/local-aws/random';
import type { Place } from './kinds.ts';

const LICENSE_MANAGER = 'license-manager-user-subscriptions';

export function providerArn({ account, region }: Place, directoryId: string): string {
  return `arn:aws:${LICENSE_MANAGER}:${region}:${account}:identity-provider/ip-${hex(17, account, region, directoryId)}`;
}

export function userArn(
  { account, region }: Place,
  user: { instanceId: string; directoryId: string; username: string; domain?: string | undefined },
): string {
  const { instanceId, directoryId, username, domain = '' } = user;
  const id = hex(17, account, region, instanceId, directoryId, username.toLowerCase(), domain.toLowerCase());
  return `arn:aws:${LICENSE_MANAGER}:${region}:${account}:instance-user/iu-${id}`;
}
