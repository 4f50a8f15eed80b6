/** The stack's key on the wire: KMS as far as the functions call it, with a real key. */

import { generateKeyPairSync, sign, verify } from 'node:crypto';
import type { Statement } from '../../events/statement.ts';
import { answerHash, type Answer as Given } from '../../offboardings/answer.ts';
import { personOf } from '../../offboardings/person.ts';
import { signedBytes, type Unsigned } from '../../offboardings/statement.ts';
import type { Answer, Asked } from './wire.ts';

export const KEY = 'arn:aws:kms:us-east-1:111122223333:key/0b2c1d3e-0000-4000-8000-000000000001';

const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });

export function isForKms({ target }: Asked): boolean {
  return target.startsWith('TrentService.');
}

export function answerOfKms({ target, body }: Asked): Answer {
  const message = Buffer.from(String(body.Message), 'base64');
  if (target === 'TrentService.Sign') {
    return { body: { KeyId: KEY, Signature: sign('sha256', message, privateKey).toString('base64') } };
  }
  const isValid = verify('sha256', message, publicKey, Buffer.from(String(body.Signature), 'base64'));
  return isValid
    ? { body: { KeyId: KEY, SignatureValid: true } }
    : { status: 400, body: { __type: 'KMSInvalidSignatureException', message: '' } };
}

export function signed(unsigned: Unsigned): Statement {
  return { ...unsigned, signature: sign('sha256', signedBytes(unsigned), privateKey).toString('base64') };
}

/** A statement of somebody's identity, valid in every respect that is not given. */
export function statementOf(arn: string, requestHash: string, given: Partial<Unsigned> = {}): Statement {
  const now = Date.now();
  return signed({
    version: '1',
    purpose: 'request',
    identity: { arn, account: arn.split(':')[4] ?? '', person: personOf(arn, []) },
    requestHash,
    issuedAt: new Date(now).toISOString(),
    expiresAt: new Date(now + 60_000).toISOString(),
    keyId: KEY,
    ...given,
  });
}

export function answered(arn: string, answer: Given, given: Partial<Unsigned> = {}): Statement {
  return statementOf(arn, answerHash(answer), { purpose: 'approval', ...given });
}
