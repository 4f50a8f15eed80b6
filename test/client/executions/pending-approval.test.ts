/** What the views say of executions that wait for people, and what they call those that nobody named. */

import type { DescribeExecutionOutput, HistoryEvent } from '@aws-sdk/client-sfn';
import { describe, expect, it } from 'vitest';
import { summarizeRequest } from '../../../client/executions/request-summary.ts';
import { viewExecution } from '../../../client/executions/view.ts';

const RUNNING: DescribeExecutionOutput = {
  executionArn: 'arn:aws:states:us-east-1:111122223333:execution:offboard-dev-offboard:one',
  stateMachineArn: 'arn:aws:states:us-east-1:111122223333:stateMachine:offboard-dev-offboard',
  name: 'one',
  status: 'RUNNING',
  startDate: new Date(0),
};

function entered(name: string): HistoryEvent {
  return { timestamp: new Date(0), type: 'TaskStateEntered', id: 1, stateEnteredEventDetails: { name } };
}

function asked(associations: number, requestedBy?: string): HistoryEvent {
  const data = { plan: { associations }, risks: ['plugin'], until: '2026-11-24T04:08:00.000Z', requestedBy };
  const input = JSON.stringify({ detailType: 'OffboardingApprovalRequested', data });
  return {
    timestamp: new Date(0),
    type: 'LambdaFunctionScheduled',
    id: 1,
    lambdaFunctionScheduledEventDetails: { resource: 'publish', input },
  };
}

function looked(waitingFor: string): HistoryEvent {
  const progress = {
    ...{ state: 'IN_PROGRESS', serviceStatus: 'DELETE_PENDING', waitingFor, until: '2026-11-22T05:57:54.454Z' },
    snapshot: { Action: 'IMPORT_KEY', MpaTeamArn: 'arn:aws:mpa:us-east-1:111122223333:approval-team/payments' },
  };
  const output = JSON.stringify({ progress, polls: 1 });
  return {
    timestamp: new Date(0),
    type: 'LambdaFunctionSucceeded',
    id: 1,
    lambdaFunctionSucceededEventDetails: { output },
  };
}

describe('a plan that waits for its answer', () => {
  it('says who may answer, what, until when, and what happens without an answer', () => {
    const view = viewExecution(RUNNING, [asked(3, 'dana'), entered('WaitForApproval')]);
    expect(view.pendingApproval).toEqual({
      requestedBy: 'dana',
      approvers: 'anyone but dana, who requested it',
      action: 'approve or deny the removal of 3 associations',
      until: '2026-11-24T04:08:00.000Z',
      onTimeout: 'Without an answer it is denied.',
      risks: ['plugin'],
    });
    expect(view).toMatchObject({
      waitingFor: 'approval',
      waitingMessage: 'Waiting for approval by anyone but dana, who requested it.',
    });
  });

  it('names nobody where nobody said who asks', () => {
    const { pendingApproval } = viewExecution(RUNNING, [asked(1), entered('WaitForApproval')]);
    expect(pendingApproval).toMatchObject({
      approvers: 'an approver',
      action: 'approve or deny the removal of 1 association',
    });
  });

  it.each([
    ['was answered', RUNNING, entered('IsApproved')],
    ['has ended', { ...RUNNING, status: 'FAILED' as const }, entered('WaitForApproval')],
  ])('waits no more once it %s', (_how, described, last) => {
    expect(viewExecution(described, [asked(1), last])).not.toHaveProperty('pendingApproval');
  });
});

describe('a team’s vote', () => {
  it('says whose votes it waits for, and until when', () => {
    expect(viewExecution(RUNNING, [looked('votes')]).pendingApproval).toMatchObject({
      approvers: 'the approvers of team payments',
      action: 'vote on the removal of the team for IMPORT_KEY',
      until: '2026-11-22T05:57:54.454Z',
    });
  });

  it('is over where the service itself is waited for', () => {
    const view = viewExecution(RUNNING, [looked('execution')]);
    expect(view).not.toHaveProperty('pendingApproval');
    expect(view.waitingFor).toBe('execution');
  });
});

describe('the name of an offboarding', () => {
  const target = { domain: 'acme', repository: 'web', externalConnection: 'public:npmjs' };
  const one = { association: 'codeartifact-external-connection', target };

  it.each([
    ['its subject', { detail: { data: { subject: { type: 'user', id: 'alice' } } } }, 'alice'],
    ['its cleanup', { detail: { data: { policy: { name: 'stuck' } } } }, 'stuck'],
    ['the policy that its schedule hands over', { policy: { name: 'stuck' } }, 'stuck'],
    ['the one it lists', { detail: { data: { associations: [one] } } }, 'acme/web/public:npmjs'],
    ['the first of many', { detail: { data: { associations: [one, one, one] } } }, 'acme/web/public:npmjs and 2 more'],
    ['nothing where the list is none', { detail: { data: { associations: 'all' } } }, undefined],
    ['nothing where an entry is none', { detail: { data: { associations: [null] } } }, undefined],
  ])('is %s', (_what, event, label) => expect(summarizeRequest(JSON.stringify(event)).label).toBe(label));
});
