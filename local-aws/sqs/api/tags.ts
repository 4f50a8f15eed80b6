import type * as sdk from '@aws-sdk/client-sqs';
import { AwsError } from '../../core/aws.ts';
import type { SdkOperations } from '../../wire/input/sdk-operations.ts';
import type { Queues } from '../state/queues.ts';
import { on, queueOf } from './addressing.ts';
import { required } from './required.ts';

const MOST_TAGS = 50;
const LONGEST_KEY = 128;
const LONGEST_VALUE = 256;

export function tags(queues: Queues) {
  return {
    ListQueueTags: {
      ...on(queues, 'sqs:ListQueueTags'),
      run(input, call) {
        const { tags = {} } = queueOf(queues, input, call);
        return Object.keys(tags).length === 0 ? {} : { Tags: tags };
      },
    },
    TagQueue: {
      ...on(queues, 'sqs:TagQueue'),
      run(input, call) {
        const queue = queueOf(queues, input, call);
        const all = { ...queue.tags, ...required(input.Tags, 'Tags') };
        refuseTags(all);
        queues.setTags(queue, all);
        return {};
      },
    },
    UntagQueue: {
      ...on(queues, 'sqs:UntagQueue'),
      run(input, call) {
        const queue = queueOf(queues, input, call);
        const keys = required(input.TagKeys, 'TagKeys');
        const left = Object.entries(queue.tags ?? {}).filter(([key]) => !keys.includes(key));
        queues.setTags(queue, Object.fromEntries(left));
        return {};
      },
    },
  } satisfies SdkOperations<typeof sdk>;
}

/** @throws AwsError InvalidParameterValue */
export function refuseTags(tags: Readonly<Record<string, string>>): void {
  const entries = Object.entries(tags);
  if (entries.length > MOST_TAGS)
    throw new AwsError('InvalidParameterValue', `Too many tags added for queue: at most ${MOST_TAGS}.`);
  for (const [key, value] of entries) {
    if (key === '' || key.length > LONGEST_KEY)
      throw new AwsError(
        'InvalidParameterValue',
        `Tag keys must be between 1 and ${LONGEST_KEY} characters in length.`,
      );
    if (key.toLowerCase().startsWith('aws:'))
      throw new AwsError('InvalidParameterValue', 'Tag keys that begin with aws: are reserved for system use.');
    if (value.length > LONGEST_VALUE)
      throw new AwsError('InvalidParameterValue', `Tag values must be at most ${LONGEST_VALUE} characters in length.`);
  }
}
