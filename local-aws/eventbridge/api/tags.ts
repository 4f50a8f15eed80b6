import type { Tag } from '@aws-sdk/client-eventbridge';
import { AwsError, type Call } from '../../core/aws.ts';
import type { EventBridgeParts } from '../delivery/parts.ts';
import { busName, DEFAULT_BUS } from '../state/arns.ts';
import { noSuchBus, noSuchRule } from '../state/errors.ts';
import type { Operations } from './inputs.ts';

type Tags = Record<string, string>;

const MOST_TAGS = 50;

export function tagsOf(tags: readonly Tag[] | undefined): Tags {
  return Object.fromEntries((tags ?? []).map(({ Key = '', Value = '' }) => [Key, Value]));
}

export function tagOperations({ buses, rules }: EventBridgeParts) {
  const on = (action: string) => (input: { ResourceARN: string }) => [
    { action: `events:${action}`, resource: input.ResourceARN },
  ];

  /** A tagged resource, and how to store its tags. */
  function tagged(arn: string, call: Call): { tags: Tags; write(tags: Tags): void } {
    const rule = rules.find(arn);
    if (rule) return { tags: rule.tags, write: (tags) => rules.put({ ...rule, tags }) };
    const bus = arn.includes(':event-bus/') ? buses.find(busName(arn, call)) : undefined;
    if (bus) return { tags: bus.tags, write: (tags) => buses.put({ ...bus, tags }) };
    const [, busOfRule = DEFAULT_BUS, name] = /:rule\/(?:(.+)\/)?([^/]+)$/.exec(arn) ?? [];
    if (name !== undefined) throw noSuchRule(name, busOfRule);
    throw noSuchBus(/:event-bus\/(.+)$/.exec(arn)?.[1] ?? arn);
  }

  return {
    TagResource: {
      permissions: on('TagResource'),
      run({ ResourceARN, Tags }, call) {
        const { tags, write } = tagged(ResourceARN, call);
        const all = { ...tags, ...tagsOf(Tags) };
        if (Object.keys(all).length > MOST_TAGS) {
          throw new AwsError('ValidationException', `Tags cannot be more than ${MOST_TAGS}.`);
        }
        write(all);
        return {};
      },
    },
    UntagResource: {
      permissions: on('UntagResource'),
      run({ ResourceARN, TagKeys }, call) {
        const { tags, write } = tagged(ResourceARN, call);
        write(Object.fromEntries(Object.entries(tags).filter(([key]) => !TagKeys.includes(key))));
        return {};
      },
    },
    ListTagsForResource: {
      permissions: on('ListTagsForResource'),
      run({ ResourceARN }, call) {
        const { tags } = tagged(ResourceARN, call);
        return { Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })) };
      },
    },
  } satisfies Operations;
}
