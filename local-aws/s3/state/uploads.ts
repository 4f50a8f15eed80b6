/** Multipart uploads under way, and their parts, in the store. */

import { createHash, randomUUID } from 'node:crypto';
import type { Aws } from '../../core/aws.ts';
import type { Store, Table } from '../../core/store.ts';
import type { Checksum, NewVersion } from './buckets.ts';

export interface Upload {
  bucket: string;
  key: string;
  id: string;
  initiated: number;
  /** ARN of who began it. */
  initiator: string;
  settings: Omit<NewVersion, 'body' | 'checksum' | 'etag' | 'parts'>;
  /** The algorithm that was asked for, and whether the checksum is made of the parts' or of the whole. */
  checksum?: { algorithm: string; type: 'COMPOSITE' | 'FULL_OBJECT' };
}

export interface Part {
  number: number;
  etag: string;
  size: number;
  modified: number;
  checksum: Checksum;
}

interface Row {
  part: string;
}

export class Uploads {
  readonly #store: Store;
  readonly #clock: Aws['clock'];
  readonly #uploads: Table<Upload>;

  constructor({ store, clock }: Pick<Aws, 'store' | 'clock'>) {
    this.#store = store;
    this.#clock = clock;
    this.#uploads = store.table('s_three_uploads');
    store.define(
      `CREATE TABLE IF NOT EXISTS s_three_parts (
         upload TEXT NOT NULL, number INTEGER NOT NULL, part TEXT NOT NULL, body BLOB NOT NULL,
         PRIMARY KEY (upload, number)) WITHOUT ROWID`,
    );
  }

  create(given: Omit<Upload, 'id' | 'initiated'>): Upload {
    const upload = { ...given, id: randomUUID().replaceAll('-', ''), initiated: this.#clock.now() };
    this.#uploads.put(keyOf(upload), upload);
    return upload;
  }

  get(bucket: string, key: string, id: string): Upload | undefined {
    return this.#uploads.get(keyOf({ bucket, key, id }));
  }

  /** By key, then the oldest first. */
  list(bucket: string, prefix: string): Upload[] {
    const uploads = Array.from(this.#uploads.entries(`${bucket}/${prefix}`), ([, upload]) => upload);
    return uploads.sort((a, b) => (a.key === b.key ? a.initiated - b.initiated : a.key < b.key ? -1 : 1));
  }

  /** A part that is sent again takes the place of the earlier one. */
  putPart({ id }: Upload, number: number, { body, checksum }: { body: Buffer; checksum: Checksum }): Part {
    const etag = `"${createHash('md5').update(body).digest('hex')}"`;
    const part: Part = { number, etag, size: body.length, modified: this.#clock.now(), checksum };
    this.#store
      .sql('INSERT OR REPLACE INTO s_three_parts (upload, number, part, body) VALUES (?, ?, ?, ?)')
      .run(id, number, JSON.stringify(part), body);
    return part;
  }

  /** In order of their numbers. */
  parts({ id }: Upload): Part[] {
    return this.#store
      .sql<Row>('SELECT part FROM s_three_parts WHERE upload = ? ORDER BY number')
      .all(id)
      .map(({ part }) => JSON.parse(part) as Part);
  }

  body({ id }: Upload, { number }: Part): Buffer {
    const text = 'SELECT body FROM s_three_parts WHERE upload = ? AND number = ?';
    return Buffer.from(this.#store.one<{ body: Uint8Array }>(text, id, number).body);
  }

  removeAll(bucket: string): void {
    for (const upload of this.list(bucket, '')) this.remove(upload);
  }

  remove(upload: Upload): void {
    this.#uploads.delete(keyOf(upload));
    this.#store.sql('DELETE FROM s_three_parts WHERE upload = ?').run(upload.id);
  }
}

function keyOf({ bucket, key, id }: Pick<Upload, 'bucket' | 'key' | 'id'>): string {
  return `${bucket}/${key}/${id}`;
}
