import { DescribeExecutionCommand, ListExecutionsCommand, SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { describe, expect, it } from 'vitest';
import { HOME } from '../../simulators/common/locations.ts';
import { Stack } from './stack.ts';

/** A person, a company and what they write; none of it is part of a word that functions log. */
const NAMES = ['alice', 'carol', 'corp.example.com', 'quentin', 'zanzibar', 'xavier'];

const INSTANCE = 'i-0a1b2c3d4e5f60718';
const targetOf = (username: string) => ({
  username,
  instanceId: INSTANCE,
  identityProvider: { ActiveDirectoryIdentityProvider: { DirectoryId: 'd-1234567890' } },
  domain: 'corp.example.com',
});
const BY_QUENTIN = { requestedBy: 'quentin', reason: 'moves to zanzibar' };

function sfnOf(stack: Stack): SFNClient {
  const credentials = { accessKeyId: 'xavier', secretAccessKey: 'secret' };
  return new SFNClient({ endpoint: stack.runtime.endpoint, region: HOME.region, credentials });
}

/** Names of all executions that are and were. */
async function executionNames(stack: Stack): Promise<string[]> {
  const sfn = sfnOf(stack);
  const lists = stack.runtime.info().machines.map(async (stateMachineArn) => {
    const { executions = [] } = await sfn.send(new ListExecutionsCommand({ stateMachineArn }));
    return executions.map(({ name = '' }) => name);
  });
  return (await Promise.all(lists)).flat();
}

/** An approval whose statement nobody signed. */
async function approveWithInvalidStatement(stack: Stack, answer: object): Promise<void> {
  const sfn = sfnOf(stack);
  const stateMachineArn = stack.runtime.info().machines.find((arn) => arn.endsWith('-answer'));
  const input = JSON.stringify({ answer, statement: { by: 'xavier' } });
  const { executionArn } = await sfn.send(new StartExecutionCommand({ stateMachineArn, input }));
  const error = async () => (await sfn.send(new DescribeExecutionCommand({ executionArn }))).error;
  await expect.poll(error).toBe('AnswerRejected');
}

const OFFBOARD = { detailType: 'OffboardingRequested', ...BY_QUENTIN };

describe('logs, metrics and names of executions', () => {
  it('name nobody, whatever is requested and however it ends', async () => {
    await using stack = await Stack.start();
    const kind = 'license-manager-user';

    const reverted = await stack.ask({ association: kind, target: targetOf('carol') }, BY_QUENTIN);
    await stack.answerTo(reverted, 'DisassociationFailed');
    const unknown = await stack.ask({ association: 'quentin', target: { zanzibar: 'alice' } }, BY_QUENTIN);
    await stack.answerTo(unknown, 'DisassociationRejected');

    const subject = { subject: { type: 'user', id: 'alice' } };
    const waiting = await stack.ask({ ...subject, options: { mode: 'apply', approval: 'required' } }, OFFBOARD);
    const { data } = (await stack.answerTo(waiting, 'OffboardingApprovalRequested')).detail as unknown as {
      data: { execution: string; plan: { id: string } };
    };
    const run = data.execution.split(':').at(-1);
    await approveWithInvalidStatement(stack, {
      offboarding: waiting,
      run,
      planId: data.plan.id,
      decision: 'approve',
      reason: 'x',
    });

    const denied = {
      kind: 'error',
      code: 'AccessDeniedException',
      message: 'alice: not authorized',
      status: 403,
    } as const;
    const fault = stack.runtime.faults.set({ ...denied, rate: 1, operation: 'DisassociateUser' });
    const failing = await stack.ask({ association: kind, target: targetOf('alice') }, BY_QUENTIN);
    expect((await stack.answerTo(failing)).detail.data.message).toContain('alice: not authorized');
    stack.runtime.faults.clear(fault.id);

    const applied = await stack.ask({ ...subject, options: { mode: 'apply', approval: 'none' } }, OFFBOARD);
    await stack.answerTo(applied, 'OffboardingCompleted', 'OffboardingFailed');

    const lines = stack.runtime.logs.all().map(({ text }) => text);
    expect(lines.filter((line) => line.includes('CloudWatchMetrics'))).not.toEqual([]);
    expect(lines.filter((line) => line.includes('"level":"ERROR"'))).not.toEqual([]);
    const names = await executionNames(stack);
    expect(names.filter((name) => name.startsWith(kind))).not.toEqual([]);
    const naming = [...lines, ...names].filter((text) => NAMES.some((name) => text.toLowerCase().includes(name)));
    expect(naming).toEqual([]);
  });
});
