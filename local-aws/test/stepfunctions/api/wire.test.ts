import {
  CreateActivityCommand,
  CreateStateMachineCommand,
  DescribeExecutionCommand,
  ExecutionAlreadyExists,
  GetExecutionHistoryCommand,
  paginateListExecutions,
  SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Listener, listen } from '../../../wire/listener.ts';
import { EMITTER, harness, passes, ROLE } from '../executions/harness.ts';

const here = harness();
let listener: Listener;
let client: SFNClient;

beforeAll(async () => {
  listener = await listen({
    dispatcher: here.aws,
    identify: () => EMITTER,
    other: async () => undefined,
    log: () => {},
  });
  client = new SFNClient({
    endpoint: listener.endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'x', secretAccessKey: 'y' },
    maxAttempts: 1,
  });
});
afterAll(async () => {
  client.destroy();
  await listener.close();
  here.close();
});

describe("AWS's own client", () => {
  it('makes a machine, starts executions, reads their end, their history and their list', async () => {
    const definition = JSON.stringify(passes(2));
    const { stateMachineArn } = await client.send(
      new CreateStateMachineCommand({ name: 'two', roleArn: ROLE, definition }),
    );
    for (const name of ['a', 'b', 'c']) {
      await client.send(new StartExecutionCommand({ stateMachineArn, name, input: `{"name":"${name}"}` }));
    }
    const executionArn = stateMachineArn?.replace(':stateMachine:', ':execution:').concat(':b');
    const found = await client.send(new DescribeExecutionCommand({ executionArn }));
    expect(found).toMatchObject({ status: 'SUCCEEDED', output: '{"name":"b"}' });
    expect(found.stopDate).toBeInstanceOf(Date);
    const { events } = await client.send(new GetExecutionHistoryCommand({ executionArn, reverseOrder: true }));
    expect(events?.[0]).toMatchObject({ type: 'ExecutionSucceeded', id: 6, timestamp: found.stopDate });
    const names: unknown[] = [];
    for await (const { executions } of paginateListExecutions({ client, pageSize: 2 }, { stateMachineArn })) {
      names.push(...(executions ?? []).map(({ name }) => name));
    }
    expect(names).toEqual(['c', 'b', 'a']);
    await expect(client.send(new StartExecutionCommand({ stateMachineArn, name: 'a' }))).rejects.toBeInstanceOf(
      ExecutionAlreadyExists,
    );
  });

  it('is told what is not served', async () => {
    await expect(client.send(new CreateActivityCommand({ name: 'x' }))).rejects.toMatchObject({
      name: 'UnknownOperationException',
      message: /CreateActivity is not served/,
    });
  });
});
