/** The stack's bucket on the wire: objects of JSON by their keys. */

import type { Answer, Asked } from './wire.ts';

export const BUCKET = 'evidence';

/** What was put, with the headers that it was put with. */
export interface Put {
  key: string;
  value: unknown;
  headers: Asked['headers'];
}

export interface Bucket {
  objects: Map<string, unknown>;
  /** The very text of what was put. */
  texts: Map<string, string>;
  puts: Put[];
  answer(asked: Asked): Answer;
}

export function bucket(): Bucket {
  const objects = new Map<string, unknown>();
  const texts = new Map<string, string>();
  const puts: Put[] = [];
  return {
    objects,
    texts,
    puts,
    answer({ method, url, headers, text: body }) {
      const key = decodeURIComponent(url.pathname.slice(`/${BUCKET}/`.length));
      if (method === 'PUT') {
        if (headers['if-none-match'] === '*' && objects.has(key))
          return xml('<Error><Code>PreconditionFailed</Code><Message>It exists.</Message></Error>', 412);
        const value: unknown = key.endsWith('.json') ? JSON.parse(body) : body;
        objects.set(key, value);
        texts.set(key, body);
        puts.push({ key, value, headers });
        return { text: '', headers: { 'x-amz-version-id': `v${puts.length}` } };
      }
      if (url.searchParams.has('versions')) return versions([...objects.keys()], url.searchParams.get('prefix') ?? '');
      if (url.searchParams.has('list-type')) return listed([...objects.keys()], url.searchParams.get('prefix') ?? '');
      const text = texts.get(key);
      if (text !== undefined) return { text, headers: { 'x-amz-version-id': 'v1' } };
      if (objects.has(key)) return { text: JSON.stringify(objects.get(key)) };
      return xml('<Error><Code>NoSuchKey</Code><Message>The specified key does not exist.</Message></Error>', 404);
    },
  };
}

function listed(keys: readonly string[], prefix: string): Answer {
  const contents = keys.filter((key) => key.startsWith(prefix)).sort();
  const rows = contents.map((key) => `<Contents><Key>${key}</Key></Contents>`).join('');
  return xml(`<ListBucketResult><IsTruncated>false</IsTruncated>${rows}</ListBucketResult>`);
}

function versions(keys: readonly string[], prefix: string): Answer {
  const found = keys.filter((key) => key.startsWith(prefix)).sort();
  const modified = new Date().toISOString();
  const rows = found.map(
    (key) => `<Version><Key>${key}</Key><VersionId>v</VersionId><LastModified>${modified}</LastModified></Version>`,
  );
  const truncated = rows.length > 100;
  return xml(`<ListVersionsResult><IsTruncated>${truncated}</IsTruncated>${rows.join('')}</ListVersionsResult>`);
}

export function xml(text: string, status = 200): Answer {
  return { status, text, headers: { 'content-type': 'application/xml' } };
}
