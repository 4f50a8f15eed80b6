import { afterAll, beforeAll, expect, it } from 'vitest';
import { type LocalAws, startLocalAws } from '../index.ts';
import { refusal, START } from './services.ts';

const ENDPOINT = 'https://api.example.com/messages';
const identity = { arn: 'arn:aws:iam::111122223333:user/tester', account: '111122223333' };
const machineArn = 'arn:aws:states:us-east-1:111122223333:stateMachine:notice';

let aws: LocalAws;
/** What the endpoint got. */
const got: unknown[] = [];

beforeAll(async () => {
  aws = await startLocalAws({
    start: START,
    httpEndpoints(request) {
      if (!request.url.startsWith(ENDPOINT)) return undefined;
      got.push(request);
      return { status: 200, body: { ok: true } };
    },
  });
});
afterAll(() => aws.close());

const call = <Output>(service: string, operation: string, input: object) =>
  aws.aws.call<Output>(service, operation, input, { identity });
const AUTH = {
  ApiKeyAuthParameters: { ApiKeyName: 'Authorization', ApiKeyValue: 'Bearer secret-token' },
  InvocationHttpParameters: {
    BodyParameters: [
      { Key: 'routing_key', Value: 'secret-key', IsValueSecret: true },
      { Key: 'kind', Value: 'of the connection', IsValueSecret: false },
    ],
    QueryStringParameters: [{ Key: 'v', Value: '2', IsValueSecret: false }],
  },
};
const create = (Name: string) =>
  call<{ ConnectionArn: string }>('eventbridge', 'CreateConnection', {
    Name,
    AuthorizationType: 'API_KEY',
    AuthParameters: AUTH,
  });
const invoke = (connectionArn: string, url = ENDPOINT) =>
  call('http', 'Invoke', {
    request: { method: 'POST', url, headers: {}, body: { text: 'hello', kind: 'of the task' } },
    connectionArn,
    machineArn,
  });

it('a connection adds to a request, and the outbox keeps what was asked for without it', async () => {
  const { ConnectionArn } = await create('slack');
  expect(await invoke(ConnectionArn)).toEqual({ status: 200, body: { ok: true } });
  expect(got).toEqual([
    {
      method: 'POST',
      url: `${ENDPOINT}?v=2`,
      headers: { Authorization: 'Bearer secret-token' },
      body: { text: 'hello', kind: 'of the connection', routing_key: 'secret-key' },
    },
  ]);
  const kept = aws.outbox.list();
  expect(kept).toMatchObject([{ service: 'http', to: ENDPOINT }]);
  expect(JSON.parse(kept[0]?.body ?? '')).toEqual({ text: 'hello', kind: 'of the task' });
});

it('a connection shows no secret', async () => {
  const { ConnectionArn } = await create('shown');
  const shown = await call('eventbridge', 'DescribeConnection', { Name: 'shown' });
  expect(shown).toMatchObject({
    ConnectionArn,
    ConnectionState: 'AUTHORIZED',
    SecretArn: expect.stringContaining('secret:events!connection/shown/'),
  });
  expect(JSON.stringify(shown)).not.toMatch(/secret-(token|key)/);
});

it('a connection is changed and deleted', async () => {
  const { ConnectionArn } = await create('changed');
  expect(await refusal(create('changed'))).toMatchObject({ code: 'ResourceAlreadyExistsException' });
  const BASIC = {
    AuthorizationType: 'BASIC',
    AuthParameters: { BasicAuthParameters: { Username: 'u', Password: 'p' } },
  };
  await call('eventbridge', 'UpdateConnection', { Name: 'changed', ...BASIC });
  await invoke(ConnectionArn);
  expect(got.at(-1)).toMatchObject({ headers: { Authorization: 'Basic dTpw' } });
  await call('eventbridge', 'DeleteConnection', { Name: 'changed' });
  expect(await refusal(invoke(ConnectionArn))).toMatchObject({ code: 'ResourceNotFoundException' });
});

it('an endpoint that nobody serves does not exist', async () => {
  const { ConnectionArn } = await create('other');
  const sent = aws.outbox.list().length;
  expect(await refusal(invoke(ConnectionArn, 'https://example.org/'))).toMatchObject({ code: 'NoSuchHost' });
  expect(aws.outbox.list()).toHaveLength(sent);
});

it.each(['http', 'events'])('nobody reads credentials or makes requests over the wire (%s)', async (service) => {
  const target = service === 'http' ? 'Http.Invoke' : 'AWSEvents.RetrieveConnectionCredentials';
  const { ConnectionArn } = await create(`wire-${service}`);
  const answer = await fetch(aws.endpoint, {
    method: 'POST',
    headers: {
      authorization: `AWS4-HMAC-SHA256 Credential=AKID/20260301/us-east-1/${service}/aws4_request, SignedHeaders=host, Signature=0a`,
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': target,
    },
    body: JSON.stringify({
      ConnectionArn,
      request: { method: 'POST', url: ENDPOINT },
      connectionArn: ConnectionArn,
      machineArn,
    }),
  });
  expect(answer.ok).toBe(false);
  expect(await answer.text()).not.toMatch(/secret-(token|key)/);
});
