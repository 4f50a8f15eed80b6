/** Which plan an id, or its first digits, names. */

import { S3Client } from '@aws-sdk/client-s3';
import { SFNClient } from '@aws-sdk/client-sfn';
import { afterAll, expect, it } from 'vitest';
import { findPlan } from '../../../client/plans/find.ts';
import type { StackClient } from '../../../client/stack-client.ts';
import { type Asked, wire } from '../../functions/wire.ts';

const MACHINE = 'arn:aws:states:us-east-1:111122223333:stateMachine:offboard-dev-offboard';
const ALIKE = ['a'.repeat(63), `${'a'.repeat(12)}${'b'.repeat(51)}`].map((digits) => `${digits}0`.padStart(64, 'a'));
const OTHER = 'c'.repeat(64);

/** Executions by their names, with the ids of their plans: the first was planned twice. */
const PLANS: Readonly<Record<string, string>> = {
  e1: ALIKE[0] ?? '',
  e2: ALIKE[1] ?? '',
  e3: OTHER,
  e4: ALIKE[0] ?? '',
};

const aws = await wire(({ target, body, url }: Asked) => {
  if (target.endsWith('ListExecutions')) {
    const executions = Object.keys(PLANS).map((name, index) => ({
      executionArn: name,
      name,
      startDate: 1_780_000_000 - index,
    }));
    return { body: { executions } };
  }
  if (target.endsWith('DescribeExecution')) {
    const name = String(body.executionArn);
    return {
      body: {
        output: JSON.stringify({ plan: { id: PLANS[name], stored: { key: `offboardings/${name}/plan.json` } } }),
      },
    };
  }
  const prefix = url.searchParams.get('prefix') ?? '';
  if (!url.searchParams.has('versions')) return { body: { key: url.pathname } };
  const version = prefix.endsWith('plan.json')
    ? `<Version><Key>${prefix}</Key><VersionId>v1</VersionId></Version>`
    : '';
  return {
    text: `<ListVersionsResult>${version}</ListVersionsResult>`,
    headers: { 'content-type': 'application/xml' },
  };
});
const sfn = new SFNClient({});
const s3 = new S3Client({ forcePathStyle: true });
afterAll(async () => {
  sfn.destroy();
  s3.destroy();
  await aws[Symbol.asyncDispose]();
});

const client = {
  stack: async () => ({
    name: 'offboard-dev',
    outputs: { BucketName: 'bucket' },
    machines: [{ arn: MACHINE, role: 'offboard' }],
  }),
  aws: { sfn: async () => sfn, s3: async () => s3 },
} as unknown as StackClient;

const keyOf = async (given: string) => ((await findPlan(client, given)) as unknown as { key: string }).key;

it.each([
  ['an id', ALIKE[1] ?? '', 'e2'],
  ['the first digits of one id', OTHER.slice(0, 12), 'e3'],
  ['an id that was planned twice: the newest run', ALIKE[0] ?? '', 'e1'],
])('%s', async (_, given, execution) => {
  expect(await keyOf(given)).toContain(`/${execution}/plan.json`);
});

it('digits that several ids begin with are refused, and the ids are named', async () => {
  await expect(findPlan(client, 'a'.repeat(12))).rejects.toMatchObject({
    code: 'INVALID',
    message: `the ids of 2 plans begin with ${'a'.repeat(12)}: give more digits`,
    hints: ALIKE,
  });
});

it.each(['c'.repeat(11), 'd'.repeat(12), `${OTHER}c`, ''])('%j names none', async (given) => {
  await expect(findPlan(client, given)).rejects.toMatchObject({ code: 'NOT_FOUND' });
});
