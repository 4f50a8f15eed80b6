/** What `serverless remove` does before it deletes the stack. */

import { ListExecutionsCommand, SFNClient } from '@aws-sdk/client-sfn';
import { expect, it } from 'vitest';
import Packaging from '../../packaging/plugin.ts';
import { Stack } from './stack.ts';

it('stops verifications, which would wait for a week, and says so', async () => {
  await using stack = await Stack.start();
  const { endpoint, clock } = stack.runtime;
  const config = { endpoint, region: 'us-east-1', credentials: { accessKeyId: 'deployer', secretAccessKey: 'secret' } };
  using sfn = Object.assign(new SFNClient(config), { [Symbol.dispose]: () => sfn.destroy() });
  const running = async () => {
    const stateMachineArn = 'arn:aws:states:us-east-1:111122223333:stateMachine:offboard-dev-verify';
    const list = new ListExecutionsCommand({ stateMachineArn, statusFilter: 'RUNNING' });
    return (await sfn.send(list)).executions?.length;
  };
  const target = { domain: 'acme', repository: 'api', externalConnection: 'public:pypi' };
  const id = await stack.ask({ association: 'codeartifact-external-connection', target });
  await stack.answerTo(id, 'DisassociationCompleted');
  clock.set('real');
  await expect.poll(running).toBe(1);

  const notices: string[] = [];
  const provider = { getAccountId: async () => '111122223333', getAwsSdkV3Config: async () => config };
  const service = { provider: { stackName: 'offboard-dev', region: 'us-east-1' } };
  const serverless = { service, getProvider: () => provider } as never;
  const { hooks } = new Packaging(serverless, {}, { log: { notice: (text) => notices.push(text) } });
  await hooks['before:remove:remove']?.();
  expect(await running()).toBe(0);
  expect(notices).toEqual(['Stopped 1 verifications, which would have kept the stack for up to a week']);

  await hooks['before:remove:remove']?.();
  expect(notices).toHaveLength(1);
});
