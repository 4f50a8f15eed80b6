/**
 * An assignment of a user or a group to an account with a permission set of IAM Identity Center. It shows no date, so a
 * late copy of a request cannot be distinguished from a fresh one, and the deadline is short for that reason.
 */

import {
  CreateAccountAssignmentCommand,
  DeleteAccountAssignmentCommand,
  SSOAdminClient,
} from '@aws-sdk/client-sso-admin';
import type { AssociationProvider } from '../common/contract.ts';
import { driver } from '../common/driver.ts';
import { IdentityStoreClient } from '../common/identity-center/client.ts';
import { writeClient } from '../common/sdk/clients.ts';
import { classify, errors, statuses } from './assignments.ts';
import { discoverAssignments } from './discovery.ts';
import { type AssignmentReading, observe, parentMissing, readingOfDeletion } from './observe.ts';
import { policy } from './policy.ts';
import type { AccountAssignment } from './target.ts';

const provider: AssociationProvider<AccountAssignment> = {
  kind: 'identity-center-account-assignment',
  errors,
  statuses,
  policy,
  clients: [SSOAdminClient, IdentityStoreClient],
  discover: discoverAssignments,

  ...driver<AccountAssignment, AssignmentReading>({
    policy,
    noun: 'the assignment',
    skippedNote: 'it was assigned after the request was made',
    classify,
    observe,
    parentMissing,
    async request(target, context, reading) {
      const command = new DeleteAccountAssignmentCommand(requestOf(target));
      const { AccountAssignmentDeletionStatus = {} } = await writeClient(SSOAdminClient, context).send(command);
      // Done at once, it is the list that shows it.
      if (AccountAssignmentDeletionStatus.Status === 'SUCCEEDED') return undefined;
      return readingOfDeletion(AccountAssignmentDeletionStatus, reading);
    },
  }),

  async restore(target, _before, context) {
    const command = new CreateAccountAssignmentCommand(requestOf(target));
    const { AccountAssignmentCreationStatus: { RequestId } = {} } = await writeClient(SSOAdminClient, context).send(
      command,
    );
    return RequestId === undefined ? undefined : { creationId: RequestId };
  },
};

export default provider;

function requestOf({ instanceArn, accountId, permissionSetArn, principalType, principalId }: AccountAssignment) {
  return {
    InstanceArn: instanceArn,
    TargetType: 'AWS_ACCOUNT' as const,
    TargetId: accountId,
    PermissionSetArn: permissionSetArn,
    PrincipalType: principalType,
    PrincipalId: principalId,
  };
}
