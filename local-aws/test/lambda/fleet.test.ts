import { beforeAll, expect, it, vi } from 'vitest';
import { Bundles, given, invoke, startRuntime } from './runtime.ts';

const bundles = new Bundles();
let zip: string;

beforeAll(async () => {
  zip = await bundles.zip('fleet', `let runs = 0; export const handler = () => ++runs;`);
});

it('retires an environment that was idle', async () => {
  await using runtime = await startRuntime([given('worker', zip)], { idleTime: 20 });
  expect((await invoke(runtime, 'worker')).payload).toBe(1);
  await vi.waitUntil(async () => (await invoke(runtime, 'worker', {}).then(({ payload }) => payload)) === 1, {
    interval: 60,
  });
});

it('starts no other environment where one is given back soon', async () => {
  await using runtime = await startRuntime([given('worker', zip)]);
  const answers = await Promise.all([1, 2, 3, 4, 5].map(() => invoke(runtime, 'worker')));
  expect(answers.map(({ payload }) => payload).sort()).toEqual([1, 2, 3, 4, 5]);
});

it('refuses to invoke where Lambda may not be the function’s role', async () => {
  const fn = given('worker', zip);
  await using runtime = await startRuntime([fn]);
  runtime.iam.addRole({ arn: fn.definition.roleArn, trust: { Statement: [] }, policies: [] });
  await expect(invoke(runtime, 'worker')).rejects.toMatchObject({
    code: 'AccessDeniedException',
    message: 'The role defined for the function cannot be assumed by Lambda.',
  });
});

it('records what Lambda itself needs the role for, used and refused', async () => {
  const fn = given('worker', zip, { traced: true });
  await using runtime = await startRuntime([fn]);
  await invoke(runtime, 'worker');
  expect(runtime.iam.record.used().map(({ action }) => action)).toEqual([
    'sts:AssumeRole',
    'logs:CreateLogStream',
    'logs:PutLogEvents',
  ]);
  expect(runtime.iam.record.refusals().map(({ action }) => action)).toEqual([
    'xray:PutTraceSegments',
    'xray:PutTelemetryRecords',
  ]);
});
