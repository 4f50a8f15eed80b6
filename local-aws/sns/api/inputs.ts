import { type Inputs, required } from '../../wire/input/shape.ts';

const TOPIC = { TopicArn: required('text') };

export const INPUTS = {
  CreateTopic: { Name: required('text') },
  DeleteTopic: TOPIC,
  ListTopics: { NextToken: 'text' },
  Publish: { ...TOPIC, Subject: 'text', Message: required('text') },
} as const satisfies Inputs;
