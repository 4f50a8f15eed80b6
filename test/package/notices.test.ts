/** What the stage parameter `notices` adds. */

import { expect, it } from 'vitest';
import { type NoticeTemplate, withNotices } from '../../packaging/notices.ts';

const stack = { functions: {}, roles: {}, machines: {}, resources: { Resources: {}, Outputs: {} } };
const machine = {
  definition: { States: {} },
  alarm: '',
  substitutions: { Sinks: '__sinks__', NoticeTopicArn: '__noticeTopicArn__' },
  statements: ['__sinkStatements__'],
};
const template: NoticeTemplate = {
  functions: { writeNotice: { name: 'write-notice', handler: 'functions/write-notice.handler' } },
  roles: { writeNotice: { statements: [] } },
  machines: { notice: machine },
  resources: { Resources: { NoticeRule: { Type: 'AWS::Events::Rule' } }, Outputs: {} },
  sinks: {
    topic: {
      statements: [{ Effect: 'Allow', Action: 'sns:Publish', Resource: { Ref: 'NoticeTopic' } }],
      resources: { Resources: { NoticeTopic: { Type: 'AWS::SNS::Topic' } }, Outputs: {} },
    },
  },
};

it('nothing by default', () => expect(withNotices(stack, template, '')).toBe(stack));

it('the machine, and what each sink needs', () => {
  const { machines, functions, resources } = withNotices(stack, template, 'topic');
  expect(Object.keys(functions)).toEqual(['writeNotice']);
  expect(Object.keys(resources.Resources)).toEqual(['NoticeRule', 'NoticeTopic']);
  expect(machines.notice).toMatchObject({
    substitutions: { Sinks: 'topic', NoticeTopicArn: { Ref: 'NoticeTopic' } },
    statements: template.sinks.topic?.statements,
  });
});

it('refuses what is no sink', () => {
  expect(() => withNotices(stack, template, 'topic, pigeon')).toThrow('notices names pigeon; it may name topic');
});
