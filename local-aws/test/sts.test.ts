import { AssumeRoleCommand, type AssumeRoleCommandInput, STSClient } from '@aws-sdk/client-sts';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Identity } from '../core/aws.ts';
import { CredentialsStore } from '../iam/identities.ts';
import { createIam, type Iam, type Statement } from '../iam/index.ts';
import { sts } from '../sts/index.ts';
import { door } from './wire-clients/door.ts';

const ACCOUNT = '111122223333';
const PLAIN = `arn:aws:iam::${ACCOUNT}:role/plain`;
const NAMED = `arn:aws:iam::${ACCOUNT}:role/named`;
const QUEUE = `arn:aws:sqs:us-east-1:${ACCOUNT}:letters`;
const SESSION = `arn:aws:sts::${ACCOUNT}:assumed-role/plain/dana`;

let open: Awaited<ReturnType<typeof door>>;
let client: STSClient;
let iam: Iam;
let credentials: CredentialsStore;

beforeAll(async () => {
  open = await door((aws) => {
    credentials = new CredentialsStore(aws);
    iam = createIam({ now: () => aws.clock.now() });
    const policies = [
      {
        PolicyName: 'own',
        PolicyDocument: { Statement: { Effect: 'Allow', Action: 'sqs:*', Resource: '*' } } as const,
      },
    ];
    const trust = (...Action: string[]) => ({
      Statement: { Effect: 'Allow', Action, Principal: { AWS: ACCOUNT } } as const,
    });
    iam.addRole({ arn: PLAIN, policies, trust: trust('sts:AssumeRole') });
    iam.addRole({ arn: NAMED, policies, trust: trust('sts:AssumeRole', 'sts:SetSourceIdentity') });
    return sts({ credentials, assume: iam.assume });
  });
  client = new STSClient(open.config);
});
afterAll(async () => {
  client.destroy();
  await open.close();
});

const assume = (extra: Partial<AssumeRoleCommandInput>) =>
  client.send(new AssumeRoleCommand({ RoleArn: PLAIN, RoleSessionName: 'dana', ...extra }));

async function sessionWith(...Statement: Statement[]): Promise<Identity> {
  const Policy = JSON.stringify({ Version: '2012-10-17', Statement });
  const { Credentials: issued, PackedPolicySize } = await assume({ Policy });
  expect(PackedPolicySize).toBe(Math.ceil((Policy.length / 2048) * 100));
  return credentials.identify(issued?.AccessKeyId ?? '', 'awsQuery', issued?.SessionToken) as Identity;
}

const send = { action: 'sqs:SendMessage', resource: QUEUE };
const allow = (Action: string): Statement => ({ Effect: 'Allow', Action, Resource: '*' });
const queuePolicy = (AWS: string) => ({ Statement: [{ ...allow('sqs:*'), Principal: { AWS } }] });

it('a session may do what its role and its policy both allow', async () => {
  const session = await sessionWith(allow('sqs:Send*'), allow('es:*'));
  expect(iam.decide(session, send)).toEqual({ allowed: true });
  expect(iam.decide(session, { ...send, action: 'sqs:PurgeQueue' })).toEqual({
    allowed: false,
    message: `User: ${SESSION} is not authorized to perform: sqs:PurgeQueue on resource: ${QUEUE} because no session policy allows the sqs:PurgeQueue action`,
  });
  expect(iam.decide(session, { ...send, action: 'es:ListDomainNames' })).toMatchObject({
    message: expect.stringContaining('no identity-based policy allows'),
  });
});

it('a deny in the session policy wins, also over the policy of a resource', async () => {
  const session = await sessionWith(allow('sqs:*'), { ...allow('sqs:PurgeQueue'), Effect: 'Deny' });
  const purge = { ...send, action: 'sqs:PurgeQueue' };
  expect(iam.decide(session, purge, queuePolicy(SESSION))).toMatchObject({
    allowed: false,
    message: expect.stringContaining('with an explicit deny in a session policy'),
  });
});

it("the session policy limits what a resource's policy grants the role, not what it grants the session", async () => {
  const session = await sessionWith(allow('es:*'));
  expect(iam.decide(session, send, queuePolicy(PLAIN)).allowed).toBe(false);
  expect(iam.decide(session, send, queuePolicy(SESSION)).allowed).toBe(true);
});

it('a source identity is shown, and needs a trust policy that lets it be set', async () => {
  expect(await assume({ RoleArn: NAMED, SourceIdentity: 'dana' })).toMatchObject({ SourceIdentity: 'dana' });
  await expect(assume({ SourceIdentity: 'dana' })).rejects.toMatchObject({
    name: 'AccessDenied',
    message: expect.stringContaining('sts:SetSourceIdentity'),
  });
});

it('the source identity stays with the sessions that a session assumes', () => {
  const first = iam.assume(
    NAMED,
    's',
    { arn: `arn:aws:iam::${ACCOUNT}:user/dana`, account: ACCOUNT },
    {
      sourceIdentity: 'dana',
    },
  );
  expect(iam.assume(NAMED, 's', first).sourceIdentity).toBe('dana');
  expect(() => iam.assume(NAMED, 's', first, { sourceIdentity: 'erin' })).toThrow('cannot be changed');
});

const statement = (members: object) => JSON.stringify({ Statement: [{ ...allow('sqs:*'), ...members }] });

it.each([
  ['{bad', 'invalid Json'],
  ['[]', 'Syntax errors'],
  ['{"Statement":[]}', 'Syntax errors'],
  ['{"Version":"2020-01-01","Statement":[]}', 'Version'],
  [statement({ Effect: 'Maybe' }), 'Syntax errors'],
  [statement({ Action: undefined }), 'must contain actions'],
  [statement({ Action: 'everything' }), 'prefaced by a vendor'],
  [statement({ Resource: [] }), 'must contain resources'],
  [statement({ Principal: '*' }), 'should not specify a principal'],
  [statement({ Condition: { StringLikes: { a: 'b' } } }), "operator 'StringLikes'"],
])('the session policy %s is malformed: %s', async (Policy, reason) => {
  await expect(assume({ Policy })).rejects.toMatchObject({
    name: 'MalformedPolicyDocumentException',
    message: expect.stringContaining(reason),
  });
});

it('a session policy is 2,048 characters at most, and managed ones are refused', async () => {
  const Policy = JSON.stringify({ Statement: [{ ...allow('sqs:*'), Sid: 'a'.repeat(2048) }] });
  await expect(assume({ Policy })).rejects.toMatchObject({ name: 'PackedPolicyTooLargeException' });
  const PolicyArns = [{ arn: 'arn:aws:iam::aws:policy/ReadOnlyAccess' }];
  await expect(assume({ PolicyArns })).rejects.toThrow('PolicyArns is not served by local AWS');
});
