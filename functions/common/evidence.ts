/** Signs evidence and stores it, once. Whatever keeps it from being stored is published and counted, never hidden. */

import { createPublicKey } from 'node:crypto';
import { GetPublicKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import { S3Client } from '@aws-sdk/client-s3';
import type * as v from 'valibot';
import { DAY_MS } from '../../events/deadline.ts';
import type { evidenceSchema } from '../../events/offboarding.ts';
import { chainedText, type Unchained } from '../../offboardings/evidence/document.ts';
import { putOnce } from './bucket.ts';
import { publicKeyKey, retention } from './keys.ts';
import { sign } from './signing.ts';
import { countUnstoredEvidence, logger } from './telemetry.ts';

const kms = new KMSClient({});
const s3 = new S3Client({});

/** As the events have it. */
export type StoredEvidence = v.InferOutput<typeof evidenceSchema>;

/** The answer to the request waits no longer than this for KMS and S3. */
const TIMEOUT_MS = 15_000;

/** The public key must outlast all that it verifies. */
const KEY_RETENTION_MS = 3650 * DAY_MS;

/** Never throws: what went wrong is in the result. */
export async function tryStoreEvidence(document: Unchained, key: string): Promise<StoredEvidence> {
  try {
    return await storeEvidence(document, key);
  } catch (error) {
    return unstored(error);
  }
}

/** @param error that kept evidence from being stored. */
export function unstored(error: unknown): StoredEvidence {
  const { name, message } = error instanceof Error ? error : new Error(String(error));
  logger.error('evidence is not stored', { error: name });
  countUnstoredEvidence();
  return { stored: false, error: `${name}: ${message}`.slice(0, MAX_ERROR_LENGTH) };
}

const MAX_ERROR_LENGTH = 500;

/** @throws what KMS or S3 answer, and Error where the bucket holds another object under the key. */
export async function storeEvidence(document: Unchained, key: string): Promise<StoredEvidence> {
  const { keyId } = document;
  const { head, signed } = chainedText(document);
  const abortSignal = AbortSignal.timeout(TIMEOUT_MS);
  await storePublicKey(keyId, abortSignal);
  const signature = await sign(kms, { keyId, message: Buffer.from(head, 'hex'), messageType: 'DIGEST', abortSignal });
  const stored = await putOnce(s3, key, { text: signed(signature), keepUntil: retention(new Date()), abortSignal });
  return { stored: true, ...stored, head, keyId };
}

/** The key whose public part this execution environment knows to be in the bucket. */
let storedKeyId: string | undefined;

async function storePublicKey(keyId: string, abortSignal: AbortSignal): Promise<void> {
  if (storedKeyId === keyId) return;
  const { PublicKey } = await kms.send(new GetPublicKeyCommand({ KeyId: keyId }), { abortSignal });
  const key = createPublicKey({ key: Buffer.from(PublicKey ?? []), format: 'der', type: 'spki' });
  const text = key.export({ format: 'pem', type: 'spki' }).toString();
  await putOnce(s3, publicKeyKey(keyId), { text, keepUntil: new Date(Date.now() + KEY_RETENTION_MS), abortSignal });
  storedKeyId = keyId;
}
