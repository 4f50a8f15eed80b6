/** SNS: topics. Who may publish to them, and their subscribers, chats among them, are not simulated. */

import { type Named, type ResourceTypes, regionalArn } from './contract.ts';

const unnamed = { ref: ({ name }: Named) => name, deploy: 'known' } as const;

export const snsTypes: ResourceTypes = {
  'AWS::SNS::Topic': {
    nameProperty: 'TopicName',
    ref: topicArn,
    attributes: { TopicArn: topicArn, TopicName: ({ name }) => name },
    async deploy({ physicalId }, { aws, identity }) {
      const Name = physicalId.slice(physicalId.lastIndexOf(':') + 1);
      await aws.call('sns', 'CreateTopic', { Name }, { identity });
    },
  },
  'AWS::SNS::TopicPolicy': unnamed,
  'AWS::SNS::Subscription': unnamed,
  'AWS::Chatbot::MicrosoftTeamsChannelConfiguration': unnamed,
  'AWS::Chatbot::SlackChannelConfiguration': unnamed,
};

function topicArn(topic: Named): string {
  return regionalArn('sns', topic, topic.name);
}
