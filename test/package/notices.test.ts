/** What the stage parameter `notices` adds. */

import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { type NoticeTemplate, withNotices } from '../../packaging/notices.ts';

const stack = { functions: {}, roles: {}, machines: {}, resources: { Resources: {}, Outputs: {} } };
const machine = {
  definition: { States: {} },
  alarm: '',
  substitutions: { Sinks: '__sinks__', Slack: '__slackConnection__', Channel: '__slackBotChannel__' },
  statements: ['__sinkStatements__'],
};
const template: NoticeTemplate = {
  functions: { writeNotice: { name: 'write-notice', handler: 'functions/write-notice.handler' } },
  roles: { writeNotice: { statements: [] } },
  machines: { notice: machine },
  resources: { Resources: { NoticeRule: { Type: 'AWS::Events::Rule' } }, Outputs: {} },
  noConnection: 'none',
  sinks: {
    topic: {
      statements: [{ Effect: 'Allow', Action: 'sns:Publish', Resource: { Ref: 'NoticeTopic' } }],
      resources: { Resources: { NoticeTopic: { Type: 'AWS::SNS::Topic' } }, Outputs: {} },
    },
    slack: {
      statements: [],
      connection: 'arn',
      resources: { Resources: { NoticeSlackConnection: { Type: 'AWS::Events::Connection' } }, Outputs: {} },
    },
    'amazon-q': {
      statements: [{ Effect: 'Allow', Action: 'sns:Publish', Resource: { Ref: 'NoticeChatTopic' } }],
      resources: {
        Resources: {
          NoticeChannel: {
            Type: '__channelType__',
            Properties: {
              SlackWorkspaceId: '__slackWorkspace__',
              SlackChannelId: '__slackChannel__',
              TeamId: '__team__',
              TeamsTenantId: '__teamsTenant__',
              TeamsChannelId: '__teamsChannel__',
            },
          },
        },
        Outputs: {},
      },
    },
  },
};

const textOf = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');

it('requests go where the machine says, which its role allows, and nowhere else', () => {
  const allowed = textOf('templates/notices.yml').matchAll(/states:HTTPMethod: POST\n +states:HTTPEndpoint: (\S+)/g);
  const sent = textOf('statemachines/notice.asl.json').matchAll(/"ApiEndpoint": "([^"]+)"/g);
  const addresses = Array.from(sent, ([, address]) => address);
  expect(addresses).toEqual(['https://slack.com/api/chat.postMessage', 'https://events.pagerduty.com/v2/enqueue']);
  expect(Array.from(allowed, ([, address]) => address)).toEqual(addresses);
  expect(textOf('templates/notices.yml').match(/InvokeHTTPEndpoint/g)).toHaveLength(addresses.length);
});

it('nothing by default', () => expect(withNotices(stack, template, '')).toBe(stack));

it('the machine, and what each sink needs', () => {
  const { machines, functions, resources } = withNotices(stack, template, 'topic');
  expect(Object.keys(functions)).toEqual(['writeNotice']);
  expect(Object.keys(resources.Resources)).toEqual(['NoticeRule', 'NoticeTopic']);
  expect(machines.notice).toMatchObject({
    substitutions: { Sinks: 'topic', Slack: 'none', Channel: 'none' },
    statements: template.sinks.topic?.statements,
  });
});

it.each([
  [
    'amazon-q@slack/T01234567/C0123456789',
    'AWS::Chatbot::SlackChannelConfiguration',
    { SlackWorkspaceId: 'T01234567', SlackChannelId: 'C0123456789' },
  ],
  [
    'amazon-q@teams/0a1b-2c/3d4e-5f/19%3ab6@thread.tacv2',
    'AWS::Chatbot::MicrosoftTeamsChannelConfiguration',
    { TeamId: '0a1b-2c', TeamsTenantId: '3d4e-5f', TeamsChannelId: '19%3ab6@thread.tacv2' },
  ],
])('the channel of %s', (sinks, Type, Properties) => {
  const { machines, resources } = withNotices(stack, template, sinks);
  expect(resources.Resources.NoticeChannel).toEqual({ Type, Properties });
  expect(machines.notice?.substitutions).toMatchObject({ Sinks: 'amazon-q' });
});

it('the connection and the channel of Slack', () => {
  const { machines, resources } = withNotices(stack, template, 'topic, slack@C0123456789');
  expect(machines.notice?.substitutions).toEqual({ Sinks: 'topic,slack', Slack: 'arn', Channel: 'C0123456789' });
  expect(Object.keys(resources.Resources)).toContain('NoticeSlackConnection');
});

it.each([
  ['topic, pigeon', 'notices names pigeon; it may name topic, slack, amazon-q'],
  ['slack', 'notices must name the channel of slack by its id, as in slack@C0123456789'],
  ['slack@#offboarding', "not '#offboarding'"],
  ['topic@here', 'notices names an address for topic, which has none'],
  ['amazon-q', 'notices must name the channel of amazon-q, as in amazon-q@slack/WORKSPACE/CHANNEL'],
  ['amazon-q@slack/T01234567', "not 'slack/T01234567'"],
])('refuses %s', (sinks, message) => {
  expect(() => withNotices(stack, template, sinks)).toThrow(message);
});
