import { SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { associations } from '../../associations/registry.ts';
import { newMetadata } from '../../events/index.ts';
import { Stack } from './stack.ts';

const KIND = 'codeartifact-external-connection';

let stack: Stack;

beforeAll(async () => {
  stack = await Stack.start();
});
afterAll(async () => {
  await stack[Symbol.asyncDispose]();
});

const connection = (repository: string) => ({
  association: KIND,
  target: { domain: 'acme', domainOwner: '111122223333', repository, externalConnection: 'public:npmjs' },
});
const packages = (count: number) => ({
  association: 'opensearch-packages',
  target: { domainName: 'nosuch', packageIds: Array.from({ length: count }, (_, index) => `F${index}`) },
});

interface Ended {
  status: string;
  output?: string;
  input: string;
}

/** How the executions of a request ended. */
async function executionsOf(machine: string, id: string): Promise<Ended[]> {
  await stack.runtime.settled();
  const identity = { arn: 'arn:aws:iam::111122223333:user/reader', account: '111122223333' };
  const call = <Output>(operation: string, input: object) =>
    stack.runtime.aws.call<Output>('sfn', operation, input, { identity });
  const stateMachineArn = `arn:aws:states:us-east-1:111122223333:stateMachine:offboard-dev-${machine}`;
  const { executions } = await call<{ executions: { executionArn: string }[] }>('ListExecutions', { stateMachineArn });
  const described = await Promise.all(
    executions.map(({ executionArn }) => call<Ended>('DescribeExecution', { executionArn })),
  );
  return described.filter(({ input }) => input.includes(`"${id}"`));
}

describe('an id', () => {
  it('is used once: the same request again joins the first, and is answered by it', async () => {
    const id = '01KAJ3Z4Q8V2M6N9R1T5W7X0YB';
    const timestamp = new Date(stack.runtime.clock.now()).toISOString();
    for (const _ of [1, 2, 3])
      await stack.ask({ association: KIND, target: associations[KIND].target.example }, { id, timestamp });
    await stack.answerTo(id);
    const ended = await executionsOf(KIND, id);
    expect(ended.map(({ status }) => status)).toEqual(['SUCCEEDED', 'SUCCEEDED', 'SUCCEEDED']);
    const outputs = ended.map(({ output = '{}' }) => JSON.parse(output) as { joined?: string; outcome?: string });
    expect(outputs.filter(({ joined }) => joined === undefined)).toHaveLength(1);
    expect(new Set(outputs.map(({ joined }) => joined)).size).toBe(2);
    expect(await stack.endsOf(id)).toHaveLength(1);
  });

  it('that was used by another request is refused', async () => {
    const id = '01KAJ3Z4Q8V2M6N9R1T5W7X0YC';
    await stack.ask(connection('first'), { id });
    const first = await stack.answerTo(id);
    await stack.ask(connection('second'), { id });
    const refused = await stack.answerTo(id, 'DisassociationRejected');
    expect(refused.detail.data).toMatchObject({ outcome: 'REJECTED', error: 'ID_USED' });
    expect(refused.detail.metadata.id).not.toBe(first.detail.metadata.id);
  });

  it.each([
    [KIND, 'DisassociationRequested', connection('third')],
    ['offboard', 'OffboardingRequested', { subject: { type: 'repository', id: 'nosuch' } }],
  ])('that is invalid is nobody’s: each request to %s is answered by itself', async (machine, detailType, data) => {
    const timestamp = new Date(stack.runtime.clock.now()).toISOString();
    for (const _ of [1, 2]) await stack.ask(data, { detailType, id: 'a/b', timestamp });
    const ended = await executionsOf(machine, 'a/b');
    expect(ended.map(({ status }) => status)).toEqual(['FAILED', 'FAILED']);
  });

  it('of an offboarding, too', async () => {
    const offboarding = { detailType: 'OffboardingRequested', id: 'twice', timestamp: '2026-11-23T09:00:00Z' };
    const data = { subject: { type: 'repository', id: 'nosuch' } };
    for (const _ of [1, 2]) await stack.ask(data, offboarding);
    await stack.answerTo('twice', 'OffboardingPlanned');
    const ended = await executionsOf('offboard', 'twice');
    expect(
      ended.map(({ output = '{}' }) => Object.keys(JSON.parse(output) as object).includes('joined')).sort(),
    ).toEqual([false, true]);
    await stack.ask({ subject: { type: 'repository', id: 'other' } }, offboarding);
    const { detail } = await stack.answerTo('twice', 'OffboardingRejected');
    expect(JSON.stringify(detail.data)).toContain('detail.metadata.id');
  });
});

describe('a single request', () => {
  it('for what needs an approval is refused, with the command that plans it', async () => {
    const target = { domainName: 'music', packageIds: ['pkg-0123456789abcdef'] };
    const answer = await stack.answerTo(await stack.ask({ association: 'opensearch-packages', target }));
    expect(answer.detail.data).toMatchObject({ outcome: 'REJECTED', error: 'APPROVAL_REQUIRED' });
    expect(answer.detail.data.problems?.[0]?.message).toContain(
      `offboard plan --associations '[{"association":"opensearch-packages","target":${JSON.stringify(target)}}]'`,
    );
  });

  it('passes for an item of a plan by no mark of its own', async () => {
    const metadata = newMetadata({ timestamp: new Date(stack.runtime.clock.now()).toISOString() });
    const detail = { metadata, data: connection('web') };
    const input = {
      id: metadata.id,
      'detail-type': 'DisassociationRequested',
      source: 'x',
      detail,
      account: '111122223333',
    };
    const sfn = new SFNClient({
      endpoint: stack.runtime.endpoint,
      region: 'us-east-1',
      credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' },
    });
    await sfn.send(
      new StartExecutionCommand({
        stateMachineArn: `arn:aws:states:us-east-1:111122223333:stateMachine:offboard-dev-${KIND}`,
        input: JSON.stringify({ ...input, offboarding: { contentHash: 'a'.repeat(64) } }),
      }),
    );
    const answer = await stack.answerTo(metadata.id);
    expect(answer.detail.data).toMatchObject({ outcome: 'REJECTED', error: 'NOT_PLANNED' });
    sfn.destroy();
  });

  it('is one of 25 associations in any 60 minutes, and is told when there is room again', async () => {
    const { clock } = stack.runtime;
    await clock.advance(2 * 60 * 60 * 1000);
    const began = clock.now();
    const errors: unknown[] = [];
    for (const data of [
      packages(10),
      packages(10),
      ...['a1', 'b1', 'c1', 'd1', 'e1'].map((name) => connection(name)),
    ]) {
      errors.push((await stack.answerTo(await stack.ask(data))).detail.data.error);
      // A request takes real time, by which the hour of the next must not end.
      await clock.advance(60_000);
    }
    expect(errors).not.toContain('LIMIT');
    expect(errors, 'an invalid request is not counted').not.toContain('INVALID');
    const refused = await stack.answerTo(await stack.ask(connection('f1')));
    expect(refused.detail.data).toMatchObject({ outcome: 'REJECTED', error: 'LIMIT', retryAfter: expect.any(String) });
    const { retryAfter = '' } = refused.detail.data as { retryAfter?: string };
    expect(Date.parse(retryAfter) - began).toBeGreaterThanOrEqual(3_600_000);

    await clock.advance(Date.parse(retryAfter) - clock.now());
    expect((await stack.answerTo(await stack.ask(packages(11)))).detail.data).toMatchObject({ error: 'LIMIT' });
    expect((await stack.answerTo(await stack.ask(packages(10)))).detail.data.error).not.toBe('LIMIT');
    const tooMany = await stack.answerTo(await stack.ask(packages(26)));
    expect(tooMany.detail.data).toMatchObject({ error: 'LIMIT' });
    expect(tooMany.detail.data).not.toHaveProperty('retryAfter');
  });
});
