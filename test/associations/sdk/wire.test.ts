/** The clients that are made from the SDK's parts, on the wire: what they send, and how they take what comes back. */

import { afterEach, describe, expect, it } from 'vitest';
import type { AwsCall } from '../../../associations/common/contract.ts';
import { recordCalls } from '../../../associations/common/sdk/calls.ts';
import { readClientConfig, writeClientConfig } from '../../../associations/common/sdk/clients.ts';
import type { ServiceClient } from '../../../associations/common/sdk/service-client.ts';
import {
  disassociateUser,
  LicenseManagerUserSubscriptionsClient,
  listUserAssociations,
} from '../../../associations/license-manager-user/client.ts';
import {
  disassociateMpaTeam,
  getMpaTeamAssociation,
  PaymentCryptographyClient,
} from '../../../associations/payment-cryptography-mpa-team/client.ts';
import { getSession, listSessions, MpaClient } from '../../../associations/payment-cryptography-mpa-team/mpa-client.ts';
import { loopback } from './loopback.ts';

const here = { clientConfig: {} };
const Action = 'IMPORT_ROOT_PUBLIC_KEY_CERTIFICATE';
const IdentityProvider = { ActiveDirectoryIdentityProvider: { DirectoryId: 'd-1234567890' } };

afterEach(() => {
  for (const name of Object.keys(process.env)) if (/^AWS_(ENDPOINT|USE)_/.test(name)) delete process.env[name];
});

describe('what is sent', () => {
  it('Payment Cryptography: AWS JSON 1.0, told by its target', async () => {
    await using server = await loopback([
      { body: { MpaTeamAssociation: { Action, MpaTeamArn: 'arn:t', AssociationState: 'DELETE_PENDING' } } },
    ]);
    const client = new PaymentCryptographyClient(writeClientConfig(here));
    const answer = await client.send(disassociateMpaTeam({ Action, RequesterComment: 'bye' }));
    expect(server.received[0]).toMatchObject({
      method: 'POST',
      path: '/',
      headers: {
        'content-type': 'application/x-amz-json-1.0',
        'x-amz-target': 'PaymentCryptographyControlPlane.DisassociateMpaTeam',
        'amz-sdk-request': 'attempt=1; max=1',
      },
      body: `{"Action":"${Action}","RequesterComment":"bye"}`,
      scope: 'eu-west-1/payment-cryptography',
    });
    expect(answer.MpaTeamAssociation?.AssociationState).toBe('DELETE_PENDING');
  });

  it('License Manager: REST JSON, everything in the body', async () => {
    await using server = await loopback([
      { body: { InstanceUserSummary: { Username: 'u', Status: 'DISASSOCIATING', Unheard: { of: 1 } } } },
      { body: { InstanceUserSummaries: [{ Username: 'u', Status: 'DISASSOCIATED' }], NextToken: 't' } },
    ]);
    const client = new LicenseManagerUserSubscriptionsClient(writeClientConfig(here));
    const user = { Username: 'u', InstanceId: 'i-0123', IdentityProvider, Domain: 'corp.example.com' };
    const ended = await client.send(disassociateUser(user));
    const listed = await client.send(listUserAssociations({ InstanceId: 'i-0123', IdentityProvider, MaxResults: 50 }));
    expect(server.received).toMatchObject([
      {
        method: 'POST',
        path: '/user/DisassociateUser',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(user),
        scope: 'eu-west-1/license-manager-user-subscriptions',
      },
      {
        path: '/user/ListUserAssociations',
        body: JSON.stringify({ InstanceId: 'i-0123', IdentityProvider, MaxResults: 50 }),
      },
    ]);
    expect(ended.InstanceUserSummary).toEqual({ Username: 'u', Status: 'DISASSOCIATING', Unheard: { of: 1 } });
    expect(listed).toMatchObject({ InstanceUserSummaries: [{ Status: 'DISASSOCIATED' }], NextToken: 't' });
  });

  it('Multi-party approval: REST JSON, an ARN as one piece of the path', async () => {
    await using server = await loopback([{ body: { Status: 'PENDING', ExecutionStatus: 'PENDING' } }, { body: {} }]);
    const client = new MpaClient({ ...readClientConfig(here), region: 'us-east-1' });
    const session = await client.send(getSession({ SessionArn: 'arn:aws:mpa:us-east-1:1:session/t/9' }));
    await client.send(listSessions({ ApprovalTeamArn: 'arn:aws:mpa:us-east-1:1:approval-team/t', MaxResults: 20 }));
    expect(server.received).toMatchObject([
      {
        method: 'GET',
        path: '/sessions/arn%3Aaws%3Ampa%3Aus-east-1%3A1%3Asession%2Ft%2F9',
        body: '',
        scope: 'us-east-1/mpa',
      },
      {
        method: 'POST',
        path: '/approval-teams/arn%3Aaws%3Ampa%3Aus-east-1%3A1%3Aapproval-team%2Ft/sessions/?List=',
        body: '{"MaxResults":20}',
      },
    ]);
    expect(session).toMatchObject({ Status: 'PENDING', ExecutionStatus: 'PENDING' });
  });
});

describe('what comes back', () => {
  const json = { 'content-type': 'application/x-amz-json-1.0' };
  const throttle = {
    status: 400,
    headers: json,
    body: { __type: 'com.amazonaws.paymentcryptography#ThrottlingException' },
  };

  it('a throttle is retried by who reads', async () => {
    await using server = await loopback([throttle, { headers: json, body: { MpaTeamAssociation: { Action } } }]);
    const answer = await new PaymentCryptographyClient(readClientConfig(here)).send(getMpaTeamAssociation({ Action }));
    expect(answer.MpaTeamAssociation).toEqual({ Action });
    expect(server.received.map(({ headers }) => headers['amz-sdk-request'])).toEqual([
      'attempt=1; max=3',
      'attempt=2; max=3',
    ]);
  });

  it('a throttle is told to who changes something, for the machine to look first', async () => {
    await using server = await loopback([throttle]);
    const call = new PaymentCryptographyClient(writeClientConfig(here)).send(disassociateMpaTeam({ Action }));
    await expect(call).rejects.toMatchObject({ name: 'ThrottlingException', $metadata: { attempts: 1 } });
    expect(server.received).toHaveLength(1);
  });

  it.each([
    [
      'by its type',
      {
        headers: json,
        body: { __type: 'com.amazonaws.paymentcryptography#ConflictException', Message: 'boom', ResourceId: 'x' },
      },
    ],
    ['without a namespace', { headers: json, body: { __type: 'ConflictException', message: 'boom', ResourceId: 'x' } }],
  ])('an error is told by name, with its words and fields (%s)', async (_, reply) => {
    await using _server = await loopback([{ status: 400, ...reply }]);
    const call = new PaymentCryptographyClient(writeClientConfig(here)).send(disassociateMpaTeam({ Action }));
    await expect(call).rejects.toMatchObject({
      name: 'ConflictException',
      message: 'boom',
      ResourceId: 'x',
      $fault: 'client',
      $metadata: { httpStatusCode: 400, requestId: 'request-1' },
    });
  });

  it.each(['ResourceNotFoundException', 'BrandNewException'])('REST JSON names %s in a header', async (name) => {
    const headers = { 'x-amzn-errortype': `${name}:http://internal.amazon.com/` };
    await using _server = await loopback([{ status: 404, headers, body: { message: 'boom' } }]);
    const call = new LicenseManagerUserSubscriptionsClient(writeClientConfig(here)).send(
      disassociateUser({ Username: 'u' }),
    );
    await expect(call).rejects.toMatchObject({ name, message: 'boom' });
  });

  it('dates are read where the model has them', async () => {
    const MpaStatus = { MpaSessionArn: 'arn:s', Status: 'PENDING', InitiationDate: 1795188291.766 };
    await using _server = await loopback([{ headers: json, body: { MpaTeamAssociation: { Action, MpaStatus } } }]);
    const answer = await new PaymentCryptographyClient(readClientConfig(here)).send(getMpaTeamAssociation({ Action }));
    expect(answer.MpaTeamAssociation?.MpaStatus?.InitiationDate).toEqual(new Date('2026-11-20T15:24:51.766Z'));
  });
});

describe('where it is sent', () => {
  it('a service’s own endpoint variable goes before the one for all', async () => {
    await using server = await loopback([{ body: {} }]);
    process.env.AWS_ENDPOINT_URL_LICENSE_MANAGER_USER_SUBSCRIPTIONS = `${server.endpoint}/lm`;
    process.env.AWS_ENDPOINT_URL = 'http://127.0.0.1:1';
    await new LicenseManagerUserSubscriptionsClient(writeClientConfig(here)).send(disassociateUser({ Username: 'u' }));
    expect(server.received[0]).toMatchObject({ path: '/lm/user/DisassociateUser', scope: expect.any(String) });
  });

  it.each<[string, ServiceClient, string]>([
    [
      'payment-cryptography',
      new PaymentCryptographyClient(at('eu-west-1')),
      'controlplane.payment-cryptography.eu-west-1.amazonaws.com',
    ],
    [
      'license manager',
      new LicenseManagerUserSubscriptionsClient(at('us-gov-west-1')),
      'license-manager-user-subscriptions.us-gov-west-1.amazonaws.com',
    ],
    [
      'license manager in China',
      new LicenseManagerUserSubscriptionsClient(at('cn-north-1')),
      'license-manager-user-subscriptions.cn-north-1.amazonaws.com.cn',
    ],
    ['mpa', new MpaClient(at('us-east-1')), 'mpa.us-east-1.api.aws'],
  ])('%s has its own host', async (_, client, host) => {
    expect(await hostOf(client)).toBe(host);
  });

  it('FIPS and dual stack are asked for as with any client', async () => {
    Object.assign(process.env, { AWS_USE_FIPS_ENDPOINT: 'true', AWS_USE_DUALSTACK_ENDPOINT: 'true' });
    const client = new PaymentCryptographyClient(at('us-east-1'));
    expect(await hostOf(client)).toBe('controlplane.payment-cryptography-fips.us-east-1.api.aws');
  });

  it('the credentials and the Region of somewhere else are used', async () => {
    await using server = await loopback([{ body: {} }]);
    const credentials = { accessKeyId: 'ASIASPOKE', secretAccessKey: 'secret', sessionToken: 'token' };
    const spoke = { clientConfig: { region: 'ap-south-1', credentials } };
    await new LicenseManagerUserSubscriptionsClient(writeClientConfig(spoke)).send(disassociateUser({ Username: 'u' }));
    expect(server.received[0]).toMatchObject({
      headers: { 'x-amz-security-token': 'token', authorization: expect.stringContaining('Credential=ASIASPOKE/') },
      scope: 'ap-south-1/license-manager-user-subscriptions',
    });
  });
});

it('every call leaves a note: what, when, under which request id, with which result', async () => {
  await using _server = await loopback([
    { body: {} },
    { status: 404, headers: { 'x-amzn-errortype': 'ResourceNotFoundException' }, body: { message: 'boom' } },
  ]);
  const calls: AwsCall[] = [];
  const context = { calls, now: () => new Date('2026-03-01T12:00:00Z') };
  const client = recordCalls(new LicenseManagerUserSubscriptionsClient(writeClientConfig(here)), context);
  await client.send(listUserAssociations({ InstanceId: 'i-0123', IdentityProvider }));
  await expect(client.send(disassociateUser({ Username: 'u' }))).rejects.toThrow('boom');
  const service = 'license-manager-user-subscriptions';
  const at = '2026-03-01T12:00:00.000Z';
  expect(calls).toEqual([
    { service, operation: 'ListUserAssociations', requestId: 'request-1', at, result: 'OK', mutating: false },
    {
      service,
      operation: 'DisassociateUser',
      requestId: 'request-2',
      at,
      result: 'ResourceNotFoundException',
      mutating: true,
    },
  ]);
});

function at(region: string) {
  return readClientConfig({
    clientConfig: { region, credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' } },
  });
}

/** Where a request would go, without sending it. */
async function hostOf(client: ServiceClient): Promise<string> {
  let host = '';
  client.middlewareStack.add(
    () =>
      async ({ request }) => {
        host = (request as { hostname: string }).hostname;
        return { response: {}, output: { $metadata: {} } };
      },
    { step: 'finalizeRequest', priority: 'low' },
  );
  await client.send(getSession({ SessionArn: 'arn' }));
  return host;
}
