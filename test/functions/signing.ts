/** The stack's key on the wire: KMS as far as the functions call it, with a real key; and statements signed with it. */

import { createHash, verify } from 'node:crypto';
import type { Statement } from '../../events/statement.ts';
import { answerHash, type Answer as Given } from '../../offboardings/answer.ts';
import { personOf } from '../../offboardings/person.ts';
import { signedBytes, type Unsigned } from '../../offboardings/statement.ts';
import { DER, KEY_ID, PEM, signDigest } from '../offboardings/signer.ts';
import type { Answer, Asked } from './wire.ts';

export function isForKms({ target }: Asked): boolean {
  return target.startsWith('TrentService.');
}

export function answerOfKms({ target, body }: Asked): Answer {
  const headers = { 'content-type': 'application/x-amz-json-1.1' };
  const message = Buffer.from(String(body.Message), 'base64');
  if (target === 'TrentService.GetPublicKey')
    return { headers, body: { KeyId: KEY_ID, PublicKey: DER.toString('base64') } };
  if (target === 'TrentService.Sign') {
    const signature = signDigest(body.MessageType === 'DIGEST' ? message : sha256(message));
    return { headers, body: { KeyId: KEY_ID, Signature: signature.toString('base64') } };
  }
  const isValid = verify('sha256', message, PEM, Buffer.from(String(body.Signature), 'base64'));
  return isValid
    ? { headers, body: { KeyId: KEY_ID, SignatureValid: true } }
    : { headers, status: 400, body: { __type: 'KMSInvalidSignatureException', message: '' } };
}

export function signed(unsigned: Unsigned): Statement {
  return { ...unsigned, signature: signDigest(sha256(signedBytes(unsigned))).toString('base64') };
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
    keyId: KEY_ID,
    ...given,
  });
}

export function answered(arn: string, answer: Given, given: Partial<Unsigned> = {}): Statement {
  return statementOf(arn, answerHash(answer), { purpose: 'approval', ...given });
}

function sha256(bytes: Uint8Array): Buffer {
  return createHash('sha256').update(bytes).digest();
}
