/**
 * One read of an assignment. Both truths count: the status of the request to delete or create it, where there is one,
 * and the list, which alone says that it is there or gone.
 */

import {
  type AccountAssignmentOperationStatus,
  DescribeAccountAssignmentCreationStatusCommand,
  DescribeAccountAssignmentDeletionStatusCommand,
  paginateListAccountAssignmentDeletionStatus,
  SSOAdminClient,
} from '@aws-sdk/client-sso-admin';
import type { Failed, RunContext } from '../common/contract.ts';
import type { Reading } from '../common/driver.ts';
import { acceptedAt, memoryOf, notListed } from '../common/progress.ts';
import { readClient } from '../common/sdk/clients.ts';
import { toJson } from '../common/sdk/to-json.ts';
import { type AssignmentRow, assignmentsOf, orNotFound, permissionSetOf, snapshotOf, statuses } from './assignments.ts';
import { sessionSeconds } from './session-duration.ts';
import type { AccountAssignment } from './target.ts';

/** What the next run must know. */
type Memory = {
  /** Of the request to delete it. */
  requestId?: string;
  /** Of the request to create it again. */
  creationId?: string;
  /** How long its sessions last, as the permission set was before the removal. */
  sessionSeconds?: number;
};

export interface AssignmentReading extends Reading {
  memory: Memory;
}

export async function observe(
  target: AccountAssignment,
  context: RunContext,
  before?: AssignmentReading,
): Promise<AssignmentReading> {
  const client = readClient(SSOAdminClient, context);
  const memory: Memory = { ...(memoryOf(context) as Memory | undefined), ...before?.memory };
  const creation = await creationOf(client, target, memory);
  if (creation?.Status === 'IN_PROGRESS' || creation?.Status === 'FAILED') return readingOfCreation(creation, memory);
  const rows = await orNotFound(() => assignmentsOf(client, target));
  const row = rows instanceof Error ? undefined : rows.find(isNamed(target));
  if (rows instanceof Error || row === undefined) {
    const deletion = await deletionOf(client, target, memory);
    return deletion?.Status === 'IN_PROGRESS'
      ? readingOfDeletion(deletion, { observation: notListed, memory })
      : { observation: notListed, statusClass: 'DISASSOCIATED', memory, note: sessionsNote(memory, context) };
  }
  const listed = await listedReading(client, target, { row, count: rows.length, memory });
  const deletion = await (memory.requestId === undefined
    ? pendingDeletion(client, target)
    : deletionOf(client, target, memory));
  return deletion === undefined || deletion.Status === 'SUCCEEDED' ? listed : readingOfDeletion(deletion, listed);
}

/** The permission set is read once, before the removal: its sessions last as long as it said then. */
async function listedReading(
  client: SSOAdminClient,
  target: AccountAssignment,
  { row, count, memory }: { row: AssignmentRow; count: number; memory: Memory },
): Promise<AssignmentReading> {
  const set = memory.sessionSeconds === undefined ? await permissionSetOf(client, target) : undefined;
  return {
    observation: { serviceStatus: 'ASSOCIATED', snapshot: snapshotOf(row, set, count) },
    statusClass: 'ASSOCIATED',
    memory: { ...memory, ...(set !== undefined && { sessionSeconds: sessionSeconds(set.SessionDuration) }) },
  };
}

/** @param listed what the list shows meanwhile. */
export function readingOfDeletion(
  { Status, RequestId, FailureReason }: AccountAssignmentOperationStatus,
  { observation, memory }: Pick<AssignmentReading, 'observation' | 'memory'>,
): AssignmentReading {
  const serviceStatus: string = Status ?? 'UNKNOWN';
  return {
    observation: { ...observation, serviceStatus },
    statusClass: statuses[serviceStatus],
    memory: { ...memory, ...(RequestId !== undefined && { requestId: RequestId }) },
    ...(serviceStatus === 'FAILED' && { failure: failureFor(FailureReason) }),
  };
}

/** It acts in the management account with the caller's own permissions, and says 403 where these do not suffice. */
function failureFor(reason = 'IAM Identity Center gives no reason'): Pick<Failed, 'error' | 'message' | 'advice'> {
  const isDenied = /\b403\b/.test(reason);
  return {
    error: 'FAILED',
    message: reason,
    advice: isDenied
      ? 'Give the start function of the kind the IAM permissions that the reason names, then send a new request.'
      : 'Resolve what the reason names, then send a new request.',
  };
}

function readingOfCreation(creation: AccountAssignmentOperationStatus, memory: Memory): AssignmentReading {
  const serviceStatus = `CREATE_${creation.Status}`;
  return { observation: { serviceStatus, snapshot: toJson(creation) }, statusClass: statuses[serviceStatus], memory };
}

/** How long a request can be described is not documented: afterwards the list alone decides. */
async function deletionOf(client: SSOAdminClient, { instanceArn }: AccountAssignment, { requestId }: Memory) {
  if (requestId === undefined) return undefined;
  const input = { InstanceArn: instanceArn, AccountAssignmentDeletionRequestId: requestId };
  const answer = await orNotFound(() => client.send(new DescribeAccountAssignmentDeletionStatusCommand(input)));
  return answer instanceof Error ? undefined : answer.AccountAssignmentDeletionStatus;
}

async function creationOf(client: SSOAdminClient, { instanceArn }: AccountAssignment, { creationId }: Memory) {
  if (creationId === undefined) return undefined;
  const input = { InstanceArn: instanceArn, AccountAssignmentCreationRequestId: creationId };
  const answer = await orNotFound(() => client.send(new DescribeAccountAssignmentCreationStatusCommand(input)));
  return answer instanceof Error ? undefined : answer.AccountAssignmentCreationStatus;
}

/** A removal that somebody else requested, or this request in an attempt whose answer is lost. */
async function pendingDeletion(
  client: SSOAdminClient,
  target: AccountAssignment,
): Promise<AccountAssignmentOperationStatus | undefined> {
  const input = { InstanceArn: target.instanceArn, Filter: { Status: 'IN_PROGRESS' as const } };
  for await (const page of paginateListAccountAssignmentDeletionStatus({ client }, input)) {
    // The list says nothing of whose each request is.
    for (const { RequestId } of page.AccountAssignmentsDeletionStatus ?? []) {
      const deletion = await deletionOf(client, target, RequestId === undefined ? {} : { requestId: RequestId });
      if (deletion?.Status === 'IN_PROGRESS' && isRequestFor(target, deletion)) return deletion;
    }
  }
  return undefined;
}

function isRequestFor(target: AccountAssignment, { TargetId, ...request }: AccountAssignmentOperationStatus): boolean {
  return isNamed(target)({ ...request, AccountId: TargetId });
}

function isNamed({ accountId, permissionSetArn, principalType, principalId }: AccountAssignment) {
  return (row: AssignmentRow): boolean =>
    row.AccountId === accountId &&
    row.PermissionSetArn === permissionSetArn &&
    row.PrincipalType === principalType &&
    row.PrincipalId === principalId;
}

function sessionsNote({ requestId, sessionSeconds }: Memory, context: RunContext): string | undefined {
  if (requestId === undefined || sessionSeconds === undefined) return undefined;
  const until = new Date(context.now().getTime() + sessionSeconds * 1000);
  return `sessions that were opened before may last until ${until.toISOString()}`;
}

/** An unknown account has no assignments, as far as the service says; an unknown permission set or instance is missing. */
export async function parentMissing(target: AccountAssignment, context: RunContext): Promise<string | undefined> {
  if (acceptedAt(context) !== undefined) return undefined;
  const set = await orNotFound(() => permissionSetOf(readClient(SSOAdminClient, context), target));
  return set instanceof Error ? set.message : undefined;
}
