import './silence-logs.ts';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { proofOfIdentity } from '../../client/identity/proof.ts';
import type { ValidateAnswerInput, ValidatedAnswer } from '../../functions/validate-answer.ts';
import { answerHeader, type Answer as Said } from '../../offboardings/answer.ts';
import { xml } from './bucket.ts';
import { type Answer, invoke, wire } from './wire.ts';

const EVE = 'arn:aws:iam::111122223333:user/eve';
const identity = (arn: string) =>
  xml(
    `<GetCallerIdentityResponse><GetCallerIdentityResult><Arn>${arn}</Arn></GetCallerIdentityResult></GetCallerIdentityResponse>`,
  );

let sts: Answer;
const aws = await wire(() => sts);
const { handler } = await import('../../functions/validate-answer.ts');

afterAll(() => aws[Symbol.asyncDispose]());
beforeEach(() => {
  aws.asked.length = 0;
  sts = identity(EVE);
});

const SAID: Said = { offboarding: 'o', run: 'r', planId: 'p', decision: 'approve', reason: 'I looked at it' };
const WAITING = { offboarding: 'o', run: 'r', planId: 'p', requestedBy: 'dana', until: '2999-01-01T00:00:00Z' };

const proofOf = (said: Said = SAID) =>
  proofOfIdentity(
    { endpoint: aws.endpoint, region: 'us-east-1', credentials: { accessKeyId: 'EVE', secretAccessKey: 'secret' } },
    answerHeader(said),
  );

const validate = async (answer: unknown = SAID, given: Partial<ValidateAnswerInput> = {}) =>
  invoke<ValidateAnswerInput, ValidatedAnswer>(handler, { answer, proof: await proofOf(), waiting: WAITING, ...given });

describe('validate-answer', () => {
  it('has STS say who signed, by sending what was signed and nothing of its own', async () => {
    expect(await validate()).toMatchObject({ valid: true, decision: 'approve', by: EVE, reason: SAID.reason });
    const [{ headers, text }] = aws.asked as [(typeof aws.asked)[number]];
    expect(text).toContain('Action=GetCallerIdentity');
    expect(headers.authorization).toContain('Credential=EVE/');
    expect(headers['x-offboard-answer']).toBe('approve o r p');
  });

  it('does not count what whoever asked approves, nor what comes too late or is about another plan', async () => {
    sts = identity('arn:aws:iam::111122223333:user/dana');
    expect(await validate()).toMatchObject({
      valid: false,
      reason: expect.stringMatching(/You requested this offboarding/),
    });
    sts = identity(EVE);
    const late = { ...WAITING, until: '2020-01-01T00:00:00Z' };
    expect(await validate(SAID, { waiting: late })).toMatchObject({
      valid: false,
      reason: expect.stringMatching(/expired/),
    });
    const other = { ...WAITING, planId: 'q' };
    expect(await validate(SAID, { waiting: other })).toMatchObject({
      valid: false,
      reason: expect.stringMatching(/waits is q/),
    });
  });

  it('does not count an identity of another account, where anybody may be anyone', async () => {
    sts = identity('arn:aws:iam::999988887777:user/eve');
    expect(await validate()).toMatchObject({ valid: false, reason: expect.stringMatching(/identity of 111122223333/) });
  });

  it.each([
    ['another decision', { ...SAID, decision: 'deny' }],
    ['another run', { ...SAID, run: 's' }],
    ['another plan', { ...SAID, planId: 'q' }],
  ] as [string, Said][])('takes no proof that was signed for %s', async (_, answer) => {
    await expect(validate(answer)).rejects.toThrow(/was not signed for this answer/);
    expect(aws.asked).toEqual([]);
  });

  it('takes no header that stands beside the signature', async () => {
    const proof = await proofOf();
    const authorization = String(proof.authorization).replace('x-offboard-answer', 'x-amz-else');
    await expect(validate(SAID, { proof: { ...proof, authorization } })).rejects.toThrow(
      /was not signed for this answer/,
    );
  });

  it.each([
    [{ ...SAID, reason: '' }, /answer\.reason must not be empty/],
    [{ ...SAID, reason: 'ask dana@example.com' }, /without personal data/],
    [{ ...SAID, decision: 'maybe' }, /answer\.decision must be/],
    [null, /answer must be/],
  ])('refuses the answer %j before anybody is asked', async (answer, message) => {
    await expect(validate(answer)).rejects.toThrow(message);
    expect(aws.asked).toEqual([]);
  });

  it('believes nobody whose signature STS refuses', async () => {
    sts = xml(
      '<ErrorResponse><Error><Code>SignatureDoesNotMatch</Code><Message>no</Message></Error></ErrorResponse>',
      403,
    );
    await expect(validate()).rejects.toMatchObject({ name: 'SignatureDoesNotMatch' });
  });
});
