/** Documents that differ from a genuine one in one thing, as somebody writes them who has no key. */

import { generateKeyPairSync, privateEncrypt } from 'node:crypto';
import { canonical } from '../../offboardings/canonical.ts';
import type { Evidence } from '../../offboardings/evidence/document.ts';
import { chain, evidenceText } from '../../test/offboardings/chain.ts';

export interface Forgery {
  what: string;
  bytes: Uint8Array;
}

export function* forgeries(text: string): Generator<Forgery> {
  const document = JSON.parse(text) as Evidence;
  yield* [
    ...addedMembers(text),
    ...relabelled(document),
    ...reencoded(text),
    ...truncated(document),
    ...rebuilt(document),
  ]
    // Where there is nothing to change, nothing is forged.
    .filter(([, forged]) => !Buffer.from(forged).equals(Buffer.from(text)))
    .map(([what, forged]) => ({ what, bytes: Buffer.from(forged) }));
}

type Forged = [what: string, bytes: string | Uint8Array];

/** A member more in every object in turn, where it stands first and in its place. */
function addedMembers(text: string): Forged[] {
  const objects = [...text.matchAll(/[{](?=")/g)].map(({ index }) => index + 1);
  return objects.flatMap((at): Forged[] => {
    const added = `${text.slice(0, at)}"forged":true,${text.slice(at)}`;
    return [
      [`a member added at ${at}`, added],
      // In a text of the document, a brace opens no object.
      ...(isJson(added) ? [[`a member added in order at ${at}`, canonical(JSON.parse(added))] satisfies Forged] : []),
    ];
  });
}

function relabelled(document: Evidence): Forged[] {
  const { records, ...own } = document;
  const members = Object.entries(own).map(([name, value]): Forged => {
    return [`another ${name}`, canonical({ ...document, [name]: `${value}`.replace(/.$/, 'Z') })];
  });
  const overriding = Object.keys(own).map((name): Forged => {
    const forged = records.map((record) => ({ ...record, [name]: own[name as keyof typeof own] }));
    return [`records with ${name} of their own`, canonical({ ...document, offboarding: 'another', records: forged })];
  });
  return [...members, ...overriding];
}

function reencoded(text: string): Forged[] {
  const { length } = text;
  return [
    ['a line end', `${text}\n`],
    ['a byte order mark', `\ufeff${text}`],
    ['indentation', JSON.stringify(JSON.parse(text), null, 1)],
    ['another order', JSON.stringify(reversed(JSON.parse(text)))],
    ['an escape', text.replace('"version"', '"\\u0076ersion"')],
    ['another number', text.replace(/"number":(\d+)/, '"number":$1.0')],
    ['an exponent', text.replace(/"number":(\d+)/, '"number":$1e0')],
    ['a member twice', text.replace('{', '{"head":"",')],
    ['UTF-16', Buffer.from(text, 'utf16le')],
    [
      'invalid UTF-8',
      Buffer.concat([Buffer.from(text.slice(0, length - 3)), Buffer.of(0xff), Buffer.from(text.slice(length - 3))]),
    ],
    ['other spare bits', text.replace(/.==(?=")/, (end) => `${String.fromCharCode(end.charCodeAt(0) + 1)}==`)],
    ['no padding', text.replace(/==(?=")/, '')],
  ];
}

function truncated(document: Evidence): Forged[] {
  return document.records.flatMap((_, count): Forged[] => {
    const records = document.records.slice(0, count);
    const head = records.at(-1)?.hash ?? '';
    return [
      [`the first ${count} records`, evidenceText({ ...document, records })],
      [`the first ${count} records, with their head`, evidenceText({ ...document, records, head })],
    ];
  });
}

/** Each record left out in turn, and the chain computed again: with the old signature, and with another key's. */
function rebuilt(document: Evidence): Forged[] {
  return document.records.flatMap(({ number }): Forged[] => {
    const records = document.records.filter((record) => record.number !== number);
    const forged = chain({ ...document, contents: records });
    return [
      [`record ${number} left out`, evidenceText({ ...forged, signature: document.signature })],
      [`record ${number} left out, signed by another key`, evidenceText({ ...forged, signature: signed(forged.head) })],
    ];
  });
}

const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });

function signed(head: string): string {
  return privateEncrypt(privateKey, Buffer.concat([DIGEST_INFO, Buffer.from(head, 'hex')])).toString('base64');
}

const DIGEST_INFO = Buffer.from('3031300d060960864801650304020105000420', 'hex');

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([name, member]) => [name, reversed(member)]),
  );
}
