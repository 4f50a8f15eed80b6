/** Verification of a document of evidence: its form, its chain, and its signature. Needs no connection. */

import { constants, createPublicKey, type KeyObject, publicDecrypt } from 'node:crypto';
import * as v from 'valibot';
import { problemLine, problemOf } from '../../events/problem.ts';
import { canonical, toIJson } from '../canonical.ts';
import { chainProblems, type Evidence, VERSION } from './document.ts';
import { documentSchema } from './schema.ts';

/** What a document is held against. */
export interface Trusted {
  /** The public key, as PEM. */
  key: string;
  /** The published head, where it is known. */
  head?: string;
  /** The id of the key, where it is known. */
  keyId?: string;
}

/** Problems listed of a document whose form is wrong. */
const MOST_PROBLEMS = 5;

/**
 * The problems of a document; none where it is what the stack signed.
 * @param bytes the file as it is: another spelling of the same JSON is refused.
 */
export function verifyEvidence(bytes: Uint8Array | string, trusted: Trusted): string[] {
  const file = Buffer.from(bytes);
  const parsed = parse(file);
  if (parsed === undefined) return ['The file is not JSON, or nested too deeply.'];
  const form = formProblems(parsed, file);
  if (form.length > 0) return form;
  const evidence = parsed as Evidence;
  return [...chainProblems(evidence), ...signatureProblems(evidence, trusted)];
}

function parse(file: Buffer): unknown {
  try {
    const value: unknown = JSON.parse(file.toString('utf8'));
    // Nested so deeply that no text can be made of it, it throws here.
    canonical(value);
    return value;
  } catch {
    return undefined;
  }
}

/** Members that are missing, added or of another type; then any other spelling, invalid UTF-8 and duplicate members. */
function formProblems(parsed: unknown, file: Buffer): string[] {
  const version = (parsed as Partial<Evidence> | null)?.version as unknown;
  if (version === '1' || version === '2') {
    return [`Evidence of version ${version} is not signed: it cannot be verified. Signed is version ${VERSION}.`];
  }
  const { issues = [] } = v.safeParse(documentSchema, parsed);
  if (issues.length > 0) {
    return issues.slice(0, MOST_PROBLEMS).map((issue) => problemLine(problemOf(issue, 'evidence')));
  }
  return file.equals(Buffer.from(canonical(toIJson(parsed))))
    ? []
    : [
        'The file is not the canonical text of its content (RFC 8785): it was written anew, or bytes of it were changed.',
      ];
}

function signatureProblems({ head, keyId, signature }: Evidence, trusted: Trusted): string[] {
  const problems: string[] = [];
  if (trusted.keyId !== undefined && trusted.keyId !== keyId)
    problems.push(`The file names the key ${keyId}; the stack's key is ${trusted.keyId}.`);
  if (trusted.head !== undefined && trusted.head !== head)
    problems.push(`The head of the hash chain is ${head}, but ${trusted.head} was published.`);
  if (!isSigned(head, signature, publicKey(trusted.key)))
    problems.push('The signature is not that of the head by this key.');
  return problems;
}

/** @throws Error where it is no RSA public key. */
export function publicKey(pem: string): KeyObject {
  const key = createPublicKey(pem);
  if (key.asymmetricKeyType === 'rsa') return key;
  throw new Error(`an RSA public key is needed, not ${key.asymmetricKeyType}`);
}

/** The DigestInfo of SHA-256 before the digest itself (RFC 8017, section 9.2). */
const SHA256_PREFIX = Buffer.from('3031300d060960864801650304020105000420', 'hex');

/** The signature is over the digest itself, for which node:crypto's `verify` has no way in. */
function isSigned(head: string, signature: string, key: KeyObject): boolean {
  const bytes = Buffer.from(signature, 'base64');
  // Spare bits at the end of base64 would be another spelling of the same bytes.
  if (bytes.toString('base64') !== signature) return false;
  try {
    const signed = publicDecrypt({ key, padding: constants.RSA_PKCS1_PADDING }, bytes);
    return signed.equals(Buffer.concat([SHA256_PREFIX, Buffer.from(head, 'hex')]));
  } catch {
    return false;
  }
}
