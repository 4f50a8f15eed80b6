/** Tags on buses and rules. */

import type {
  ListTagsForResourceRequest,
  ListTagsForResourceResponse,
  Tag,
  TagResourceRequest,
  UntagResourceRequest,
} from '@aws-sdk/client-eventbridge';
import { AwsError, type Call, type Operation } from '../../core/aws.ts';
import { validate } from '../../wire/input/validate.ts';
import type { EventBridgeParts } from '../delivery/parts.ts';
import { busName } from '../state/arns.ts';

const MOST_TAGS = 50;

type Nothing = Record<string, never>;
type Tags = Record<string, string>;

/** @throws AwsError ValidationException for a key or a value of a wrong length. */
export function tagsOf(tags: readonly Tag[] | undefined): Tags {
  for (const tag of tags ?? []) {
    validate(tag, { Key: { required: true, length: [1, 128] }, Value: { required: true, length: [0, 256] } });
  }
  return Object.fromEntries((tags ?? []).map(({ Key = '', Value = '' }) => [Key, Value]));
}

export function tagOperations({ buses, rules }: EventBridgeParts) {
  const on = (action: string) => (input: { ResourceARN: string | undefined }) => [
    { action: `events:${action}`, resource: input.ResourceARN ?? '*' },
  ];

  /** A tagged resource, and how to store its tags. */
  function tagged(arn: string, call: Call): { tags: Tags; write(tags: Tags): void } {
    const rule = rules.find(arn);
    if (rule) return { tags: rule.tags, write: (tags) => rules.put({ ...rule, tags }) };
    const bus = arn.includes(':event-bus/') ? buses.find(busName(arn, call)) : undefined;
    if (bus) return { tags: bus.tags, write: (tags) => buses.put({ ...bus, tags }) };
    const [, sort, name] = /:(rule|event-bus)\/(.+)$/.exec(arn) ?? [];
    const what = sort === 'rule' ? `Rule ${name}` : `Event bus ${name ?? arn}`;
    throw new AwsError('ResourceNotFoundException', `${what} does not exist.`);
  }

  const TagResource: Operation<TagResourceRequest, Nothing> = {
    permissions: on('TagResource'),
    run({ ResourceARN = '', Tags }, call) {
      const { tags, write } = tagged(ResourceARN, call);
      const all = { ...tags, ...tagsOf(Tags) };
      if (Object.keys(all).length > MOST_TAGS) {
        throw new AwsError('ValidationException', `Tags cannot be more than ${MOST_TAGS}.`);
      }
      write(all);
      return {};
    },
  };

  const UntagResource: Operation<UntagResourceRequest, Nothing> = {
    permissions: on('UntagResource'),
    run({ ResourceARN = '', TagKeys = [] }, call) {
      const { tags, write } = tagged(ResourceARN, call);
      write(Object.fromEntries(Object.entries(tags).filter(([key]) => !TagKeys.includes(key))));
      return {};
    },
  };

  const ListTagsForResource: Operation<ListTagsForResourceRequest, ListTagsForResourceResponse> = {
    permissions: on('ListTagsForResource'),
    run({ ResourceARN = '' }, call) {
      const { tags } = tagged(ResourceARN, call);
      return { Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })) };
    },
  };

  return { TagResource, UntagResource, ListTagsForResource };
}
