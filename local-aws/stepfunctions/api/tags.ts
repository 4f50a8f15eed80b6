/** Tags of state machines. */

import type {
  ListTagsForResourceInput,
  ListTagsForResourceOutput,
  Tag,
  TagResourceInput,
  TagResourceOutput,
  UntagResourceInput,
  UntagResourceOutput,
} from '@aws-sdk/client-sfn';
import type { Operation } from '../../core/aws.ts';
import { validate } from '../../wire/input/validate.ts';
import type { MachineRevision } from '../executions/machines.ts';
import { ARN } from './constraints.ts';
import { resourceNotFound, tooManyTags } from './errors.ts';
import { checkArn } from './names.ts';
import { on, type Sfn } from './service.ts';

const MAX_TAGS = 50;

export function tags(sfn: Sfn) {
  const TagResource: Operation<TagResourceInput, TagResourceOutput> = {
    permissions: on('TagResource', 'resourceArn'),
    run(input) {
      const { arn } = tagged(sfn, input);
      validate(input, { tags: { required: true } });
      sfn.machines.setTags(arn, checkedTags({ ...sfn.machines.tags(arn), ...tagRecord(input.tags) }, arn));
      return {};
    },
  };

  const UntagResource: Operation<UntagResourceInput, UntagResourceOutput> = {
    permissions: on('UntagResource', 'resourceArn'),
    run(input) {
      const { arn } = tagged(sfn, input);
      validate(input, { tagKeys: { required: true, each: { length: [1, 128] } } });
      const kept = Object.entries(sfn.machines.tags(arn)).filter(([key]) => !input.tagKeys?.includes(key));
      sfn.machines.setTags(arn, Object.fromEntries(kept));
      return {};
    },
  };

  const ListTagsForResource: Operation<ListTagsForResourceInput, ListTagsForResourceOutput> = {
    permissions: on('ListTagsForResource', 'resourceArn'),
    run(input) {
      const { arn } = tagged(sfn, input);
      return { tags: Object.entries(sfn.machines.tags(arn)).map(([key, value]) => ({ key, value })) };
    },
  };

  return { TagResource, UntagResource, ListTagsForResource };
}

/** @throws AwsError ValidationException for a key or a value of a wrong length. */
export function tagRecord(inputs: readonly Tag[] | undefined): Record<string, string> {
  for (const tag of inputs ?? []) validate(tag, { key: { length: [1, 128] }, value: { length: [0, 256] } });
  return Object.fromEntries((inputs ?? []).map(({ key = '', value = '' }) => [key, value]));
}

/** @throws TooManyTags */
export function checkedTags(all: Record<string, string>, arn: string): Record<string, string> {
  if (Object.keys(all).length > MAX_TAGS) throw tooManyTags(arn);
  return all;
}

function tagged(sfn: Sfn, input: { resourceArn: string | undefined }): MachineRevision {
  validate(input, { resourceArn: ARN });
  const arn = input.resourceArn;
  checkArn(arn, 'stateMachine');
  const machine = sfn.machines.find(arn);
  if (!machine) throw resourceNotFound(arn);
  return machine;
}
