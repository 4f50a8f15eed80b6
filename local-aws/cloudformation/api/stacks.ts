import type * as sdk from '@aws-sdk/client-cloudformation';
import type { Stack } from '@aws-sdk/client-cloudformation';
import type { SdkOperations } from '../../wire/input/sdk-operations.ts';
import { pageOf } from './paging.ts';
import { findStack, onStack, type RunningStack, type StacksAt, stackId } from './running-stacks.ts';

export function stackOperations(stacksAt: StacksAt) {
  return {
    DescribeStacks: {
      permissions: (input, call) => [onStack('cloudformation:DescribeStacks', input.StackName, call)],
      run(input, call) {
        const here = stacksAt(call);
        const { rows, ...next } = pageOf(input.StackName ? [findStack(here, input.StackName)] : here, input.NextToken);
        return { Stacks: rows.map(described), ...next };
      },
    },
  } satisfies SdkOperations<typeof sdk>;
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
