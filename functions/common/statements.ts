/** Signs statements of identity with the stack's key, and verifies them. */

import { type KMSClient, KMSInvalidSignatureException, SignCommand, VerifyCommand } from '@aws-sdk/client-kms';
import type { Statement } from '../../events/statement.ts';
import { signedBytes, type Unsigned } from '../../offboardings/statement.ts';

const SIGNING = { MessageType: 'RAW', SigningAlgorithm: 'RSASSA_PKCS1_V1_5_SHA_256' } as const;

/** ARN of the stack's key. */
export function signingKey(): string {
  const key = process.env.SIGNING_KEY_ID;
  if (key === undefined || key === '') throw new Error('SIGNING_KEY_ID is not set: the function does not know its key');
  return key;
}

export async function sign(kms: KMSClient, statement: Unsigned): Promise<Statement> {
  const { Signature } = await kms.send(
    new SignCommand({ KeyId: statement.keyId, Message: signedBytes(statement), ...SIGNING }),
  );
  return { ...statement, signature: Buffer.from(Signature ?? []).toString('base64') };
}

/** Only this stack's key counts: anybody can have a key of their own. */
export async function isSigned(kms: KMSClient, statement: Statement): Promise<boolean> {
  if (statement.keyId !== signingKey()) return false;
  const Signature = Buffer.from(statement.signature, 'base64');
  try {
    const Message = signedBytes(statement);
    const { SignatureValid } = await kms.send(
      new VerifyCommand({ KeyId: statement.keyId, Message, Signature, ...SIGNING }),
    );
    return SignatureValid === true;
  } catch (error) {
    if (error instanceof KMSInvalidSignatureException) return false;
    throw error;
  }
}
