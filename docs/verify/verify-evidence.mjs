#!/usr/bin/env node
/**
 * Verifies evidence of Offboard with its public key. Needs Node.js alone, and no connection.
 * Usage: node verify-evidence.mjs EVIDENCE.json KEY.pem     exit code 0: genuine; 1: not; 2: wrong usage
 */

import { constants, createHash, createPublicKey, publicDecrypt } from 'node:crypto';
import { readFileSync } from 'node:fs';

const DOCUMENT = ['head', 'keyId', 'offboarding', 'records', 'signature', 'version'];
const RECORD = ['content', 'hash', 'number', 'previous', 'type'];
const ORDER = /^request (plan approval( item)*|single) end$/;
/** DigestInfo of SHA-256 (RFC 8017, section 9.2). */
const DIGEST_INFO = Buffer.from('3031300d060960864801650304020105000420', 'hex');

/** RFC 8785: members in the order of UTF-16 code units, no white space. */
function canonical(value) {
  if (typeof value === 'string' && !value.isWellFormed()) throw new Error('text is not well-formed Unicode');
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const names = Object.keys(value).sort();
  return `{${names.map((name) => `${canonical(name)}:${canonical(value[name])}`).join(',')}}`;
}

const sha256 = (value) => createHash('sha256').update(canonical(value)).digest('hex');

function assert(holds, problem) {
  if (!holds) throw new Error(problem);
}

function hasExactly(value, names) {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  return isObject && Object.keys(value).sort().join() === names.join();
}

/** @throws Error that says what is wrong. */
function verify(bytes, pem) {
  const document = JSON.parse(bytes.toString('utf8'));
  assert(hasExactly(document, DOCUMENT), `the document must have the members ${DOCUMENT.join(', ')}, and no other`);
  const { version, offboarding, keyId, records, head, signature } = document;
  assert(version === '3', `version ${version} is not known here`);
  assert(typeof offboarding === 'string' && typeof keyId === 'string', 'offboarding and keyId must be text');
  assert(Array.isArray(records), 'records must be a list');
  // Another spelling of the same JSON, invalid UTF-8 and members that stand twice are found here.
  assert(Buffer.from(canonical(document)).equals(bytes), 'the file is not the canonical text of its content');
  let previous = '0'.repeat(64);
  for (const [index, record] of records.entries()) {
    const name = `record ${index + 1}`;
    assert(hasExactly(record, RECORD), `${name} must have the members ${RECORD.join(', ')}, and no other`);
    const { hash, ...unhashed } = record;
    assert(record.number === index + 1, `${name} has the number ${record.number}`);
    assert(record.previous === previous, `${name} does not follow the record before it`);
    assert(hash === sha256({ ...unhashed, version, offboarding, keyId }), `${name} was changed`);
    previous = hash;
  }
  assert(ORDER.test(records.map(({ type }) => type).join(' ')), 'records are missing, or in another order');
  assert(head === previous, 'the head is not the hash of the last record');
  const key = createPublicKey(pem);
  assert(key.asymmetricKeyType === 'rsa', 'the key must be an RSA public key');
  const signed = Buffer.from(String(signature), 'base64');
  assert(signed.toString('base64') === signature, 'the signature is not base64');
  assert(isSigned(Buffer.from(head, 'hex'), signed, key), 'the signature is not that of the head by this key');
  return `genuine: ${records.length} records of ${offboarding}, signed by the key ${keyId}`;
}

/** RSASSA-PKCS1-v1_5 over the head as a SHA-256 digest. */
function isSigned(digest, signature, key) {
  try {
    const info = publicDecrypt({ key, padding: constants.RSA_PKCS1_PADDING }, signature);
    return info.equals(Buffer.concat([DIGEST_INFO, digest]));
  } catch {
    return false;
  }
}

function main([file, keyFile]) {
  if (keyFile === undefined) {
    console.error('usage: node verify-evidence.mjs EVIDENCE.json KEY.pem');
    return 2;
  }
  try {
    console.log(verify(readFileSync(file), readFileSync(keyFile, 'utf8')));
    return 0;
  } catch (error) {
    console.error(`NOT genuine: ${error.message}`);
    return 1;
  }
}

process.exitCode = main(process.argv.slice(2));
