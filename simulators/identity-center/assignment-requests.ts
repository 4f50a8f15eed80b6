/** Requests to delete and to create assignments: in progress for a while, then succeeded or failed. */

import type { AccountAssignmentOperationStatus } from '@aws-sdk/client-sso-admin';
import { guid, random } from '@offboard/local-aws/random';
import { type AccountRegion, AwsError, type Call } from '@offboard/local-aws/service';
import {
  ABSENT,
  asynchronousSteps,
  between,
  type DrawnOutcome,
  type SimulatedCloud,
  type Step,
  stepAt,
  throwScriptedError,
} from '@offboard/local-aws/simulation';
import { type Assignment, accountAssignments, instanceOf, notFound, permissionSetOf } from './assignments.ts';
import { type AssignmentFacts, type AssignmentRequest, assignmentRequests, groups, users } from './resources.ts';
import { variants } from './variants.ts';

const { kind, keyOf, activeStatus: active } = accountAssignments;
/** Of one instance; "fixed", as AWS's quotas say. */
const MOST_OUTSTANDING = 10;

const conflict = (message: string) => new AwsError('ConflictException', message);

export function deleteAssignment(cloud: SimulatedCloud, call: Call, facts: AssignmentFacts): AssignmentRequest {
  const about = { kind, key: keyOf(facts) };
  return cloud.mutate(call, about, () => {
    permissionSetOf(cloud, call, facts.instanceArn, facts.permissionSetArn);
    const pending = pendingRequests(cloud, call, facts);
    const same = pending.find(({ key }) => key === about.key);
    if (same !== undefined) return repeated(cloud, call, same);
    refuseMore(cloud, pending, facts);
    const assignment = cloud.association(accountAssignments, call, about.key);
    // One that is listed for a while after its end is gone.
    if (!assignment || cloud.step(assignment, Number.POSITIVE_INFINITY).status === ABSENT) {
      if (cloud.variant(variants, 'ssoGone') === 'not-found') throw notFound('Assignment not found.');
      cloud.logEffect(call, about, 'no-op');
      return failingLater(cloud, call, facts);
    }
    return start(cloud, call, assignment);
  });
}

function repeated(cloud: SimulatedCloud, call: Call, same: AssignmentRequest): AssignmentRequest {
  const answer = cloud.variant(variants, 'ssoRepeat');
  if (same.change === 'creation' || answer === 'conflict') throw conflict('The assignment is being changed.');
  cloud.logEffect(call, { kind, key: same.key }, 'no-op');
  return answer === 'same-request' ? same : failingLater(cloud, call, same.facts);
}

function refuseMore(
  cloud: SimulatedCloud,
  pending: readonly AssignmentRequest[],
  { accountId }: AssignmentFacts,
): void {
  const isBlocked = pending.some(({ facts }) => facts.accountId === accountId);
  if (isBlocked && cloud.variant(variants, 'ssoConflict') === 'account') {
    throw conflict(`Another request for the account ${accountId} is in progress.`);
  }
  if (pending.length < MOST_OUTSTANDING) return;
  const answer = cloud.variant(variants, 'ssoOutstanding');
  if (answer === 'conflict') throw conflict('Too many requests are in progress.');
  if (answer === 'throttling') throw new AwsError('ThrottlingException', 'Too many requests are in progress.');
}

function start(cloud: SimulatedCloud, call: Call, assignment: Assignment): AssignmentRequest {
  const outcome = cloud.outcomeNow(assignment, 'ssoAssignment');
  throwScriptedError(outcome);
  if (outcome.outcome === 'busy') throw conflict('The permission set is being changed.');
  const steps = asynchronousSteps(outcome, cloud.now(), {
    active,
    disassociating: 'IN_PROGRESS',
    disassociated: ABSENT,
    failed: { status: active },
    unknown: 'QUEUED',
  });
  const lag = Number(cloud.variant(variants, 'ssoListLag')) * 1000;
  const listed = steps.map((step) => (step.status === ABSENT ? { ...step, at: step.at + lag } : step));
  cloud.disassociate(assignment, listed);
  cloud.logEffect(call, assignment, 'disassociating');
  return keep(cloud, call, assignment.facts, {
    change: 'deletion',
    timeline: steps.map((step) => statusOf(step, outcome)),
  });
}

/** What the request shows while the assignment goes this step. */
function statusOf({ at, status }: Step, { outcome, error }: DrawnOutcome): Step {
  if (status === active && outcome === 'fails') return { at, status: 'FAILED', message: error?.message ?? NOT_ALLOWED };
  return { at, status: status === active || status === ABSENT ? 'SUCCEEDED' : status };
}

const NOT_ALLOWED =
  'Received a 403 status error: not authorized to perform: iam:ListRolePolicies on resource: role AWSReservedSSO_Admin_0123456789abcdef';

function failingLater(cloud: SimulatedCloud, call: Call, facts: AssignmentFacts): AssignmentRequest {
  const message = 'Received a 404 status error: Assignment not found.';
  return keep(cloud, call, facts, { change: 'deletion', timeline: failing(cloud, facts, message) });
}

function failing(cloud: SimulatedCloud, facts: AssignmentFacts, message: string): Step[] {
  return [
    { at: cloud.now(), status: 'IN_PROGRESS' },
    { at: endOf(cloud, facts), status: 'FAILED', message },
  ];
}

function endOf(cloud: SimulatedCloud, facts: AssignmentFacts): number {
  const drawn = random(cloud.options.seed, 'assignment request', keyOf(facts))();
  return cloud.now() + between(cloud.duration('ssoAssignment'), drawn) * 1000;
}

/** Creating what exists is not refused; a principal that the directory does not know fails after the answer. */
export function createAssignment(cloud: SimulatedCloud, call: Call, facts: AssignmentFacts): AssignmentRequest {
  const about = { kind, key: keyOf(facts) };
  return cloud.mutate(call, about, () => {
    permissionSetOf(cloud, call, facts.instanceArn, facts.permissionSetArn);
    const pending = pendingRequests(cloud, call, facts);
    if (pending.some(({ key }) => key === about.key)) throw conflict('The assignment is being changed.');
    if (pending.length >= MOST_OUTSTANDING) throw conflict('Too many requests are in progress.');
    if (!isKnown(cloud, call, facts)) {
      const { principalType, principalId } = facts;
      const message = `Received a 404 status error: the ${principalType} assignee ${principalId} was not found`;
      return keep(cloud, call, facts, { change: 'creation', timeline: failing(cloud, facts, message) });
    }
    const end = endOf(cloud, facts);
    const earlier = cloud.association(accountAssignments, call, about.key);
    if (earlier === undefined || cloud.step(earlier).status === ABSENT) {
      cloud.logEffect(
        call,
        cloud.associate(accountAssignments, call, facts, [{ at: end, status: active }]),
        'associated',
      );
    } else cloud.logEffect(call, earlier, 'no-op');
    const timeline = [
      { at: cloud.now(), status: 'IN_PROGRESS' },
      { at: end, status: 'SUCCEEDED' },
    ];
    return keep(cloud, call, facts, { change: 'creation', timeline });
  });
}

function isKnown(
  cloud: SimulatedCloud,
  at: AccountRegion,
  { instanceArn, principalType, principalId }: AssignmentFacts,
) {
  const { identityStoreId } = instanceOf(cloud, at, instanceArn);
  const name = `${identityStoreId}/${principalId}`;
  return (principalType === 'USER' ? cloud.resource(users, at, name) : cloud.resource(groups, at, name)) !== undefined;
}

function keep(
  cloud: SimulatedCloud,
  call: Call,
  facts: AssignmentFacts,
  given: Pick<AssignmentRequest, 'change' | 'timeline'>,
): AssignmentRequest {
  const { instanceArn } = facts;
  const id = guid('assignment request', call.requestId);
  const request = { id, instanceArn, key: keyOf(facts), facts, createdAt: cloud.now(), ...given };
  cloud.putResource(assignmentRequests, call, id, request);
  return request;
}

export function requestsOf(
  cloud: SimulatedCloud,
  at: AccountRegion,
  instanceArn: string,
  change: AssignmentRequest['change'],
): AssignmentRequest[] {
  instanceOf(cloud, at, instanceArn);
  return cloud
    .resources(assignmentRequests, at)
    .filter((request) => request.instanceArn === instanceArn && request.change === change);
}

function pendingRequests(cloud: SimulatedCloud, at: AccountRegion, { instanceArn }: AssignmentFacts) {
  return cloud
    .resources(assignmentRequests, at)
    .filter((request) => request.instanceArn === instanceArn && isPending(request, cloud.now()));
}

function isPending({ timeline }: AssignmentRequest, time: number): boolean {
  return !/^(SUCCEEDED|FAILED)$/.test(stepAt(timeline, time).status);
}

/** @throws AwsError for one that is unknown, or over where such are not kept. */
export function requestOf(
  cloud: SimulatedCloud,
  at: AccountRegion,
  { instanceArn, id, change }: Pick<AssignmentRequest, 'instanceArn' | 'id' | 'change'>,
): AssignmentRequest {
  const request = requestsOf(cloud, at, instanceArn, change).find((each) => each.id === id);
  const isKept = cloud.variant(variants, 'ssoRequestLife') === 'ever';
  if (request && (isKept || isPending(request, cloud.now()))) return request;
  throw notFound(`Request ${id} not found.`);
}

export function describeRequest(cloud: SimulatedCloud, request: AssignmentRequest): AccountAssignmentOperationStatus {
  const { id, facts, createdAt, timeline } = request;
  const { status, message } = stepAt(timeline, Math.max(createdAt, cloud.readTime()));
  return {
    Status: status as NonNullable<AccountAssignmentOperationStatus['Status']>,
    RequestId: id,
    FailureReason: message,
    TargetId: facts.accountId,
    TargetType: 'AWS_ACCOUNT',
    PermissionSetArn: facts.permissionSetArn,
    PrincipalType: facts.principalType,
    PrincipalId: facts.principalId,
    CreatedDate: new Date(createdAt),
  };
}
