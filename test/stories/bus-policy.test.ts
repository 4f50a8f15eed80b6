/** Who may put which events on the bus, by the policy of the bus, over the wire. */

import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { publishedEvents } from '../../events/index.ts';
import { senderResources } from '../../packaging/senders.ts';
import { Stack } from './stack.ts';

const BUS = 'arn:aws:events:us-east-1:111122223333:event-bus/offboard-dev';
const ROLE = 'arn:aws:iam::111122223333:role/forger';

let stack: Stack;

beforeAll(async () => {
  stack = await Stack.start();
  stack.runtime.iam.addRole({
    arn: ROLE,
    trust: { Statement: { Effect: 'Allow', Principal: '*', Action: 'sts:AssumeRole' } },
    policies: [
      {
        PolicyName: 'all',
        PolicyDocument: { Statement: { Effect: 'Allow', Action: 'events:PutEvents', Resource: '*' } },
      },
    ],
  });
});
afterAll(async () => {
  await stack[Symbol.asyncDispose]();
});

const user = { accessKeyId: 'mallory', secretAccessKey: 'secret' };

async function sessionOf(RoleArn: string) {
  const sts = new STSClient({ endpoint: stack.runtime.endpoint, region: 'us-east-1', credentials: user });
  const { Credentials } = await sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: 'mallory' }));
  const { AccessKeyId = '', SecretAccessKey = '', SessionToken = '' } = Credentials ?? {};
  return { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken };
}

async function put(credentials: typeof user, ...detailTypes: string[]) {
  const bus = new EventBridgeClient({ endpoint: stack.runtime.endpoint, region: 'us-east-1', credentials });
  const Entries = detailTypes.map((DetailType) => ({
    EventBusName: BUS,
    Source: 'offboard',
    DetailType,
    Detail: '{}',
  }));
  return bus.send(new PutEventsCommand({ Entries }));
}

const denied = expect.objectContaining({
  name: 'AccessDeniedException',
  message: expect.stringContaining('with an explicit deny in a resource-based policy'),
});

describe('an answer', () => {
  it.each(Object.values(publishedEvents).map(({ detailType }) => detailType))(
    '%s is put by the roles of the stack alone',
    async (detailType) => {
      await expect(put(user, detailType)).rejects.toEqual(denied);
      await expect(put(await sessionOf(ROLE), detailType)).rejects.toEqual(denied);
    },
  );

  it('is denied behind a request in the same call', async () => {
    await expect(put(user, 'DisassociationRequested', 'DisassociationCompleted')).rejects.toEqual(denied);
  });
});

describe('another account', () => {
  const sender = { accessKeyId: '444455556666', secretAccessKey: 'secret' };
  const stranger = { accessKeyId: '777788889999', secretAccessKey: 'secret' };
  const identity = { arn: 'arn:aws:iam::111122223333:user/deployer', account: '111122223333' };

  /** What the template would have with `senderAccounts`, beside what the bus has. */
  async function allow(account: string): Promise<void> {
    const { aws } = stack.runtime;
    const { Policy = '' } = await aws.call<{ Policy?: string }>(
      'eventbridge',
      'DescribeEventBus',
      { Name: 'offboard-dev' },
      { identity },
    );
    const policy = JSON.parse(Policy) as { Statement: object[] };
    const { Statement } = senderResources([account]).BusSenders?.Properties ?? {};
    const text = JSON.stringify({ Sid: 'Senders', ...(Statement as object) })
      .replace(/{"Fn::Sub":"arn:\$\{AWS::Partition\}([^"]+)"}/g, '"arn:aws$1"')
      .replace('{"Fn::GetAtt":["Bus","Arn"]}', JSON.stringify(BUS));
    const all = { ...policy, Statement: [...policy.Statement, JSON.parse(text) as object] };
    const input = { EventBusName: 'offboard-dev', Policy: JSON.stringify(all) };
    await aws.call('eventbridge', 'PutPermission', input, { identity });
  }

  it('sends nothing by default', async () => {
    await expect(put(sender, 'DisassociationRequested')).rejects.toMatchObject({ name: 'AccessDeniedException' });
  });

  it('that is a sender sends requests, and neither answers nor anything else', async () => {
    await allow(sender.accessKeyId);
    expect(await put(sender, 'DisassociationRequested')).toMatchObject({ FailedEntryCount: 0 });
    await expect(put(sender, 'DisassociationCompleted')).rejects.toEqual(denied);
    await expect(put(sender, 'SomethingElse')).rejects.toMatchObject({ name: 'AccessDeniedException' });
    await expect(put(stranger, 'DisassociationRequested')).rejects.toMatchObject({ name: 'AccessDeniedException' });
  });
});

it('a request is put by whoever IAM allows it', async () => {
  expect(await put(await sessionOf(ROLE), 'DisassociationRequested')).toMatchObject({ FailedEntryCount: 0 });
});
