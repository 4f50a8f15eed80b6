import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { disassociationStuck, offboardingCompleted } from '../../events/index.ts';
import { type Functions, run } from './machine.ts';

const event = { id: '0d9e6f5a', ...offboardingCompleted.sample };
const messages = {
  topic: { subject: 'Completed', text: 'Completed\n' },
  'amazon-q': { version: '1.0' },
  slack: { text: '*Completed*', unfurl_links: false },
  pagerduty: { event_action: 'resolve', dedup_key: 'key' },
};
const SUBSTITUTIONS = {
  NoticeTopicArn: 'arn:topic',
  NoticeChatTopicArn: 'arn:chat',
  NoticeSlackConnectionArn: 'arn:slack',
  NoticePagerDutyConnectionArn: 'arn:pagerduty',
  SlackChannel: 'C0123456789',
};
const posted =
  (body: object): Functions =>
  () => ({ ok: { StatusCode: 200, ResponseBody: body as never } });
const CONDITION = { error: 'DynamoDb.ConditionalCheckFailedException' };

function notify(answers: Partial<Record<string, Functions>> = {}, input: object = event, Sinks = 'topic') {
  const handed: Record<string, unknown> = {};
  const functions: Functions = (state, given, now) => {
    handed[state] = given;
    return answers[state]?.(state, given, now) ?? { ok: state === 'WriteNotice' ? messages : {} };
  };
  return run('notice', input, functions, { Sinks, ...SUBSTITUTIONS }).then((ran) => ({
    ...ran,
    handed,
  }));
}

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

it('writes the key, then the message, and sends it', async () => {
  const { path, handed, execution } = await notify();
  expect(path).toEqual(['KeepKey', 'WriteNotice', 'Send', 'RouteBySink', 'PublishText', 'Notified']);
  expect(handed.WriteNotice).toEqual(event);
  expect(handed.PublishText).toEqual({ TopicArn: 'arn:topic', Subject: 'Completed', Message: 'Completed\n' });
  expect(execution.status).toBe('SUCCEEDED');
});

it('sends to each sink', async () => {
  const { path, handed } = await notify({}, event, 'topic,amazon-q');
  expect(path.filter((state) => state.startsWith('Publish')).toSorted()).toEqual(['PublishChatMessage', 'PublishText']);
  expect(handed.PublishChatMessage).toEqual({ TopicArn: 'arn:chat', Message: '{"version":"1.0"}' });
});

it('posts to Slack, whose token the connection adds', async () => {
  const { execution, handed } = await notify({ PostToSlack: posted({ ok: true }) }, event, 'slack');
  expect(execution.status).toBe('SUCCEEDED');
  expect(handed.PostToSlack).toEqual({
    ApiEndpoint: 'https://slack.com/api/chat.postMessage',
    Method: 'POST',
    InvocationConfig: { ConnectionArn: 'arn:slack' },
    RequestBody: { channel: 'C0123456789', ...messages.slack },
  });
});

it('that Slack posted nothing is a failure, though it answers 200', async () => {
  const answer = posted({ ok: false, error: 'channel_not_found' });
  const { execution, tasks } = await notify({ PostToSlack: answer }, event, 'slack');
  expect(execution).toMatchObject({ status: 'FAILED', error: 'States.QueryEvaluationError' });
  expect(execution).toMatchObject({ cause: expect.stringContaining('Slack posted nothing: channel_not_found') });
  expect(tasks.filter(({ state }) => state === 'PostToSlack')).toHaveLength(13);
});

it('sends to PagerDuty what failed or ended, whose routing key the connection adds', async () => {
  const { handed } = await notify({ SendToPagerDuty: posted({ status: 'success' }) }, event, 'pagerduty');
  expect(handed.SendToPagerDuty).toEqual({
    ApiEndpoint: 'https://events.pagerduty.com/v2/enqueue',
    Method: 'POST',
    InvocationConfig: { ConnectionArn: 'arn:pagerduty' },
    RequestBody: messages.pagerduty,
  });
});

it('sends nothing to PagerDuty of what nobody is paged for', async () => {
  const WriteNotice: Functions = () => ({ ok: { ...messages, pagerduty: null } });
  const { path, execution } = await notify({ WriteNotice }, event, 'pagerduty');
  expect(path).toEqual(['KeepKey', 'WriteNotice', 'Send', 'RouteBySink', 'NothingToSend', 'Notified']);
  expect(execution.status).toBe('SUCCEEDED');
});

it.each([
  ['copies of an event have its id', event, `OffboardingCompleted ${offboardingCompleted.read(event).metadata.id}`],
  [
    'the first stuck one of an offboarding stands for all',
    { id: 'x', ...disassociationStuck.sample },
    `DisassociationStuck ${disassociationStuck.read(disassociationStuck.sample).metadata.correlationId}`,
  ],
  [
    'an alarm has the id that EventBridge gave it',
    { id: 'x', 'detail-type': 'CloudWatch Alarm State Change', detail: {} },
    'CloudWatch Alarm State Change x',
  ],
])('%s', async (_, input, key) => {
  const { handed } = await notify({}, input);
  expect(handed.KeepKey).toMatchObject({ Item: { pk: { S: `notice#${sha256(key)}` } } });
});

it('a copy is not told again', async () => {
  const { path, execution } = await notify({ KeepKey: () => CONDITION });
  expect(path).toEqual(['KeepKey', 'AlreadyNotified']);
  expect(execution.status).toBe('SUCCEEDED');
});

it('a sink that fails for longer than half an hour fails the execution', async () => {
  const { execution, tasks } = await notify({ PublishText: () => ({ error: 'SNS.InternalErrorException' }) });
  expect(execution).toMatchObject({ status: 'FAILED', error: 'SNS.InternalErrorException' });
  expect(tasks.filter(({ state }) => state === 'PublishText')).toHaveLength(13);
});
