/** Signs statements of identity with the stack's key, and verifies them. */

import { type KMSClient, KMSInvalidSignatureException, VerifyCommand } from '@aws-sdk/client-kms';
import type { Statement } from '../../events/statement.ts';
import { signedBytes, type Unsigned } from '../../offboardings/statement.ts';
import { SIGNING_ALGORITHM, sign, signingKeyId } from './signing.ts';

export async function signStatement(kms: KMSClient, statement: Unsigned): Promise<Statement> {
  const { keyId } = statement;
  return { ...statement, signature: await sign(kms, { keyId, message: signedBytes(statement), messageType: 'RAW' }) };
}

/** Only this stack's key counts: anybody can have a key of their own. */
export async function isSigned(kms: KMSClient, statement: Statement): Promise<boolean> {
  if (statement.keyId !== signingKeyId()) return false;
  const verify = new VerifyCommand({
    KeyId: statement.keyId,
    Message: signedBytes(statement),
    MessageType: 'RAW',
    Signature: Buffer.from(statement.signature, 'base64'),
    SigningAlgorithm: SIGNING_ALGORITHM,
  });
  try {
    const { SignatureValid } = await kms.send(verify);
    return SignatureValid === true;
  } catch (error) {
    if (error instanceof KMSInvalidSignatureException) return false;
    throw error;
  }
}
