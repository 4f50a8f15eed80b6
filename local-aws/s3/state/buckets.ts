import { createHash, randomUUID } from 'node:crypto';
import type { Aws } from '../../core/aws.ts';
import type { Store, Table } from '../../core/store.ts';

export type LockMode = 'GOVERNANCE' | 'COMPLIANCE';

export interface Bucket {
  name: string;
  account: string;
  region: string;
  created: number;
  versioning?: 'Enabled' | 'Suspended';
  objectLock: boolean;
  /** The retention of new versions that ask for none themselves. */
  defaultRetention?: { mode: LockMode; days: number };
  policy?: unknown;
}

export interface Version {
  bucket: string;
  key: string;
  /** `null` where the bucket was not versioned. */
  versionId: string;
  etag: string;
  size: number;
  contentType: string;
  modified: number;
  deleteMarker: boolean;
  metadata: Record<string, string>;
  retention?: { mode: LockMode; until: number };
  legalHold: boolean;
  checksum?: Checksum;
  /** The sizes of the parts that it was uploaded in. */
  parts?: readonly number[];
  /** Absent for STANDARD. */
  storageClass?: string;
  /** What readers get besides, as its writer gave it: Cache-Control and the like, by member. */
  headers?: Readonly<Record<string, string>>;
}

export interface Checksum {
  algorithm: string;
  /** In base64; a COMPOSITE one is followed by a hyphen and the count of the parts. */
  value: string;
  /** Made of the checksums of parts; absent for FULL_OBJECT. */
  type?: 'COMPOSITE';
}

export interface NewVersion {
  body: Buffer;
  /** Absent: the MD5 of the body. */
  etag?: string;
  parts?: readonly number[];
  contentType?: string | undefined;
  metadata?: Record<string, string>;
  retention?: Version['retention'] | undefined;
  legalHold?: boolean;
  checksum?: Checksum;
  storageClass?: string | undefined;
  headers?: Readonly<Record<string, string>>;
}

interface Row {
  number: number;
  version: string;
}

const DAY = 24 * 60 * 60 * 1000;

export class Buckets {
  readonly #store: Store;
  readonly #clock: Aws['clock'];
  readonly #buckets: Table<Bucket>;

  constructor({ store, clock }: Pick<Aws, 'store' | 'clock'>) {
    this.#store = store;
    this.#clock = clock;
    this.#buckets = store.table('s_three_buckets');
    store.define(
      `CREATE TABLE IF NOT EXISTS s_three_versions (
         number INTEGER PRIMARY KEY, bucket TEXT NOT NULL, key TEXT NOT NULL, id TEXT NOT NULL,
         version TEXT NOT NULL, body BLOB NOT NULL);
       CREATE INDEX IF NOT EXISTS s_three_versions_by_key ON s_three_versions (bucket, key, number);`,
    );
  }

  get(name: string): Bucket | undefined {
    return this.#buckets.get(name);
  }

  /** Of an account, by name. */
  of(account: string): Bucket[] {
    return Array.from(this.#buckets.entries(), ([, bucket]) => bucket).filter((bucket) => bucket.account === account);
  }

  delete({ name }: Bucket): void {
    this.#buckets.delete(name);
  }

  put(bucket: Omit<Bucket, 'created'>): Bucket {
    const whole = { created: this.#clock.now(), ...bucket };
    this.#buckets.put(bucket.name, whole);
    return whole;
  }

  /** The newest version, a delete marker too; or that version. */
  version(bucket: string, key: string, versionId?: string): Version | undefined {
    const row =
      versionId === undefined
        ? this.#store
            .sql<Row>('SELECT version FROM s_three_versions WHERE bucket = ? AND key = ? ORDER BY number DESC LIMIT 1')
            .get(bucket, key)
        : this.#store
            .sql<Row>('SELECT version FROM s_three_versions WHERE bucket = ? AND key = ? AND id = ?')
            .get(bucket, key, versionId);
    return row && parse(row);
  }

  body({ bucket, key, versionId }: Version): Buffer {
    const text = 'SELECT body FROM s_three_versions WHERE bucket = ? AND key = ? AND id = ?';
    return Buffer.from(this.#store.one<{ body: Uint8Array }>(text, bucket, key, versionId).body);
  }

  write(bucket: Bucket, key: string, { body, ...given }: NewVersion): Version {
    const retention = given.retention ?? this.#retentionOf(bucket);
    return this.#add(
      bucket,
      {
        ...this.#blank(bucket, key),
        etag: given.etag ?? `"${createHash('md5').update(body).digest('hex')}"`,
        size: body.length,
        contentType: given.contentType ?? 'binary/octet-stream',
        metadata: given.metadata ?? {},
        legalHold: given.legalHold ?? false,
        ...(retention ? { retention } : {}),
        ...(given.checksum ? { checksum: given.checksum } : {}),
        ...(given.storageClass ? { storageClass: given.storageClass } : {}),
        ...(given.headers ? { headers: given.headers } : {}),
        ...(given.parts ? { parts: given.parts } : {}),
      },
      body,
    );
  }

  markDeleted(bucket: Bucket, key: string): Version {
    return this.#add(bucket, { ...this.#blank(bucket, key), deleteMarker: true }, Buffer.alloc(0));
  }

  remove({ bucket, key, versionId }: Version): void {
    this.#store.sql('DELETE FROM s_three_versions WHERE bucket = ? AND key = ? AND id = ?').run(bucket, key, versionId);
  }

  /** Every version of every key with this prefix: by key, the newest first. */
  versions(bucket: string, prefix: string): Version[] {
    return this.#store
      .sql<Row>(
        'SELECT version FROM s_three_versions WHERE bucket = ? AND key >= ? AND key < ? ORDER BY key, number DESC',
      )
      .all(bucket, prefix, `${prefix}\u{10FFFF}`)
      .map(parse);
  }

  /** The newest version of each key that is not deleted. */
  objects(bucket: string, prefix: string): Version[] {
    return this.versions(bucket, prefix).filter(
      ({ key, deleteMarker }, index, all) => all[index - 1]?.key !== key && !deleteMarker,
    );
  }

  isRetained({ retention, legalHold }: Version): boolean {
    return legalHold || (retention !== undefined && this.#clock.now() < retention.until);
  }

  #retentionOf({ objectLock, defaultRetention }: Bucket): Version['retention'] {
    if (!objectLock || !defaultRetention) return undefined;
    return { mode: defaultRetention.mode, until: this.#clock.now() + defaultRetention.days * DAY };
  }

  #blank({ name: bucket, versioning }: Bucket, key: string): Version {
    return {
      bucket,
      key,
      versionId: versioning === 'Enabled' ? randomUUID().replaceAll('-', '') : 'null',
      etag: '',
      size: 0,
      contentType: '',
      modified: this.#clock.now(),
      deleteMarker: false,
      metadata: {},
      legalHold: false,
    };
  }

  /** Without versioning a key has one version, `null`, which a write replaces. */
  #add(bucket: Bucket, version: Version, body: Buffer): Version {
    if (version.versionId === 'null') this.remove(version);
    this.#store
      .sql('INSERT INTO s_three_versions (bucket, key, id, version, body) VALUES (?, ?, ?, ?, ?)')
      .run(bucket.name, version.key, version.versionId, JSON.stringify(version), body);
    return version;
  }
}

function parse({ version }: Row): Version {
  return JSON.parse(version) as Version;
}
