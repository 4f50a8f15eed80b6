/**
 * Verifies evidence in the browser, apart from the server: the file's text, the chain of its records, and the signature.
 * docs/verifying-evidence.md describes the same steps.
 */

interface ChainedRecord {
  number: number;
  previous: string;
  hash: string;
  content: unknown;
  type: string;
}

interface Document {
  version: string;
  offboarding: string;
  keyId: string;
  records: ChainedRecord[];
  head: string;
  signature: string;
}

/** What a document is held against. */
export interface Published {
  /** PEM. */
  publicKey: string;
  keyId: string;
  head: string;
}

export interface Check {
  name: string;
  passed: boolean;
}

const FIRST_PREVIOUS = '0'.repeat(64);

export async function verifyEvidence(text: string, published: Published): Promise<Check[]> {
  const document = parse(text);
  if (!document) return [{ name: 'The file is evidence in JSON', passed: false }];
  const { records, head, keyId } = document;
  return [
    {
      name: 'The file is the canonical text of its content (RFC 8785)',
      passed: hasForm(document) && canonical(document) === text,
    },
    { name: `${records.length} records are chained by SHA-256 hashes`, passed: await isChained(document) },
    { name: 'The chain ends in the head that the completion event published', passed: head === published.head },
    {
      name: `The head is signed by the stack's key ${keyId}`,
      passed: keyId === published.keyId && (await isSigned(document, published)),
    },
  ];
}

function parse(text: string): Document | undefined {
  try {
    const value = JSON.parse(text) as Document;
    return Array.isArray(value.records) && value.records.length > 0 ? value : undefined;
  } catch {
    return undefined;
  }
}

const MEMBERS = 'head,keyId,offboarding,records,signature,version';

/** Another member of the document would be covered by no hash. */
function hasForm(document: Document): boolean {
  return Object.keys(document).sort().join() === MEMBERS && document.version === '3';
}

/** Members in the order of their names' UTF-16 code units; numbers and strings as ECMAScript writes them. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([name, member]) => `${JSON.stringify(name)}:${canonical(member)}`).join(',')}}`;
}

async function isChained(document: Document): Promise<boolean> {
  const { records, head } = document;
  for (const [index, record] of records.entries()) {
    const previous = records[index - 1]?.hash ?? FIRST_PREVIOUS;
    if (record.number !== index + 1 || record.previous !== previous) return false;
    if (record.hash !== hex(await crypto.subtle.digest('SHA-256', hashed(document, record)))) return false;
  }
  return head === records.at(-1)?.hash;
}

/** What a record's hash is of: the record with the document's own members. */
function hashed(
  { version, offboarding, keyId }: Document,
  { hash: _hash, ...record }: ChainedRecord,
): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(canonical({ ...record, version, offboarding, keyId }));
}

/** The signed digest is the head, which is the hash of the last record: so what is signed is that record. */
async function isSigned(document: Document, { publicKey }: Published): Promise<boolean> {
  const last = document.records.at(-1) as ChainedRecord;
  const algorithm = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' };
  try {
    const signature = fromBase64(document.signature);
    // Spare bits at the end of base64 would be another spelling of the same bytes.
    if (btoa(String.fromCharCode(...signature)) !== document.signature) return false;
    const key = await crypto.subtle.importKey('spki', fromPem(publicKey), algorithm, false, ['verify']);
    return await crypto.subtle.verify(algorithm.name, key, signature, hashed(document, last));
  } catch {
    return false;
  }
}

function fromPem(pem: string): Uint8Array<ArrayBuffer> {
  return fromBase64(pem.replace(/-----[^-]+-----|\s/g, ''));
}

function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}

function hex(bytes: ArrayBuffer): string {
  return [...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
