/** The stack's key in KMS, with which statements of identity and evidence are signed. */

import { type KMSClient, SignCommand } from '@aws-sdk/client-kms';

export const SIGNING_ALGORITHM = 'RSASSA_PKCS1_V1_5_SHA_256';

interface ToSign {
  keyId: string;
  message: Uint8Array;
  /** Whether KMS hashes the message, or it is a SHA-256 digest. */
  messageType: 'RAW' | 'DIGEST';
  abortSignal?: AbortSignal;
}

export function signingKeyId(): string {
  const keyId = process.env.SIGNING_KEY_ID ?? '';
  if (keyId === '') throw new Error('SIGNING_KEY_ID is not set: the function does not know its key');
  return keyId;
}

/** @returns the signature in base64. */
export async function sign(kms: KMSClient, { keyId, message, messageType, abortSignal }: ToSign): Promise<string> {
  const { Signature } = await kms.send(
    new SignCommand({
      KeyId: keyId,
      Message: message,
      MessageType: messageType,
      SigningAlgorithm: SIGNING_ALGORITHM,
    }),
    abortSignal === undefined ? {} : { abortSignal },
  );
  if (Signature === undefined) throw new Error('KMS answered Sign without a signature');
  return Buffer.from(Signature).toString('base64');
}
