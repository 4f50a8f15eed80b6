import type { Tag } from '@aws-sdk/client-sfn';
import type { MachineRevision } from '../executions/machines.ts';
import { resourceNotFound, tooManyTags } from './errors.ts';
import type { Operations } from './inputs.ts';
import { checkArn } from './names.ts';
import { on, type Sfn } from './service.ts';

const MAX_TAGS = 50;

export function tags(sfn: Sfn) {
  return {
    TagResource: {
      permissions: on('TagResource', 'resourceArn'),
      run(input) {
        const { arn } = tagged(sfn, input);
        sfn.machines.setTags(arn, checkedTags({ ...sfn.machines.tags(arn), ...tagRecord(input.tags) }, arn));
        return {};
      },
    },
    UntagResource: {
      permissions: on('UntagResource', 'resourceArn'),
      run(input) {
        const { arn } = tagged(sfn, input);
        const remaining = Object.entries(sfn.machines.tags(arn)).filter(([key]) => !input.tagKeys?.includes(key));
        sfn.machines.setTags(arn, Object.fromEntries(remaining));
        return {};
      },
    },
    ListTagsForResource: {
      permissions: on('ListTagsForResource', 'resourceArn'),
      run(input) {
        const { arn } = tagged(sfn, input);
        return { tags: Object.entries(sfn.machines.tags(arn)).map(([key, value]) => ({ key, value })) };
      },
    },
  } satisfies Operations;
}

export function tagRecord(inputs: readonly Tag[] | undefined): Record<string, string> {
  return Object.fromEntries((inputs ?? []).map(({ key = '', value = '' }) => [key, value]));
}

/** @throws TooManyTags */
export function checkedTags(all: Record<string, string>, arn: string): Record<string, string> {
  if (Object.keys(all).length > MAX_TAGS) throw tooManyTags(arn);
  return all;
}

function tagged(sfn: Sfn, input: { resourceArn: string }): MachineRevision {
  const arn = input.resourceArn;
  checkArn(arn, 'stateMachine');
  const machine = sfn.machines.find(arn);
  if (!machine) throw resourceNotFound(arn);
  return machine;
}
