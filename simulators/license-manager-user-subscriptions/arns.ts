/** ARNs, whose ids follow from what they name. */

import { hex } from '@offboard/local-aws/random';
import type { AccountRegion } from '@offboard/local-aws/service';

const SERVICE = 'license-manager-user-subscriptions';

export function providerArn({ account, region }: AccountRegion, directoryId: string): string {
  return `arn:aws:${SERVICE}:${region}:${account}:identity-provider/ip-${hex(17, account, region, directoryId)}`;
}

export function userArn(
  { account, region }: AccountRegion,
  user: { instanceId: string; directoryId: string; username: string; domain?: string | undefined },
): string {
  const { instanceId, directoryId, username, domain = '' } = user;
  const id = hex(17, account, region, instanceId, directoryId, username.toLowerCase(), domain.toLowerCase());
  return `arn:aws:${SERVICE}:${region}:${account}:instance-user/iu-${id}`;
}
