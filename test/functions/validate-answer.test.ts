import './silence-logs.ts';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import type { ReadDecision } from '../../functions/read-approvals.ts';
import type { ValidateAnswerInput, ValidatedAnswer } from '../../functions/validate-answer.ts';
import type { Answer, Waiting } from '../../offboardings/answer.ts';
import { sha256 } from '../../offboardings/canonical.ts';
import { approvalKey, approvalPrefix } from '../../offboardings/keys.ts';
import { KEY_ID } from '../offboardings/signer.ts';
import { BUCKET, bucket } from './bucket.ts';
import { answered, answerOfKms, isForKms } from './signing.ts';
import { invoke, wire } from './wire.ts';

const s3 = bucket();
const aws = await wire((asked) => (isForKms(asked) ? answerOfKms(asked) : s3.answer(asked)));
Object.assign(process.env, {
  SIGNING_KEY_ID: KEY_ID,
  BUCKET_NAME: BUCKET,
  EVIDENCE_RETENTION_DAYS: '365',
  APPROVERS: '',
});
const { handler: validateAnswer } = await import('../../functions/validate-answer.ts');
const { handler: readApprovals } = await import('../../functions/read-approvals.ts');

const EVE = 'arn:aws:iam::111122223333:user/eve';
const CARL = 'arn:aws:iam::111122223333:user/carl';
const DANA = 'arn:aws:iam::111122223333:user/dana';
const SAID: Answer = { offboarding: 'o', run: 'r', planId: 'p', decision: 'approve', reason: 'I looked at it' };
const WAITING: Waiting = {
  offboarding: 'o',
  run: 'r',
  planId: 'p',
  requester: { name: DANA, proof: 'proven', person: DANA },
  until: '2999-01-01T00:00:00Z',
};
const CLAIMED: Waiting = { ...WAITING, requester: { name: 'dana', proof: 'claimed' } };
const PREFIX = approvalPrefix('o', 'r');

afterAll(() => aws[Symbol.asyncDispose]());
beforeEach(() => {
  s3.objects.clear();
  s3.puts.length = 0;
  process.env.APPROVERS = '';
});

const validate = (given: Partial<ValidateAnswerInput> = {}, by = EVE) => {
  const answer = (given.answer ?? SAID) as Answer;
  const statement = given.statement ?? answered(by, answer);
  return invoke<ValidateAnswerInput, ValidatedAnswer>(validateAnswer, {
    waiting: WAITING,
    ...given,
    answer,
    statement,
  });
};
const read = (waiting: Waiting = WAITING) => invoke<Waiting, ReadDecision>(readApprovals, waiting);

describe('an answer', () => {
  it('is recorded once, under lock, and is what the offboarding reads', async () => {
    expect(await read()).toEqual({ state: 'pending', needed: 1, approvals: [] });
    expect(await validate()).toMatchObject({ valid: true, decision: 'approve', by: EVE, missing: 0 });
    const [put] = s3.puts;
    expect(put?.key).toMatch(new RegExp(`^${PREFIX}[0-9a-f]{64}\\.json$`));
    expect(put?.headers).toMatchObject({ 'if-none-match': '*', 'x-amz-object-lock-mode': 'GOVERNANCE' });
    expect(await read()).toMatchObject({ state: 'approved', approvals: [{ by: EVE, reason: SAID.reason }] });
  });

  it('takes the place of no other', async () => {
    await validate({ waiting: CLAIMED });
    await validate({ waiting: CLAIMED }, CARL);
    expect(s3.objects.size).toBe(2);
  });

  it('is recorded once, however often it is validated', async () => {
    const statement = answered(EVE, SAID);
    await validate({ waiting: CLAIMED, statement });
    expect(await validate({ waiting: CLAIMED, statement })).toMatchObject({ valid: true, missing: 1 });
    expect(s3.objects.size).toBe(1);
  });

  it('comes too late once the plan is decided', async () => {
    await validate();
    expect(await validate({}, CARL)).toMatchObject({ valid: false, reason: 'The plan is approved already.' });
    await validate({ answer: { ...SAID, decision: 'deny' } });
    expect(await validate({}, CARL)).toMatchObject({ valid: false, reason: 'The plan is denied already.' });
  });

  it('that denies wins over all that approve', async () => {
    await validate();
    expect(await validate({ answer: { ...SAID, decision: 'deny' } }, CARL)).toMatchObject({ valid: true });
    expect(await read()).toMatchObject({ state: 'denied', by: CARL });
  });

  it('is not taken for recorded where another object lies in its place', async () => {
    const statement = answered(EVE, SAID);
    s3.objects.set(approvalKey('o', 'r', sha256({ answer: SAID, statement })), {});
    await expect(validate({ statement })).rejects.toThrow(/The bucket holds another object under/);
  });

  it('counts nothing that is recorded after the expiry, though it was signed before', async () => {
    const until = new Date(Date.now() - 1000).toISOString();
    const statement = answered(EVE, SAID, { issuedAt: new Date(Date.now() - 2000).toISOString() });
    expect(await validate({ waiting: { ...WAITING, until }, statement })).toMatchObject({
      valid: false,
      reason: `The approval expired at ${until}.`,
    });
    s3.objects.set(`${PREFIX}1.json`, { answer: SAID, statement });
    expect(await read({ ...WAITING, until })).toMatchObject({ state: 'expired' });
  });

  it('of one person denies', async () => {
    await validate({ answer: { ...SAID, decision: 'deny' } });
    expect(await read()).toMatchObject({ state: 'denied', by: EVE, reason: SAID.reason });
  });

  it('of the requester denies, and approves nothing', async () => {
    expect(await validate({}, DANA)).toMatchObject({ valid: false, reason: expect.stringMatching(/You requested/) });
    expect(s3.puts).toEqual([]);
    expect(await validate({ answer: { ...SAID, decision: 'deny' } }, DANA)).toMatchObject({ valid: true });
  });

  it('to what somebody only claims to request needs another, of another person', async () => {
    expect(await validate({ waiting: CLAIMED })).toMatchObject({ valid: true, missing: 1 });
    expect(await validate({ waiting: CLAIMED })).toMatchObject({ valid: true, missing: 1 });
    expect(await read(CLAIMED)).toMatchObject({ state: 'pending', needed: 2 });
    expect(await validate({ waiting: CLAIMED }, CARL)).toMatchObject({ valid: true, missing: 0 });
    expect(await read(CLAIMED)).toMatchObject({ state: 'approved', approvals: [{ by: EVE }, { by: CARL }] });
  });

  it('of two sessions of one role is that of one person', async () => {
    const session = (name: string) => `arn:aws:sts::111122223333:assumed-role/Ops/${name}`;
    await validate({ waiting: CLAIMED }, session('a'));
    expect(await validate({ waiting: CLAIMED }, session('b'))).toMatchObject({ missing: 1 });
  });

  it.each([
    ['about another plan', { answer: { ...SAID, planId: 'q' } }, /plan that waits is p/],
    ['about another run', { answer: { ...SAID, run: 's' } }, /which is another/],
    ['too late', { waiting: { ...WAITING, until: '2020-01-01T00:00:00Z' } }, /expired at/],
    ['with the statement for another', { statement: answered(EVE, { ...SAID, decision: 'deny' }) }, /another answer/],
    [
      'with a statement that has expired',
      { statement: answered(EVE, SAID, { expiresAt: '2020-01-01T00:00:00Z' }) },
      /statement of identity expired/,
    ],
    ['with the statement of a request', { statement: answered(EVE, SAID, { purpose: 'request' }) }, /another answer/],
    [
      'with the statement of another key',
      { statement: answered(EVE, SAID, { keyId: KEY_ID.replace('1234', '5678') }) },
      /not signed with this stack's key/,
    ],
    [
      'with a changed statement',
      { statement: { ...answered(EVE, SAID), identity: { arn: CARL, account: '111122223333', person: CARL } } },
      /not signed with this stack's key/,
    ],
  ] as [string, Partial<ValidateAnswerInput>, RegExp][])('%s does not count', async (_, given, message) => {
    expect(await validate(given)).toMatchObject({ valid: false, reason: expect.stringMatching(message) });
    expect(s3.puts).toEqual([]);
  });

  it.each([
    [{ ...SAID, reason: '' }, /answer\.reason must not be empty/],
    [{ ...SAID, reason: 'ask dana@example.com' }, /without personal data/],
    [{ ...SAID, decision: 'maybe' }, /answer\.decision must be/],
  ])('%j is refused', async (answer, message) => {
    await expect(validate({ answer, statement: answered(EVE, SAID) })).rejects.toThrow(message);
  });

  it('counts from an identity of the own account, or from the approvers of the stack only', async () => {
    const foreign = 'arn:aws:iam::999988887777:user/eve';
    expect(await validate({ waiting: CLAIMED }, foreign)).toMatchObject({
      reason: expect.stringMatching(/identity of 111122223333/),
    });
    process.env.APPROVERS = 'role/Approvers, arn:aws:iam::999988887777:user/*';
    expect(await validate({ waiting: CLAIMED }, foreign)).toMatchObject({ valid: true });
    expect(await validate({ waiting: CLAIMED }, EVE)).toMatchObject({
      reason: expect.stringMatching(/not one of this stack's approvers/),
    });
    expect(await validate({ waiting: CLAIMED }, 'arn:aws:sts::111122223333:assumed-role/Approvers/x')).toMatchObject({
      valid: true,
    });
    expect(await validate({ waiting: CLAIMED }, 'arn:aws:sts::999988887777:assumed-role/Approvers/x')).toMatchObject({
      reason: expect.stringMatching(/not one of this stack's approvers/),
    });
  });
});

describe('what somebody else puts among the answers', () => {
  it.each([
    ['no JSON', 'text'],
    ['no record', {}],
    ['an unsigned answer', { answer: SAID, statement: { ...answered(EVE, SAID), signature: 'AAAA' } }],
    ['the answer to another run', { answer: { ...SAID, run: 's' }, statement: answered(EVE, { ...SAID, run: 's' }) }],
    ['an answer of the requester', { answer: SAID, statement: answered(DANA, SAID) }],
  ])('counts for nothing: %s', async (_, object) => {
    s3.objects.set(`${PREFIX}1.json`, object);
    expect(await read()).toEqual({ state: 'pending', needed: 1, approvals: [] });
  });

  it('approves nothing where it is too much to find a denial in', async () => {
    await validate();
    for (let number = 0; number < 100; number++) s3.objects.set(`${PREFIX}${number}.json`, {});
    await expect(read()).rejects.toThrow(/more than 100 objects/);
  });

  it('and the deadline is a denial', async () => {
    s3.objects.set(`${PREFIX}1.json`, {});
    expect(await read({ ...WAITING, until: '2020-01-01T00:00:00Z' })).toEqual({
      state: 'expired',
      message: 'Nobody answered until 2020-01-01T00:00:00Z.',
    });
  });
});
