import { AwsError, type Operation } from '../../core/aws.ts';
import { hex } from '../../core/random.ts';
import { decodePageToken, encodePageToken } from '../../wire/input/page-token.ts';
import type { Bucket, Buckets, Version } from '../state/buckets.ts';
import { bucketOf, guarded, type NamesBucket } from './guard.ts';
import { REQUEST_PAYER } from './object-binding.ts';
import { document } from './xml.ts';

interface ListInput extends NamesBucket {
  Prefix?: string;
  Delimiter?: string;
  MaxKeys?: number;
  EncodingType?: string;
}

interface ListObjectsV2Input extends ListInput {
  StartAfter?: string;
  ContinuationToken?: string;
  FetchOwner?: string | boolean;
}

interface ListObjectVersionsInput extends ListInput {
  KeyMarker?: string;
  VersionIdMarker?: string;
}

const COMMON = { prefix: 'Prefix', delimiter: 'Delimiter', 'max-keys': 'MaxKeys', 'encoding-type': 'EncodingType' };
const MOST = 1000;

export function lists(buckets: Buckets) {
  const ListObjectsV2: Operation<ListObjectsV2Input> = {
    http: {
      method: 'GET',
      path: '/{Bucket}',
      query: {
        'list-type=2': '',
        'start-after': 'StartAfter',
        'continuation-token': 'ContinuationToken',
        'fetch-owner': 'FetchOwner',
        ...COMMON,
      },
      headers: REQUEST_PAYER,
      outputPayload: 'Xml',
    },
    ...guarded(buckets, () => ['s3:ListBucket']),
    run(input) {
      const bucket = bucketOf(buckets, input);
      const { Prefix = '', StartAfter, ContinuationToken } = input;
      const after = ContinuationToken === undefined ? StartAfter : keyOfToken(ContinuationToken);
      const entries = grouped(buckets.objects(bucket.name, Prefix), input).filter(
        ({ name }) => after === undefined || name > after,
      );
      const { page, isTruncated, maxKeys } = cut(entries, input);
      const last = page.at(-1)?.name;
      const write = encoder(input);
      const Owner = String(input.FetchOwner) === 'true' ? ownerOf(bucket) : undefined;
      const answer = {
        Name: bucket.name,
        Prefix: write(Prefix),
        Delimiter: input.Delimiter,
        MaxKeys: maxKeys,
        EncodingType: input.EncodingType,
        KeyCount: page.length,
        IsTruncated: isTruncated,
        StartAfter,
        ContinuationToken,
        NextContinuationToken: isTruncated && last !== undefined ? encodePageToken(last) : undefined,
        Contents: page.flatMap(({ versions: [version] }) => (version ? [{ ...content(version, write), Owner }] : [])),
        CommonPrefixes: prefixes(page, write),
      };
      return { ...answer, Xml: document('ListBucketResult', answer) };
    },
  };
  const ListObjectVersions: Operation<ListObjectVersionsInput> = {
    http: {
      method: 'GET',
      path: '/{Bucket}',
      query: { versions: '', 'key-marker': 'KeyMarker', 'version-id-marker': 'VersionIdMarker', ...COMMON },
      headers: REQUEST_PAYER,
      outputPayload: 'Xml',
    },
    ...guarded(buckets, () => ['s3:ListBucketVersions']),
    run(input) {
      const bucket = bucketOf(buckets, input);
      const { Prefix = '', KeyMarker, VersionIdMarker } = input;
      if (VersionIdMarker && !KeyMarker)
        throw new AwsError('InvalidArgument', 'A version-id marker cannot be specified without a key marker.', {
          fields: { ArgumentName: 'version-id-marker', ArgumentValue: VersionIdMarker },
        });
      const all = buckets.versions(bucket.name, Prefix);
      const rows = all.slice(startOf(all, KeyMarker, VersionIdMarker));
      const { page, isTruncated, maxKeys } = cut(rows, input);
      const next = isTruncated ? page.at(-1) : undefined;
      const write = encoder(input);
      const isLatest = (row: Version) => all.find(({ key }) => key === row.key) === row;
      const version = (row: Version) => ({
        Key: write(row.key),
        VersionId: row.versionId,
        IsLatest: isLatest(row),
        LastModified: new Date(row.modified),
        Owner: ownerOf(bucket),
      });
      const answer = {
        Name: bucket.name,
        Prefix: write(Prefix),
        KeyMarker: KeyMarker ?? '',
        VersionIdMarker: VersionIdMarker ?? '',
        MaxKeys: maxKeys,
        EncodingType: input.EncodingType,
        IsTruncated: isTruncated,
        NextKeyMarker: next && write(next.key),
        NextVersionIdMarker: next?.versionId,
      };
      const Versions = page
        .filter(({ deleteMarker }) => !deleteMarker)
        .map((row) => ({ ...content(row, write), ...version(row) }));
      const DeleteMarkers = page.filter(({ deleteMarker }) => deleteMarker).map(version);
      const Xml = document('ListVersionsResult', { ...answer, Version: Versions, DeleteMarker: DeleteMarkers });
      return { ...answer, Versions, DeleteMarkers, Xml };
    },
  };
  return { ListObjectsV2, ListObjectVersions };
}

/** An entry of a list: an object, or a common prefix. */
interface Entry {
  name: string;
  versions: Version[];
}

function grouped(objects: readonly Version[], { Prefix = '', Delimiter }: ListInput): Entry[] {
  if (!Delimiter) return objects.map((version) => ({ name: version.key, versions: [version] }));
  const entries = new Map<string, Entry>();
  for (const version of objects) {
    const at = version.key.indexOf(Delimiter, Prefix.length);
    const name = at < 0 ? version.key : version.key.slice(0, at + Delimiter.length);
    entries.set(name, { name, versions: at < 0 ? [version] : [] });
  }
  return [...entries.values()];
}

function cut<Row>(rows: readonly Row[], { MaxKeys = MOST }: ListInput) {
  const maxKeys = Math.min(MaxKeys, MOST);
  if (maxKeys < 0)
    throw new AwsError('InvalidArgument', 'Argument maxKeys must be an integer between 0 and 2147483647');
  return { page: rows.slice(0, maxKeys), isTruncated: rows.length > maxKeys && maxKeys > 0, maxKeys };
}

function content({ key, modified, etag, size, storageClass, checksum }: Version, write: (text: string) => string) {
  return {
    Key: write(key),
    LastModified: new Date(modified),
    ETag: etag,
    ...(checksum ? { ChecksumAlgorithm: [checksum.algorithm], ChecksumType: checksum.type ?? 'FULL_OBJECT' } : {}),
    Size: size,
    StorageClass: storageClass ?? 'STANDARD',
  };
}

function prefixes(page: readonly Entry[], write: (text: string) => string) {
  return page.filter(({ versions }) => versions.length === 0).map(({ name }) => ({ Prefix: write(name) }));
}

/** boto3 asks for keys in URL encoding, since XML cannot carry every key. */
export function encoder({ EncodingType }: Pick<ListInput, 'EncodingType'>): (text: string) => string {
  return EncodingType === 'url' ? (text) => encodeURIComponent(text).replaceAll('%2F', '/') : (text) => text;
}

/** The owner of the objects: an account's canonical id, 64 hexadecimal digits. */
export function ownerOf({ account }: Pick<Bucket, 'account'>) {
  return { ID: hex(64, 'canonical user', account) };
}

/** @throws AwsError InvalidArgument for a token that was not given here. */
function keyOfToken(token: string): string {
  const key = decodePageToken(token);
  if (typeof key === 'string') return key;
  throw new AwsError('InvalidArgument', 'The continuation token provided is incorrect', {
    fields: { ArgumentName: 'continuation-token' },
  });
}

function startOf(all: readonly Version[], key: string | undefined, versionId: string | undefined): number {
  if (!key) return 0;
  const exact = all.findIndex((row) => row.key === key && row.versionId === versionId);
  if (exact >= 0) return exact + 1;
  const later = all.findIndex((row) => row.key > key);
  return later < 0 ? all.length : later;
}
