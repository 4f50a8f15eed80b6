/** RSASSA_PKCS1_V1_5 over a message, or over a digest that the caller has made. */

import { constants, createHash, type KeyObject, privateEncrypt, publicDecrypt } from 'node:crypto';
import { invalid } from './errors.ts';

interface Algorithm {
  hash: string;
  bytes: number;
  /** The DER of DigestInfo before the digest (RFC 8017, section 9.2, note 1). */
  prefix: string;
}

const ALGORITHMS: Readonly<Record<string, Algorithm>> = {
  RSASSA_PKCS1_V1_5_SHA_256: { hash: 'sha256', bytes: 32, prefix: '3031300d060960864801650304020105000420' },
  RSASSA_PKCS1_V1_5_SHA_384: { hash: 'sha384', bytes: 48, prefix: '3041300d060960864801650304020205000430' },
  RSASSA_PKCS1_V1_5_SHA_512: { hash: 'sha512', bytes: 64, prefix: '3051300d060960864801650304020305000440' },
};

export const SIGNING_ALGORITHMS = Object.keys(ALGORITHMS);

export interface Signed {
  message: Uint8Array;
  type: string;
  algorithm: string;
}

export function sign(privateKey: KeyObject, signed: Signed): Buffer {
  return privateEncrypt({ key: privateKey, padding: constants.RSA_PKCS1_PADDING }, digestInfo(signed));
}

/** Compares the whole of what was signed, so that nothing can hide behind the padding. */
export function isSignature(publicKey: KeyObject, signature: Uint8Array, signed: Signed): boolean {
  const wanted = digestInfo(signed);
  try {
    return publicDecrypt({ key: publicKey, padding: constants.RSA_PKCS1_PADDING }, signature).equals(wanted);
  } catch {
    return false;
  }
}

/** @throws AwsError ValidationException */
function digestInfo({ message, type, algorithm }: Signed): Buffer {
  const known = ALGORITHMS[algorithm];
  if (!known) throw invalid(`Algorithm ${algorithm} is not supported. Supported: ${SIGNING_ALGORITHMS.join(', ')}`);
  return Buffer.concat([Buffer.from(known.prefix, 'hex'), digestOf(message, type, known)]);
}

function digestOf(message: Uint8Array, type: string, { hash, bytes }: Algorithm): Uint8Array {
  if (type === 'RAW') return createHash(hash).update(message).digest();
  if (type !== 'DIGEST') throw invalid(`MessageType must be one of RAW, DIGEST`);
  if (message.length !== bytes) throw invalid(`Digest is invalid length for algorithm ${hash}.`);
  return message;
}
