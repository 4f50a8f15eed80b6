import type * as sdk from '@aws-sdk/client-cloudformation';
import type { DescribeStackResourcesInput } from '@aws-sdk/client-cloudformation';
import { AwsError } from '../../core/aws.ts';
import type { SdkOperations } from '../../wire/input/sdk-operations.ts';
import { pageOf } from './paging.ts';
import { findStack, onStack, type RunningStack, type StacksAt, stackId } from './running-stacks.ts';

const MOST_DESCRIBED = 100;

export function stackResourceOperations(stacksAt: StacksAt) {
  return {
    DescribeStackResources: {
      permissions: (input, call) => [onStack('cloudformation:DescribeStackResources', input.StackName, call)],
      run(input, call) {
        const here = stacksAt(call);
        if (input.StackName && input.PhysicalResourceId) {
          throw new AwsError(
            'ValidationError',
            'You must specify either StackName or PhysicalResourceId, but not both.',
          );
        }
        const stack = input.StackName ? findStack(here, input.StackName) : findByResource(here, input);
        const StackResources = resources(stack)
          .filter(({ LogicalResourceId: id }) => id === (input.LogicalResourceId ?? id))
          // "Only the first 100 resources will be returned" (API reference).
          .slice(0, MOST_DESCRIBED)
          .map(({ LastUpdatedTimestamp, ...resource }) => ({
            ...resource,
            StackId: stackId(stack),
            StackName: stack.name,
            Timestamp: LastUpdatedTimestamp,
          }));
        return { StackResources };
      },
    },
    ListStackResources: {
      permissions: (input, call) => [onStack('cloudformation:ListStackResources', input.StackName, call)],
      run(input, call) {
        const { rows, ...next } = pageOf(resources(findStack(stacksAt(call), input.StackName)), input.NextToken);
        return { StackResourceSummaries: rows, ...next };
      },
    },
  } satisfies SdkOperations<typeof sdk>;
}

function findByResource(stacks: readonly RunningStack[], input: DescribeStackResourcesInput): RunningStack {
  const { PhysicalResourceId: wanted } = input;
  if (!wanted) throw new AwsError('ValidationError', 'Either StackName or PhysicalResourceId must be specified');
  const stack = stacks.find((each) => each.resources.some(({ physicalId }) => physicalId === wanted));
  if (!stack) throw new AwsError('ValidationError', `Stack for ${wanted} does not exist`);
  return stack;
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
