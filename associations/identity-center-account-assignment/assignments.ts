/** What IAM Identity Center lists of account assignments, and what its words mean. */

import {
  type AccountAssignment as AssignmentRow,
  DescribePermissionSetCommand,
  type PermissionSet,
  paginateListAccountAssignments,
  type SSOAdminClient,
} from '@aws-sdk/client-sso-admin';
import type { ErrorClass, Json, StatusClass } from '../common/contract.ts';
import { classifyError, tryCall, usualExceptions } from '../common/errors.ts';
import { isKeyError } from '../common/identity-center/errors.ts';
import { toJson } from '../common/sdk/to-json.ts';
import type { AccountAssignment } from './target.ts';

export type { AssignmentRow, PermissionSet };

/**
 * What is listed is associated. Requests to delete and to create have the same words; those of a creation are written
 * as an instance's are.
 */
export const statuses: Readonly<Record<string, StatusClass>> = {
  ASSOCIATED: 'ASSOCIATED',
  IN_PROGRESS: 'DISASSOCIATING',
  SUCCEEDED: 'DISASSOCIATED',
  FAILED: 'DISASSOCIATION_FAILED',
  CREATE_IN_PROGRESS: 'ASSOCIATING',
  CREATE_FAILED: 'ASSOCIATION_FAILED',
};

export const errors = usualExceptions;

export const classify = (error: Error): ErrorClass => (isKeyError(error) ? 'DENIED' : classifyError(error, errors));

/** @returns the error where the service says that something does not exist. @throws any other. */
export async function orNotFound<Answer>(call: () => Promise<Answer>): Promise<Answer | Error> {
  const { answer, failure } = await tryCall(call, classify);
  if (failure === undefined) return answer;
  if (failure.errorClass === 'NOT_FOUND') return failure.error;
  throw failure.error;
}

/** Everybody's with one permission set in one account. */
export async function assignmentsOf(
  client: SSOAdminClient,
  {
    instanceArn,
    accountId,
    permissionSetArn,
  }: Pick<AccountAssignment, 'instanceArn' | 'accountId' | 'permissionSetArn'>,
): Promise<AssignmentRow[]> {
  const rows: AssignmentRow[] = [];
  const input = { InstanceArn: instanceArn, AccountId: accountId, PermissionSetArn: permissionSetArn };
  for await (const page of paginateListAccountAssignments({ client }, input)) {
    rows.push(...(page.AccountAssignments ?? []));
  }
  return rows;
}

export async function permissionSetOf(
  client: SSOAdminClient,
  { instanceArn, permissionSetArn }: Pick<AccountAssignment, 'instanceArn' | 'permissionSetArn'>,
): Promise<PermissionSet> {
  const input = { InstanceArn: instanceArn, PermissionSetArn: permissionSetArn };
  const { PermissionSet = {} } = await client.send(new DescribePermissionSetCommand(input));
  return PermissionSet;
}

/** The row, and what a plan says by it: the permission set, and how many assignments it has in the account. */
export function snapshotOf(
  row: AssignmentRow,
  PermissionSet: PermissionSet | undefined,
  AssignmentCount: number,
): Json {
  return toJson({ ...row, PermissionSet, AssignmentCount });
}
