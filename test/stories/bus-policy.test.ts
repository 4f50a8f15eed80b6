/** Who may put which events on the bus, by the policy of the bus, over the wire. */

import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { publishedEvents } from '../../events/index.ts';
import { Stack } from './stack.ts';

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
    EventBusName: 'offboard-dev',
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

it('a request is put by whoever IAM allows it', async () => {
  expect(await put(await sessionOf(ROLE), 'DisassociationRequested')).toMatchObject({ FailedEntryCount: 0 });
});
