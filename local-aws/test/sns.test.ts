import { afterAll, beforeAll, expect, it } from 'vitest';
import { refusal, type Services, startServices } from './services.ts';

const TopicArn = 'arn:aws:sns:us-east-1:111122223333:notices';

let aws: Services;

beforeAll(async () => {
  aws = await startServices();
  expect(await aws.call('sns', 'CreateTopic', { Name: 'notices' })).toEqual({ TopicArn });
});
afterAll(() => aws.close());

const publish = (input: object) => aws.call('sns', 'Publish', { TopicArn, Message: 'text', ...input });

it('keeps what subscribers would get', async () => {
  await publish({ Subject: 'Approve or deny' });
  await publish({ Message: 'line\nline' });
  expect(aws.outbox.list()).toEqual([
    { at: expect.any(Number), service: 'sns', to: TopicArn, subject: 'Approve or deny', body: 'text' },
    { at: expect.any(Number), service: 'sns', to: TopicArn, body: 'line\nline' },
  ]);
  const shown = await fetch(`${aws.endpoint}/_local-aws/outbox`).then((answer) => answer.json());
  expect(shown).toEqual({ items: aws.outbox.list() });
});

it.each([
  [{ TopicArn: `${TopicArn}-other` }, 'NotFound', 'Topic does not exist', 404],
  [{ TopicArn: 'notices' }, 'InvalidParameter', 'Invalid parameter: TopicArn', 400],
  [{ Subject: 'é' }, 'InvalidParameter', 'Invalid parameter: Subject', 400],
  [{ Subject: 'a\nb' }, 'InvalidParameter', 'Invalid parameter: Subject', 400],
  [{ Subject: 'a'.repeat(101) }, 'InvalidParameter', 'Invalid parameter: Subject', 400],
  [{ Message: '' }, 'InvalidParameter', 'Invalid parameter: Empty message', 400],
  [{ Message: 'é'.repeat(131_073) }, 'InvalidParameter', 'Invalid parameter: Message too long', 400],
])('refuses %j', async (input, code, message, status) => {
  expect(await refusal(publish(input))).toEqual({ code, message, status });
});

it('speaks the Query protocol', async () => {
  const answer = await fetch(aws.endpoint, {
    method: 'POST',
    headers: {
      authorization:
        'AWS4-HMAC-SHA256 Credential=AKID/20260301/us-east-1/sns/aws4_request, SignedHeaders=host, Signature=0a',
      'content-type': 'application/x-www-form-urlencoded; charset=utf-8',
    },
    body: 'Action=ListTopics&Version=2010-03-31',
  });
  expect(await answer.text()).toContain(`<Topics><member><TopicArn>${TopicArn}</TopicArn></member></Topics>`);
});

it('lists topics page by page, and forgets deleted ones', async () => {
  const names = Array.from({ length: 101 }, (_, index) => `topic-${index}`);
  for (const Name of names) await aws.call('sns', 'CreateTopic', { Name });
  await aws.call('sns', 'DeleteTopic', { TopicArn: TopicArn.replace('notices', 'topic-0') });
  const pages: number[] = [];
  let NextToken: string | undefined;
  do {
    const page = await aws.call<{ Topics: object[]; NextToken?: string }>('sns', 'ListTopics', { NextToken });
    pages.push(page.Topics.length);
    NextToken = page.NextToken;
  } while (NextToken !== undefined);
  expect(pages).toEqual([100, 1]);
});
