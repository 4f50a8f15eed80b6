/** A user's membership in a group of IAM Identity Center. It is removed when the service answers. */

import {
  CreateGroupMembershipCommand,
  DeleteGroupMembershipCommand,
  DescribeGroupMembershipCommand,
  GetGroupMembershipIdCommand,
  IdentitystoreClient,
} from '@aws-sdk/client-identitystore';
import type { AssociationProvider, RunContext } from '../common/contract.ts';
import { driver, type Reading } from '../common/driver.ts';
import { classifyError, type ServiceError, tryCall, usualExceptions } from '../common/errors.ts';
import { SsoAdminClient } from '../common/identity-center/client.ts';
import { isKeyError } from '../common/identity-center/errors.ts';
import { notListed } from '../common/progress.ts';
import { readClient, writeClient } from '../common/sdk/clients.ts';
import { toJson } from '../common/sdk/to-json.ts';
import { discoverMemberships } from './discovery.ts';
import { policy } from './policy.ts';
import type { GroupMembership } from './target.ts';

/** A ConflictException is CONCURRENT_MODIFICATION; of a restore also UNIQUENESS_CONSTRAINT_VIOLATION, which the next read explains. */
const errors = usualExceptions;

const classify = (error: Error) => (isKeyError(error) ? 'DENIED' : classifyError(error, errors));

interface MembershipReading extends Reading {
  membershipId?: string | undefined;
}

const provider: AssociationProvider<GroupMembership> = {
  kind: 'identity-center-group-membership',
  errors,
  /** The service has no word for it: what it knows is associated. */
  statuses: { ASSOCIATED: 'ASSOCIATED' },
  policy,
  clients: [SsoAdminClient, IdentitystoreClient],
  discover: discoverMemberships,

  ...driver<GroupMembership, MembershipReading>({
    policy,
    noun: 'the membership',
    skippedNote: 'the user was added after the request was made',
    classify,
    observe,
    async request({ identityStoreId }, context, { membershipId }) {
      const input = { IdentityStoreId: identityStoreId, MembershipId: membershipId };
      await writeClient(IdentitystoreClient, context).send(new DeleteGroupMembershipCommand(input));
      return undefined;
    },
  }),

  async restore(target, _before, context) {
    await writeClient(IdentitystoreClient, context).send(new CreateGroupMembershipCommand(membershipOf(target)));
  },
};

export default provider;

function membershipOf({ identityStoreId, groupId, userId }: GroupMembership) {
  return { IdentityStoreId: identityStoreId, GroupId: groupId, MemberId: { UserId: userId } };
}

async function observe(target: GroupMembership, context: RunContext): Promise<MembershipReading> {
  const client = readClient(IdentitystoreClient, context);
  const { answer, failure } = await tryCall(async () => {
    const { MembershipId } = await client.send(new GetGroupMembershipIdCommand(membershipOf(target)));
    const input = { IdentityStoreId: target.identityStoreId, MembershipId };
    const { $metadata: _, ...membership } = await client.send(new DescribeGroupMembershipCommand(input));
    return membership;
  }, classify);
  if (answer === undefined) return absence(failure);
  return {
    observation: { serviceStatus: 'ASSOCIATED', snapshot: toJson(answer) },
    statusClass: 'ASSOCIATED',
    since: answer.CreatedAt,
    membershipId: answer.MembershipId,
  };
}

/** A user that does not exist is in no group; without the store or the group the names may be wrong. */
function absence({ errorClass, error }: ServiceError): MembershipReading {
  if (errorClass !== 'NOT_FOUND') throw error;
  const { ResourceType = '' } = error as Error & { ResourceType?: string };
  return {
    observation: notListed,
    statusClass: 'DISASSOCIATED',
    ...(/^(GROUP|IDENTITY_STORE)$/.test(ResourceType) && { parentMissing: error.message }),
  };
}
