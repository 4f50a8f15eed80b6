import type { Operation } from '../../core/aws.ts';
import { page } from '../../wire/input/pages.ts';
import type { Topic, Topics } from '../state/topics.ts';
import { invalidParameter, topicNotFound } from './errors.ts';

interface OfTopic {
  TopicArn: string;
}

/** SNS's own page of a list. */
const PAGE = 100;

export function topicOperations(topics: Topics) {
  const CreateTopic: Operation<{ Name: string }, OfTopic> = {
    permissions: ({ Name }, { region, account }) => [
      { action: 'sns:CreateTopic', resource: arnOf(Name, { region, account }) },
    ],
    run({ Name }, call) {
      if (!/^[\w-]{1,256}$/.test(Name)) throw invalidParameter('Topic Name');
      const arn = arnOf(Name, call);
      topics.put({ arn });
      return { TopicArn: arn };
    },
  };
  const DeleteTopic: Operation<OfTopic> = {
    ...on('sns:DeleteTopic'),
    run({ TopicArn }) {
      topics.delete(TopicArn);
      return {};
    },
  };
  const ListTopics: Operation<{ NextToken?: string }> = {
    permissions: () => [{ action: 'sns:ListTopics', resource: '*' }],
    run({ NextToken }, call) {
      const { rows, token } = page(topics.list(call), {
        max: undefined,
        usual: PAGE,
        token: NextToken,
        keyOf: ({ arn }) => arn,
        refuse: () => invalidParameter('NextToken'),
        options: {},
      });
      return { Topics: rows.map(({ arn }) => ({ TopicArn: arn })), NextToken: token };
    },
  };
  return { CreateTopic, DeleteTopic, ListTopics };
}

/** The permission to do something with a topic. */
export function on(action: string) {
  return { permissions: ({ TopicArn }: OfTopic) => [{ action, resource: TopicArn }] };
}

/** @throws AwsError for what is no ARN of a topic, or of none that exists. */
export function topicOf(topics: Topics, arn: string): Topic {
  if (!/^arn:[\w-]+:sns:[a-z0-9-]+:\d{12}:[\w-]{1,256}$/.test(arn)) throw invalidParameter('TopicArn');
  const topic = topics.get(arn);
  if (topic === undefined) throw topicNotFound();
  return topic;
}

function arnOf(name: string, { region, account }: { region: string; account: string }): string {
  return `arn:aws:sns:${region}:${account}:${name}`;
}
