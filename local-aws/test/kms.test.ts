import { constants, createHash, createPublicKey, verify } from 'node:crypto';
import {
  CancelKeyDeletionCommand,
  CreateAliasCommand,
  CreateKeyCommand,
  DescribeKeyCommand,
  DisableKeyCommand,
  EnableKeyCommand,
  GetKeyPolicyCommand,
  GetPublicKeyCommand,
  KMSClient,
  ListAliasesCommand,
  ListKeysCommand,
  PutKeyPolicyCommand,
  ScheduleKeyDeletionCommand,
  SignCommand,
  UpdateAliasCommand,
  VerifyCommand,
} from '@aws-sdk/client-kms';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startLocalAws } from '../index.ts';
import { scratchFolder } from './scratch.ts';
import { type Services, startServices } from './services.ts';

let aws: Services;
let client: KMSClient;
let KeyId: string;

beforeAll(async () => {
  aws = await startServices();
  client = new KMSClient(aws.config);
  KeyId = await createKey();
});

afterAll(() => aws.close());

async function createKey(Policy?: string): Promise<string> {
  const { KeyMetadata } = await client.send(
    new CreateKeyCommand({ KeySpec: 'RSA_2048', KeyUsage: 'SIGN_VERIFY', ...(Policy && { Policy }) }),
  );
  return KeyMetadata?.KeyId ?? '';
}

const Message = new TextEncoder().encode('the head of a chain');
const SigningAlgorithm = 'RSASSA_PKCS1_V1_5_SHA_256';
const sign = (input: object = {}) =>
  client.send(new SignCommand({ KeyId, Message, MessageType: 'RAW', SigningAlgorithm, ...input }));
const verifies = (Signature: Uint8Array | undefined, input: object = {}) =>
  client.send(new VerifyCommand({ KeyId, Message, MessageType: 'RAW', SigningAlgorithm, Signature, ...input }));

it('anybody who has the public key verifies a signature without KMS', async () => {
  const { Signature, KeyId: arn } = await sign();
  const { PublicKey, KeySpec } = await client.send(new GetPublicKeyCommand({ KeyId }));
  const key = createPublicKey({ key: Buffer.from(PublicKey ?? []), format: 'der', type: 'spki' });

  expect(arn).toBe(`arn:aws:kms:us-east-1:111122223333:key/${KeyId}`);
  expect(KeySpec).toBe('RSA_2048');
  const padded = { key, padding: constants.RSA_PKCS1_PADDING };
  expect(verify('sha256', Message, padded, Signature ?? new Uint8Array())).toBe(true);
  expect(await verifies(Signature)).toMatchObject({ SignatureValid: true, SigningAlgorithm });
});

it('a digest gives the same signature as its message', async () => {
  const digest = createHash('sha256').update(Message).digest();
  const [raw, digested] = [await sign(), await sign({ Message: digest, MessageType: 'DIGEST' })];

  expect(digested.Signature).toEqual(raw.Signature);
  expect(await verifies(raw.Signature, { Message: digest, MessageType: 'DIGEST' })).toMatchObject({
    SignatureValid: true,
  });
  await expect(sign({ MessageType: 'DIGEST' })).rejects.toThrow('Digest is invalid length for algorithm sha256.');
});

it('a signature of another message, of another key, or changed is refused', async () => {
  const { Signature = new Uint8Array() } = await sign();
  const changed = Uint8Array.from(Signature, (byte, index) => (index === 100 ? byte ^ 1 : byte));
  const refused = { name: 'KMSInvalidSignatureException' };

  await expect(verifies(Signature, { Message: new TextEncoder().encode('another') })).rejects.toMatchObject(refused);
  await expect(verifies(Signature, { KeyId: await createKey() })).rejects.toMatchObject(refused);
  await expect(verifies(changed)).rejects.toMatchObject(refused);
  await expect(verifies(Signature.subarray(1))).rejects.toMatchObject(refused);
});

it.each([
  ['no key', { KeyId: '00000000-0000-4000-8000-000000000000' }, 'NotFoundException', /does not exist/],
  ['no alias', { KeyId: 'alias/none' }, 'NotFoundException', /alias\/none is not found/],
  ['another algorithm', { SigningAlgorithm: 'ECDSA_SHA_256' }, 'ValidationException', /not supported/],
  [
    'a long message',
    { Message: new Uint8Array(4097) },
    'ValidationException',
    /^1 validation error detected: Value at 'message' failed .*length less than or equal to 4096$/,
  ],
])('%s cannot sign', async (_what, input, name, message) => {
  await expect(sign(input)).rejects.toMatchObject({ name, message: expect.stringMatching(message) });
});

it('a key goes by its aliases, which can be moved', async () => {
  const AliasName = 'alias/moves';
  await client.send(new CreateAliasCommand({ AliasName, TargetKeyId: KeyId }));
  await expect(client.send(new CreateAliasCommand({ AliasName, TargetKeyId: KeyId }))).rejects.toMatchObject({
    name: 'AlreadyExistsException',
  });
  const { Signature } = await sign({ KeyId: AliasName });
  expect(await verifies(Signature)).toMatchObject({ SignatureValid: true });

  const other = await createKey();
  await client.send(new UpdateAliasCommand({ AliasName, TargetKeyId: other }));
  expect(await client.send(new DescribeKeyCommand({ KeyId: AliasName }))).toMatchObject({
    KeyMetadata: { KeyId: other, KeyState: 'Enabled' },
  });
  expect(await client.send(new ListAliasesCommand({ KeyId: other }))).toMatchObject({
    Aliases: [{ AliasName, TargetKeyId: other }],
  });
  const { Keys } = await client.send(new ListKeysCommand({}));
  expect(Keys?.map((key) => key.KeyId)).toEqual(expect.arrayContaining([KeyId, other]));
});

it('a key that is disabled, or about to be deleted, signs nothing; deleted, it is gone', async () => {
  const other = await createKey();
  const key = { KeyId: other };
  await client.send(new DisableKeyCommand(key));
  await expect(sign(key)).rejects.toMatchObject({ name: 'DisabledException' });

  await client.send(new ScheduleKeyDeletionCommand({ ...key, PendingWindowInDays: 7 }));
  await expect(sign(key)).rejects.toMatchObject({ name: 'KMSInvalidStateException' });
  await client.send(new CancelKeyDeletionCommand(key));
  await client.send(new EnableKeyCommand(key));
  await sign(key);

  await client.send(new ScheduleKeyDeletionCommand({ ...key, PendingWindowInDays: 7 }));
  aws.pass(7 * 24 * 60 * 60);
  await expect(sign(key)).rejects.toMatchObject({ name: 'NotFoundException' });
});

it('only whom the key policy lets sign may sign, whatever its own policies say', async () => {
  const account = '111122223333';
  const root = { AWS: `arn:aws:iam::${account}:root` };
  const statement = (Principal: object, Action: string[]) => ({ Effect: 'Allow', Principal, Action, Resource: '*' });
  const policy = (...Statement: object[]) => JSON.stringify({ Version: '2012-10-17', Statement });
  const administer = statement(root, ['kms:GetKeyPolicy', 'kms:PutKeyPolicy', 'kms:GetPublicKey']);
  const other = await createKey(policy(administer));

  await client.send(new GetPublicKeyCommand({ KeyId: other }));
  await expect(sign({ KeyId: other })).rejects.toMatchObject({
    name: 'AccessDeniedException',
    message: expect.stringContaining('because no resource-based policy allows the kms:Sign action'),
  });
  const Policy = policy(administer, statement(root, ['kms:Sign']));
  await client.send(new PutKeyPolicyCommand({ KeyId: other, PolicyName: 'default', Policy }));
  expect(await client.send(new GetKeyPolicyCommand({ KeyId: other }))).toMatchObject({ Policy });
  await sign({ KeyId: other });
  await expect(
    client.send(new PutKeyPolicyCommand({ KeyId: other, PolicyName: 'default', Policy: 'no policy' })),
  ).rejects.toMatchObject({ name: 'MalformedPolicyDocumentException' });
});

it('a key of a template has the same id and material after a restart', async () => {
  const template = {
    Resources: {
      Key: { Type: 'AWS::KMS::Key', Properties: { KeySpec: 'RSA_2048', KeyUsage: 'SIGN_VERIFY' } },
      Alias: { Type: 'AWS::KMS::Alias', Properties: { AliasName: 'alias/kept', TargetKeyId: { Ref: 'Key' } } },
    },
    Outputs: { Arn: { Value: { 'Fn::GetAtt': ['Key', 'Arn'] } } },
  };
  const data = scratchFolder('kms');
  const publicKey = async () => {
    const local = await startLocalAws({ template, stackName: 'keys', data });
    const kms = new KMSClient({ ...aws.config, endpoint: local.endpoint });
    const { PublicKey, KeyId: arn } = await kms.send(new GetPublicKeyCommand({ KeyId: 'alias/kept' }));
    expect(local.stack.outputs).toMatchObject([{ OutputValue: arn }]);
    await local.close();
    return Buffer.from(PublicKey ?? []).toString('base64');
  };
  expect(await publicKey()).toBe(await publicKey());
});
