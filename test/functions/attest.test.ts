import './silence-logs.ts';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { proofOfIdentity } from '../../client/identity/proof.ts';
import type { Statement } from '../../events/statement.ts';
import type { AttestInput } from '../../functions/attest.ts';
import { statementHeader } from '../../offboardings/statement.ts';
import { KEY_ID } from '../offboardings/signer.ts';
import { xml } from './bucket.ts';
import { answerOfKms, isForKms, signed } from './signing.ts';
import { type Answer, invoke, wire } from './wire.ts';

const EVE = 'arn:aws:iam::111122223333:user/eve';
const identity = (arn: string) =>
  xml(
    `<GetCallerIdentityResponse><GetCallerIdentityResult><Arn>${arn}</Arn></GetCallerIdentityResult></GetCallerIdentityResponse>`,
  );

let sts: Answer;
const aws = await wire((asked) => (isForKms(asked) ? answerOfKms(asked) : sts));
process.env.SIGNING_KEY_ID = KEY_ID;
process.env.PERSONAL_SESSION_ROLES = 'People-*, Ops';
const { handler } = await import('../../functions/attest.ts');

afterAll(() => aws[Symbol.asyncDispose]());
beforeEach(() => {
  aws.asked.length = 0;
  sts = identity(EVE);
});

const HASH = 'a'.repeat(64);
const STACK = '111122223333/us-east-1/offboard-dev-test';
const BOUND = { purpose: 'request', hash: HASH, stack: STACK } as const;

const proofFor = (bound: Parameters<typeof statementHeader>[0] = BOUND) =>
  proofOfIdentity(
    { endpoint: aws.endpoint, region: 'us-east-1', credentials: { accessKeyId: 'EVE', secretAccessKey: 'secret' } },
    statementHeader(bound),
  );
const attest = async (given: Partial<AttestInput> = {}) =>
  invoke<AttestInput, Statement>(handler, {
    purpose: 'request',
    requestHash: HASH,
    proof: await proofFor(),
    ...given,
  });

describe('attest', () => {
  it('has STS say who signed, by sending what was signed and nothing of its own', async () => {
    const statement = await attest();
    const { signature, ...unsigned } = statement;
    expect(unsigned).toMatchObject({
      purpose: 'request',
      identity: { arn: EVE, account: '111122223333', person: EVE },
      requestHash: HASH,
      keyId: KEY_ID,
    });
    expect(signed(unsigned).signature).toBe(signature);
    const [{ headers, text }] = aws.asked as [(typeof aws.asked)[number]];
    expect(text).toContain('Action=GetCallerIdentity');
    expect(headers.authorization).toContain('Credential=EVE/');
    expect(headers['x-offboard-statement']).toBe(`request ${HASH} ${STACK}`);
  });

  it.each([
    ['assumed-role/AWSReservedSSO_Admin_0123456789abcdef/Dana@example.com', 'session/dana@example.com'],
    ['assumed-role/People-Berlin/dana', 'session/dana'],
    ['assumed-role/Ops/dana', 'session/dana'],
    ['assumed-role/OpsToo/dana', 'arn:aws:iam::111122223333:role/OpsToo'],
    ['federated-user/dana', 'arn:aws:sts::111122223333:federated-user'],
  ])('the person of %s is %s', async (principal, person) => {
    sts = identity(`arn:aws:sts::111122223333:${principal}`);
    expect((await attest()).identity.person).toBe(person);
  });

  it.each([
    ['another request', { ...BOUND, hash: 'b'.repeat(64) }],
    ['another purpose', { ...BOUND, purpose: 'approval' }],
    ['another stack', { ...BOUND, stack: '111122223333/us-east-1/offboard-prod' }],
  ] as const)('takes no proof that was signed for %s', async (_, bound) => {
    await expect(attest({ proof: await proofFor(bound) })).rejects.toThrow(/was not signed for this/);
    expect(aws.asked).toEqual([]);
  });

  it('takes no header that stands beside the signature', async () => {
    const proof = await proofFor();
    const authorization = String(proof.authorization).replace('x-offboard-statement', 'x-amz-else');
    await expect(attest({ proof: { ...proof, authorization } })).rejects.toThrow(/was not signed for this/);
  });

  it('believes nobody whose signature STS refuses, and signs nothing', async () => {
    sts = xml(
      '<ErrorResponse><Error><Code>SignatureDoesNotMatch</Code><Message>no</Message></Error></ErrorResponse>',
      403,
    );
    await expect(attest()).rejects.toMatchObject({ name: 'SignatureDoesNotMatch' });
    expect(aws.asked.filter(isForKms)).toEqual([]);
  });

  it('attests nobody of an account in which the requester may be who they like', async () => {
    sts = identity('arn:aws:iam::999988887777:user/eve');
    await expect(attest()).rejects.toThrow(/attests identities of 111122223333$/);
    process.env.APPROVERS = 'arn:aws:iam::999988887777:role/Approvers';
    expect((await attest()).identity.account).toBe('999988887777');
    process.env.APPROVERS = '';
  });

  it('refuses a hash that is none, before anybody is asked', async () => {
    await expect(attest({ requestHash: 'a' })).rejects.toThrow(/requestHash/);
    expect(aws.asked).toEqual([]);
  });
});
