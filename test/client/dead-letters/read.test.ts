import type { Message, ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { describe, expect, it } from 'vitest';
import { readDeadLetters } from '../../../client/dead-letters/read.ts';
import type { StackClient } from '../../../client/stack-client.ts';

const QUEUE = 'https://sqs.us-east-1.amazonaws.com/111122223333/offboard-dev-dead-letters';
const EVENT = { source: 'offboard', 'detail-type': 'DisassociationRequested', detail: { metadata: { id: '01JABC' } } };

/** A stack whose queue answers one page after the other, and what it was asked. */
function stackWith(pages: Message[][], local = false) {
  const asked: ReceiveMessageCommand['input'][] = [];
  const client = {
    connection: { local },
    stack: async () => ({ queues: [QUEUE] }),
    aws: {
      sqs: async () => ({
        async send({ input }: ReceiveMessageCommand) {
          asked.push(input);
          return { Messages: pages.shift() ?? [] };
        },
      }),
    },
  };
  return { asked, client: client as unknown as StackClient };
}

const message = (MessageId: string, body: unknown, ReceiptHandle = MessageId): Message => ({
  MessageId,
  ReceiptHandle,
  Body: typeof body === 'string' ? body : JSON.stringify(body),
});

describe('dead letters', () => {
  it('are EventBridge’s, with its attributes', async () => {
    const text = (StringValue: string) => ({ DataType: 'String', StringValue });
    const MessageAttributes = {
      ERROR_CODE: text('NO_PERMISSIONS'),
      ERROR_MESSAGE: text('denied'),
      RULE_ARN: text('a:rule/x/y'),
    };
    const { client } = stackWith([[{ ...message('1', EVENT), MessageAttributes }]]);
    expect(await readDeadLetters(client)).toMatchObject([
      {
        error: 'NO_PERMISSIONS',
        message: 'denied',
        rule: 'y',
        requestId: '01JABC',
        event: EVENT,
        queue: 'offboard-dev-dead-letters',
      },
    ]);
  });

  it('are Lambda’s, with the event inside the record of its invocation', async () => {
    const record = {
      version: '1.0',
      requestContext: { condition: 'RetriesExhausted', functionArn: 'arn:f:$LATEST', approximateInvokeCount: 3 },
      requestPayload: EVENT,
      responsePayload: { errorType: 'InvalidEvent', errorMessage: 'no id' },
    };
    const never = { requestContext: { condition: 'EventAgeExceeded' }, requestPayload: EVENT };
    const { client } = stackWith([[message('1', record), message('2', never)]]);
    expect(await readDeadLetters(client)).toMatchObject([
      {
        error: 'RetriesExhausted',
        message: 'InvalidEvent: no id',
        target: 'arn:f:$LATEST',
        retries: '2',
        requestId: '01JABC',
        event: EVENT,
      },
      { error: 'EventAgeExceeded', message: '', event: EVENT },
    ]);
  });

  it.each(['no JSON', '[]', { requestContext: {}, requestPayload: null }, { source: 'x' }])(
    'without an event are listed all the same: %j',
    async (body) => {
      const { client } = stackWith([[message('1', body)]]);
      const [deadLetter] = await readDeadLetters(client);
      expect(deadLetter).toMatchObject({ error: 'unknown' });
      expect(deadLetter).not.toHaveProperty('event');
    },
  );

  it('are each listed once, with the newest receipt, also where reading takes longer than they are hidden', async () => {
    const { client, asked } = stackWith([
      [message('1', EVENT, 'first')],
      [message('2', EVENT), message('1', EVENT, 'second')],
      [message('1', EVENT, 'third')],
      [message('3', EVENT)],
    ]);
    expect((await readDeadLetters(client)).map(({ receipt }) => receipt)).toEqual(['third', '2']);
    expect(asked).toHaveLength(3);
  });

  it('are asked of every server of a queue', async () => {
    const aws = stackWith([]);
    await readDeadLetters(aws.client);
    const local = stackWith([], true);
    await readDeadLetters(local.client);
    expect([...aws.asked, ...local.asked].map(({ WaitTimeSeconds }) => WaitTimeSeconds)).toEqual([1, 0]);
  });
});
