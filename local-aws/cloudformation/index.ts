/** AWS CloudFormation, as far as looking at stacks goes. */

import type {
  DescribeStackResourcesInput,
  DescribeStackResourcesOutput,
  DescribeStacksInput,
  DescribeStacksOutput,
  ListStackResourcesInput,
  ListStackResourcesOutput,
  Output,
  Stack,
} from '@aws-sdk/client-cloudformation';
import { AwsError, type Call, type Operation, type Permission, type Service } from '../core/aws.ts';
import { guid } from '../core/random.ts';
import { type Inputs, typed } from '../wire/input/typed.ts';

const VERSION = '2010-05-15';

/** One stack that runs here, as the template and its loading made it. */
export interface RunningStack {
  name: string;
  account: string;
  region: string;
  /** Milliseconds since 1970. */
  created: number;
  description?: string;
  parameters: Readonly<Record<string, string>>;
  outputs: readonly Output[];
  resources: readonly { logicalId: string; physicalId: string; type: string }[];
}

const inputs: Inputs = {
  DescribeStacks: { StackName: 'text' },
  DescribeStackResources: { StackName: 'text', LogicalResourceId: 'text', PhysicalResourceId: 'text' },
  ListStackResources: { StackName: 'text' },
};

export function cloudformation(stacks: () => readonly RunningStack[]): Service {
  const stacksAt = (call: Call) =>
    stacks().filter(({ account, region }) => account === call.account && region === call.region);
  const DescribeStacks: Operation<DescribeStacksInput, DescribeStacksOutput> = {
    permissions: (input, call) => [onStack('cloudformation:DescribeStacks', input.StackName, call)],
    run(input, call) {
      const here = stacksAt(call);
      return { Stacks: (input.StackName ? [find(here, input.StackName)] : here).map(described) };
    },
  };
  const DescribeStackResources: Operation<DescribeStackResourcesInput, DescribeStackResourcesOutput> = {
    permissions: (input, call) => [onStack('cloudformation:DescribeStackResources', input.StackName, call)],
    run(input, call) {
      const here = stacksAt(call);
      const stack = input.StackName ? find(here, input.StackName) : findByResource(here, input);
      const StackResources = resources(stack)
        .filter(({ LogicalResourceId: id }) => id === (input.LogicalResourceId ?? id))
        .map(({ LastUpdatedTimestamp, ...resource }) => ({
          ...resource,
          StackId: stackId(stack),
          StackName: stack.name,
          Timestamp: LastUpdatedTimestamp,
        }));
      return { StackResources };
    },
  };
  const ListStackResources: Operation<ListStackResourcesInput, ListStackResourcesOutput> = {
    permissions: (input, call) => [onStack('cloudformation:ListStackResources', input.StackName, call)],
    run: (input, call) => ({ StackResourceSummaries: resources(find(stacksAt(call), input.StackName)) }),
  };
  const service: Service = {
    name: 'cloudformation',
    signingName: 'cloudformation',
    protocol: 'awsQuery',
    version: VERSION,
    namespace: `http://cloudformation.amazonaws.com/doc/${VERSION}/`,
    operations: { DescribeStacks, DescribeStackResources, ListStackResources },
  };
  return typed(service, inputs);
}

function find(stacks: readonly RunningStack[], wanted: string | undefined): RunningStack {
  const stack = stacks.find((each) => each.name === wanted || stackId(each) === wanted);
  if (!stack) throw new AwsError('ValidationError', `Stack with id ${wanted} does not exist`);
  return stack;
}

/** "You must specify either StackName or PhysicalResourceId, but not both." */
function findByResource(stacks: readonly RunningStack[], input: DescribeStackResourcesInput): RunningStack {
  const { PhysicalResourceId: wanted } = input;
  if (!wanted) throw new AwsError('ValidationError', 'Either StackName or PhysicalResourceId must be specified');
  const stack = stacks.find((each) => each.resources.some(({ physicalId }) => physicalId === wanted));
  if (!stack) throw new AwsError('ValidationError', `Stack for ${wanted} does not exist`);
  return stack;
}

function described(stack: RunningStack): Stack {
  return {
    StackId: stackId(stack),
    StackName: stack.name,
    Description: stack.description,
    CreationTime: new Date(stack.created),
    StackStatus: 'CREATE_COMPLETE',
    Parameters: Object.entries(stack.parameters).map(([ParameterKey, ParameterValue]) => ({
      ParameterKey,
      ParameterValue,
    })),
    Outputs: [...stack.outputs],
  };
}

function resources({ resources: all, created }: RunningStack) {
  return all.map(({ logicalId, physicalId, type }) => ({
    LogicalResourceId: logicalId,
    PhysicalResourceId: physicalId,
    ResourceType: type,
    LastUpdatedTimestamp: new Date(created),
    ResourceStatus: 'CREATE_COMPLETE' as const,
  }));
}

function stackId({ name, account, region }: Pick<RunningStack, 'name' | 'account' | 'region'>): string {
  return `arn:aws:cloudformation:${region}:${account}:stack/${name}/${guid(account, region, name)}`;
}

function onStack(action: string, name: string | undefined, { account, region }: Call): Permission {
  if (name === undefined) return { action, resource: '*' };
  return { action, resource: name.startsWith('arn:') ? name : stackId({ name, account, region }) };
}
