/** AWS CloudFormation, read-only: the stacks that run here and their resources. */

import type { Call, Service } from '../core/aws.ts';
import { type Inputs, required, text } from '../wire/input/shape.ts';
import { typed } from '../wire/input/typed.ts';
import type { RunningStack } from './api/running-stacks.ts';
import { stackResourceOperations } from './api/stack-resources.ts';
import { stackOperations } from './api/stacks.ts';

const VERSION = '2010-05-15';

const NEXT_TOKEN = text({ length: [1, 1024] });

const inputs: Inputs = {
  DescribeStacks: { StackName: 'text', NextToken: NEXT_TOKEN },
  DescribeStackResources: { StackName: 'text', LogicalResourceId: 'text', PhysicalResourceId: 'text' },
  ListStackResources: { StackName: required('text'), NextToken: NEXT_TOKEN },
};

export function cloudformation(stacks: () => readonly RunningStack[]): Service {
  const stacksAt = ({ account, region }: Call) =>
    stacks().filter((stack) => stack.account === account && stack.region === region);
  const service: Service = {
    name: 'cloudformation',
    signingName: 'cloudformation',
    protocol: 'awsQuery',
    version: VERSION,
    namespace: `http://cloudformation.amazonaws.com/doc/${VERSION}/`,
    operations: { ...stackOperations(stacksAt), ...stackResourceOperations(stacksAt) },
  };
  return typed(service, inputs, { code: 'ValidationError' });
}
