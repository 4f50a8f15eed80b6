import { createPublicKey } from 'node:crypto';
import { publicKeyKey } from '../../offboardings/keys.ts';
import { readFirstVersion } from '../bucket.ts';
import { ClientError } from '../errors.ts';
import type { StackClient } from '../stack-client.ts';

export interface SigningKey {
  keyId: string;
  /** PEM. */
  text: string;
}

/**
 * From KMS, which nobody can write to; where it has no answer (the key was deleted, or the caller may not ask) the copy
 * in the bucket, which is written once and locked.
 * @param keyId of a former key; by default the stack's own.
 * @throws ClientError where neither has it.
 */
export async function signingKey(client: StackClient, keyId?: string): Promise<SigningKey> {
  const { name, outputs } = await client.stack();
  const id = keyId ?? outputs.SigningKeyId;
  if (id === undefined) throw new ClientError('FAILED', `stack ${name} has no signing key`, 'deploy the stack again');
  const text = (await fromKms(client, id)) ?? (await readFirstVersion(client, publicKeyKey(id)));
  if (text !== undefined) return { keyId: id, text };
  throw new ClientError('NOT_FOUND', `neither KMS nor the bucket of ${name} has the key ${id}`);
}

async function fromKms(client: StackClient, KeyId: string): Promise<string | undefined> {
  const { GetPublicKeyCommand } = await import('@aws-sdk/client-kms');
  const kms = await client.aws.kms();
  try {
    const { PublicKey } = await kms.send(new GetPublicKeyCommand({ KeyId }));
    const key = createPublicKey({ key: Buffer.from(PublicKey ?? []), format: 'der', type: 'spki' });
    return key.export({ format: 'pem', type: 'spki' }).toString();
  } catch (error) {
    if (error instanceof Error && UNANSWERED.has(error.name)) return undefined;
    throw error;
  }
}

const UNANSWERED: ReadonlySet<string> = new Set([
  'AccessDeniedException',
  'DisabledException',
  'KMSInvalidStateException',
  'NotFoundException',
]);
