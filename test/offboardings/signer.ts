/** A signing key of the tests' own, as KMS has one, and documents signed with it. */

import { constants, generateKeyPairSync, privateEncrypt } from 'node:crypto';
import type { Evidence, Unchained, UnsignedEvidence } from '../../offboardings/evidence/document.ts';
import { chain } from './chain.ts';

export const KEY_ID = '1234abcd-12ab-34cd-56ef-1234567890ab';

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });

export const PEM = publicKey.export({ format: 'pem', type: 'spki' }).toString();
export const DER = publicKey.export({ format: 'der', type: 'spki' });

/** RSASSA-PKCS1-v1_5 over a SHA-256 digest. */
export function signDigest(digest: Uint8Array): Buffer {
  const info = Buffer.from('3031300d060960864801650304020105000420', 'hex');
  return privateEncrypt({ key: privateKey, padding: constants.RSA_PKCS1_PADDING }, Buffer.concat([info, digest]));
}

export function signed(given: Unchained | UnsignedEvidence): Evidence {
  const document = 'contents' in given ? chain(given) : given;
  return { ...document, signature: signDigest(Buffer.from(document.head, 'hex')).toString('base64') };
}
