/** Forwarding, with a toy service on two instances: what goes on, how it goes on, and what never does. */

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Call } from '../core/aws.ts';
import type { VerbatimResponse, WireRequest, WireResponse } from '../core/message.ts';
import { Forwarder } from '../forward/index.ts';
import type { Destination } from '../forward/options.ts';
import { type LocalAws, type SessionCredentials, startLocalAws } from '../index.ts';
import type { Service } from '../service.ts';

const ACCOUNT = '111122223333';
const CALLER = { arn: `arn:aws:sts::${ACCOUNT}:assumed-role/SecurityAudit/dana`, account: ACCOUNT };

/** Its operations must not run where it is forwarded. */
const toys = (run: () => unknown): Service => ({
  name: 'toys',
  signingName: 'toy',
  protocol: 'awsJson1.1',
  targetPrefix: 'Toys',
  operations: Object.fromEntries(
    ['ListToys', 'DeleteToy'].map((name) => [
      name,
      { permissions: () => [{ action: `toy:${name}`, resource: '*' }], run },
    ]),
  ),
});

const sent: { request: WireRequest; destination: Destination }[] = [];
let answer: WireResponse;
let near: Required<LocalAws>;

beforeAll(async () => {
  near = await startLocalAws({
    services: () => [
      toys(() => {
        throw new Error('it ran here');
      }),
    ],
    forward: {
      caller: CALLER,
      operations: new Set(['toy:ListToys']),
      actions: new Set(['toy:ListToys']),
      async send(request, destination) {
        sent.push({ request, destination });
        return answer;
      },
    },
  });
});

afterAll(() => near.close());

function call(operation: string, { accessKeyId, sessionToken }: SessionCredentials, path = '/'): Promise<Response> {
  sent.length = 0;
  const scope = `${accessKeyId}/20260301/eu-west-1/toy/aws4_request`;
  return fetch(`${near.endpoint}${path}`, {
    method: 'POST',
    headers: {
      authorization: `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=00`,
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-security-token': sessionToken,
      'x-amz-target': `Toys.${operation}`,
    },
    body: '{"Colour":"blue"}',
  });
}

describe('a call of a forwarded service', () => {
  it('is sent as it is, and its answer handed back as it came', async () => {
    answer = { status: 418, headers: { 'x-toy': 'bear', 'x-amzn-errortype': 'TeapotException:x' }, body: '{"odd": 1}' };
    const response = await call('ListToys', near.callerCredentials);

    expect(response.status).toBe(418);
    expect(response.headers.get('x-toy')).toBe('bear');
    expect(await response.text()).toBe('{"odd": 1}');
    expect(sent).toHaveLength(1);
    expect(sent[0]?.destination).toEqual({
      service: 'toys',
      signingName: 'toy',
      account: ACCOUNT,
      region: 'eu-west-1',
    });
    expect(sent[0]?.request.body.toString()).toBe('{"Colour":"blue"}');
    const record = near.calls.list().at(-1);
    expect(record).toMatchObject({ operation: 'ListToys', caller: CALLER.arn, result: 'TeapotException' });
  });

  it('is refused here where its operation is not on the list', async () => {
    const response = await call('DeleteToy', near.callerCredentials);

    expect(response.status).toBe(400);
    expect(await response.text()).toContain('toy:DeleteToy is not among the operations that are forwarded');
    expect(sent).toEqual([]);
    expect(near.calls.list().at(-1)).toMatchObject({ operation: 'DeleteToy', result: 'AccessDeniedException' });
  });

  it.each([
    ['an unknown key', { accessKeyId: 'AKIDEXAMPLE' }],
    ['the key with another token', { sessionToken: 'another' }],
  ])('is refused from %s', async (_, other) => {
    const response = await call('ListToys', { ...near.callerCredentials, ...other });

    expect(await response.text()).toContain('UnrecognizedClientException');
    expect(sent).toEqual([]);
  });

  it('is refused from one service to another', async () => {
    await expect(near.aws.call('toys', 'ListToys', {}, { identity: CALLER })).rejects.toThrow('for functions only');
  });
});

it.each(['calls', 'faults', 'info', 'feed'])('the control API does not tell %s', async (route) => {
  expect((await fetch(`${near.endpoint}/_local-aws/${route}`)).status).toBe(404);
  expect((await fetch(`${near.endpoint}/_local-aws/clock`)).status).toBe(200);
});

describe('AssumeRole', () => {
  const FUNCTION = { arn: `arn:aws:sts::${ACCOUNT}:assumed-role/F/F`, account: ACCOUNT, roleArn: 'F' };
  const SPOKE = 'arn:aws:iam::222233334444:role/spoke';
  const real = { accessKeyId: 'ASIAREAL', secretAccessKey: 'real secret', sessionToken: 'real token' };
  const ANSWER = `<AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult>
    <AssumedRoleUser><AssumedRoleId>AROA:s</AssumedRoleId><Arn>arn:aws:sts::222233334444:assumed-role/spoke/s</Arn></AssumedRoleUser>
    <Credentials><AccessKeyId>${real.accessKeyId}</AccessKeyId><SecretAccessKey>${real.secretAccessKey}</SecretAccessKey>
    <SessionToken>${real.sessionToken}</SessionToken><Expiration>2026-03-01T13:00:00Z</Expiration></Credentials>
    </AssumeRoleResult></AssumeRoleResponse>`;

  function forwarding(granted: readonly string[]) {
    const requests: { request: WireRequest; destination: Destination }[] = [];
    const forwarder = new Forwarder(
      {
        caller: CALLER,
        operations: new Set(['toy:ListToys']),
        actions: new Set(['toy:ListToys', 'toy:GetToy']),
        async send(request, destination) {
          requests.push({ request, destination });
          return { status: 200, headers: {}, body: ANSWER };
        },
      },
      { actionsOf: () => [...granted] },
    );
    const { AssumeRole } = forwarder.serveSts({
      name: 'sts',
      signingName: 'sts',
      protocol: 'awsQuery',
      operations: { AssumeRole: { permissions: () => [], run: () => ({}) } },
    }).operations;
    const assume = (form: Record<string, string> = {}) =>
      AssumeRole?.run({ RoleArn: SPOKE }, callOf('sts', 'AssumeRole', FUNCTION, new URLSearchParams(form).toString()));
    return { forwarder, requests, assume };
  }

  const callOf = (service: string, operation: string, identity: Call['identity'], body = ''): Call => ({
    service,
    operation,
    region: 'us-east-1',
    account: identity.account,
    identity,
    requestId: '1',
    request: { method: 'POST', path: '/', query: new URLSearchParams(), headers: {}, body: Buffer.from(body) },
  });

  it('limits the session to what is both forwarded and allowed to the function', async () => {
    const { requests, assume } = forwarding(['toy:ListToys', 'toy:DeleteToy', 'sts:AssumeRole']);
    await assume({ RoleArn: SPOKE, ExternalId: 'e' });

    const form = new URLSearchParams(requests[0]?.request.body.toString());
    expect(form.get('ExternalId')).toBe('e');
    expect(JSON.parse(form.get('Policy') ?? '')).toEqual({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Action: ['toy:ListToys'], Resource: '*' }],
    });
  });

  it('gives the function credentials that are worth something here only', async () => {
    const { forwarder, requests, assume } = forwarding(['toy:ListToys']);
    const { Credentials } = (await assume()) as { Credentials: Record<string, string> };

    expect(JSON.stringify(Credentials)).not.toContain('real');
    const session = forwarder.identify(Credentials.AccessKeyId ?? '', Credentials.SessionToken);
    expect(session).toMatchObject({ account: '222233334444', arn: 'arn:aws:sts::222233334444:assumed-role/spoke/s' });
    expect(forwarder.identify(Credentials.AccessKeyId ?? '', 'another')).toBeUndefined();
    const list = forwarder.serve(toys(() => {})).operations.ListToys;
    const output = (await list?.run({}, callOf('toys', 'ListToys', session as Call['identity']))) as VerbatimResponse;
    expect(output.result).toBe('OK');
    expect(requests.at(-1)?.destination).toMatchObject({ service: 'toys', credentials: real });
  });

  it('is refused to a function that has nothing to do there', async () => {
    await expect(forwarding(['toy:DeleteToy']).assume()).rejects.toMatchObject({ code: 'AccessDenied' });
  });

  it('is refused with a policy of its own, which would be lost', async () => {
    await expect(forwarding(['toy:ListToys']).assume({ Policy: '{}' })).rejects.toMatchObject({
      code: 'ValidationError',
    });
  });
});
