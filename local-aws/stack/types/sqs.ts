import { alreadyThere } from './already-there.ts';
import { type Named, type Properties, type ResourceTypes, regionalArn } from './contract.ts';

/** Queue properties of CloudFormation that are no attribute of SQS. */
const NOT_ATTRIBUTES = ['QueueName', 'Tags'];

export const sqsTypes: ResourceTypes = {
  'AWS::SQS::Queue': {
    nameProperty: 'QueueName',
    ref: queueUrl,
    attributes: {
      Arn: (queue) => regionalArn('sqs', queue, queue.name),
      QueueName: ({ name }) => name,
      QueueUrl: queueUrl,
    },
    async deploy({ properties, physicalId }, { aws, identity }) {
      const QueueName = physicalId.slice(physicalId.lastIndexOf('/') + 1);
      const Attributes = attributesOf(properties);
      const tags = tagsOf(properties);
      const exists = await alreadyThere(['QueueNameExists', 'QueueAlreadyExists'], () =>
        aws.call('sqs', 'CreateQueue', { QueueName, Attributes, tags }, { identity }),
      );
      if (!exists) return;
      await aws.call('sqs', 'SetQueueAttributes', { QueueUrl: physicalId, Attributes }, { identity });
    },
  },

  'AWS::SQS::QueuePolicy': {
    ref: ({ name }) => name,
    async deploy({ properties }, { aws, identity }) {
      const Attributes = { Policy: JSON.stringify(properties.PolicyDocument) };
      for (const QueueUrl of properties.Queues as string[]) {
        await aws.call('sqs', 'SetQueueAttributes', { QueueUrl, Attributes }, { identity });
      }
    },
  },
};

function queueUrl({ region, account, name }: Named): string {
  return `https://sqs.${region}.amazonaws.com/${account}/${name}`;
}

function tagsOf({ Tags }: Properties): Record<string, string> | undefined {
  if (Tags === undefined) return undefined;
  return Object.fromEntries((Tags as { Key: string; Value: string }[]).map(({ Key, Value }) => [Key, Value]));
}

function attributesOf(properties: Properties): Record<string, string> {
  return Object.fromEntries(
    Object.entries(properties)
      .filter(([name]) => !NOT_ATTRIBUTES.includes(name))
      .map(([name, value]) => [name, typeof value === 'object' ? JSON.stringify(value) : String(value)]),
  );
}
