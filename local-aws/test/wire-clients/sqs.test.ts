import {
  AddPermissionCommand,
  CreateQueueCommand,
  GetQueueUrlCommand,
  QueueDoesNotExist,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { sqs } from '../../sqs/index.ts';
import { door } from './door.ts';

let open: Awaited<ReturnType<typeof door>>;
let client: SQSClient;

beforeAll(async () => {
  open = await door((aws) => sqs(aws, { endpoint: () => 'http://127.0.0.1' }));
  client = new SQSClient(open.config);
});
afterAll(async () => {
  client.destroy();
  await open.close();
});

it('sends and receives: the client itself checks the digests of body and attributes', async () => {
  const { QueueUrl } = await client.send(new CreateQueueCommand({ QueueName: 'letters' }));
  const MessageAttributes = { Kind: { DataType: 'String', StringValue: 'é' } };
  await client.send(new SendMessageCommand({ QueueUrl, MessageBody: 'hé', MessageAttributes }));
  const { Messages } = await client.send(new ReceiveMessageCommand({ QueueUrl, MessageAttributeNames: ['All'] }));
  expect(Messages).toMatchObject([{ Body: 'hé', MessageAttributes }]);
});

it('names a missing queue as the client models it, and as the Query protocol did in a header', async () => {
  const error = await client.send(new GetQueueUrlCommand({ QueueName: 'nobody' })).catch((thrown) => thrown);
  expect(error).toBeInstanceOf(QueueDoesNotExist);
  expect(error.$response.headers['x-amzn-query-error']).toBe('AWS.SimpleQueueService.NonExistentQueue;Sender');
});

it('says of an operation that is not served that it is not, and which are', async () => {
  const QueueUrl = 'http://127.0.0.1/111122223333/letters';
  const Permission = { Label: 'all', AWSAccountIds: ['111122223333'], Actions: ['*'] };
  const call = client.send(new AddPermissionCommand({ QueueUrl, ...Permission }));
  await expect(call).rejects.toMatchObject({
    name: 'UnknownOperationException',
    message: expect.stringMatching(/^sqs AddPermission is not served by local AWS\. Served: .*SendMessage/),
  });
});
