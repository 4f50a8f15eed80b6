import { AwsError, type Operation } from '../../core/aws.ts';
import type { Buckets, Version } from '../state/buckets.ts';
import { shownChecksum } from './checksums.ts';
import { READ_CONDITIONS, type ReadConditions, refuseReading } from './conditions.ts';
import { RESPONSE_HEADERS, refuseArchived, responseHeaders } from './content.ts';
import { notFound } from './errors.ts';
import { DESCRIPTION, type NamesObject, OBJECT, REQUEST_PAYER, shownId } from './object-binding.ts';
import { type Range, readRange } from './ranges.ts';
import { findVersion, reading } from './reading.ts';

interface ReadInput extends NamesObject, ReadConditions {
  Range?: string;
  PartNumber?: number;
  ChecksumMode?: string;
}

const READING = {
  query: { versionId: 'VersionId', partNumber: 'PartNumber', ...RESPONSE_HEADERS },
  headers: { range: 'Range', 'x-amz-checksum-mode': 'ChecksumMode', ...READ_CONDITIONS, ...REQUEST_PAYER },
};

export function getObject(buckets: Buckets) {
  const GetObject: Operation<ReadInput> = {
    http: {
      ...READING,
      method: 'GET',
      path: OBJECT,
      outputStatus: 'Status',
      outputHeaders: DESCRIPTION,
      outputPayload: 'Body',
    },
    ...reading(buckets),
    run(input) {
      const version = find(buckets, input);
      refuseArchived(version);
      const range = readRange(version, input);
      const body = buckets.body(version);
      const Body = range ? body.subarray(range.first, range.last + 1) : body;
      return { ...described(version, input, range), Body };
    },
  };
  const HeadObject: Operation<ReadInput> = {
    http: { ...READING, method: 'HEAD', path: OBJECT, outputStatus: 'Status', outputHeaders: DESCRIPTION },
    ...reading(buckets),
    run(input) {
      try {
        const version = find(buckets, input);
        return described(version, input, readRange(version, input));
      } catch (error) {
        throw error instanceof AwsError && error.status === 404 ? notFound() : error;
      }
    },
  };
  return { GetObject, HeadObject };
}

function find(buckets: Buckets, input: ReadInput): Version {
  const version = findVersion(buckets, input);
  refuseReading(version, input);
  return version;
}

function described(version: Version, input: ReadInput, range: Range | undefined) {
  const { etag, modified, contentType, size, versionId, metadata, retention, legalHold } = version;
  const part = range && {
    Status: 206,
    ContentRange: `bytes ${range.first}-${range.last}/${size}`,
    ContentLength: range.last - range.first + 1,
    PartsCount: input.PartNumber === undefined ? undefined : version.parts?.length,
  };
  return {
    ETag: etag,
    LastModified: new Date(modified),
    ContentType: contentType,
    ContentLength: size,
    AcceptRanges: 'bytes',
    Metadata: metadata,
    VersionId: shownId(versionId),
    ServerSideEncryption: 'AES256',
    ObjectLockMode: retention?.mode,
    // As text: this header, unlike others, is ISO 8601.
    ObjectLockRetainUntilDate: retention && new Date(retention.until).toISOString(),
    ObjectLockLegalHoldStatus: legalHold ? 'ON' : undefined,
    StorageClass: version.storageClass,
    ...version.headers,
    ...responseHeaders(input),
    // The checksum is the whole object's.
    ...(input.ChecksumMode?.toUpperCase() === 'ENABLED' && !part ? shownChecksum(version.checksum) : {}),
    ...part,
  };
}
