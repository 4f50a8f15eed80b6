import {
  CloudFormationClient,
  DescribeStackResourcesCommand,
  DescribeStacksCommand,
  ListStackResourcesCommand,
  paginateListStackResources,
} from '@aws-sdk/client-cloudformation';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { cloudformation } from '../cloudformation/index.ts';
import { door } from './wire-clients/door.ts';

const RESOURCES = Array.from({ length: 230 }, (_, index) => `Resource${index}`);

let open: Awaited<ReturnType<typeof door>>;
let client: CloudFormationClient;

beforeAll(async () => {
  const stack = {
    name: 'large',
    account: '111122223333',
    region: 'us-east-1',
    created: Date.UTC(2026, 0, 1),
    parameters: {},
    outputs: [],
    resources: RESOURCES.map((logicalId) => ({ logicalId, physicalId: `large-${logicalId}`, type: 'AWS::SQS::Queue' })),
  };
  open = await door(() => cloudformation(() => [stack]));
  client = new CloudFormationClient(open.config);
});
afterAll(async () => {
  client.destroy();
  await open.close();
});

it('lists the resources of a stack by the hundred', async () => {
  const pages: (string | undefined)[][] = [];
  for await (const page of paginateListStackResources({ client }, { StackName: 'large' })) {
    pages.push((page.StackResourceSummaries ?? []).map(({ LogicalResourceId }) => LogicalResourceId));
  }
  expect(pages.map(({ length }) => length)).toEqual([100, 100, 30]);
  expect(pages.flat()).toEqual(RESOURCES);
  const described = await client.send(new DescribeStackResourcesCommand({ StackName: 'large' }));
  expect(described.StackResources).toHaveLength(100);
});

it.each([
  [new ListStackResourcesCommand({ StackName: 'large', NextToken: 'bogus' }), /NextToken/],
  [new ListStackResourcesCommand({ StackName: 'large', NextToken: 'x'.repeat(1025) }), /nextToken.*1024/],
  [new DescribeStacksCommand({ NextToken: 'bogus' }), /NextToken/],
  [new ListStackResourcesCommand({ StackName: undefined }), /'stackName' failed to satisfy constraint/],
  [new DescribeStackResourcesCommand({ StackName: 'large', PhysicalResourceId: 'large-Resource1' }), /but not both/],
  [new DescribeStacksCommand({ StackName: 'small' }), /Stack with id small does not exist/],
])('a request that CloudFormation does not take is a ValidationError (%#)', async (command, message) => {
  const refused = { name: 'ValidationError', message: expect.stringMatching(message) };
  await expect(client.send(command as DescribeStacksCommand)).rejects.toMatchObject(refused);
});
