/** What a request makes itself depend on (RFC 9110, 13): for reads all four headers, for writes the two on tags. */

import { AwsError } from '../../core/aws.ts';
import type { Version } from '../state/buckets.ts';
import { noSuchKey, notModified, preconditionFailed } from './errors.ts';

export interface TagConditions {
  IfMatch?: string;
  IfNoneMatch?: string;
}

export interface ReadConditions extends TagConditions {
  IfModifiedSince?: string;
  IfUnmodifiedSince?: string;
}

export const READ_CONDITIONS = {
  'if-match': 'IfMatch',
  'if-none-match': 'IfNoneMatch',
  'if-modified-since': 'IfModifiedSince',
  'if-unmodified-since': 'IfUnmodifiedSince',
};

/** A tag speaks before a date: "If-Modified-Since is ignored when If-None-Match is there", and so with the other two. */
export function refuseReading({ etag, modified }: Version, asked: ReadConditions): void {
  const { IfMatch, IfNoneMatch, IfModifiedSince, IfUnmodifiedSince } = asked;
  // Dates of headers know no milliseconds.
  const since = (date: string | undefined) => Math.floor(modified / 1000) * 1000 > Date.parse(date ?? '');
  if (IfMatch !== undefined) {
    if (!names(IfMatch, etag)) throw preconditionFailed('If-Match');
  } else if (since(IfUnmodifiedSince)) throw preconditionFailed('If-Unmodified-Since');
  if (IfNoneMatch !== undefined) {
    if (names(IfNoneMatch, etag)) throw notModified();
  } else if (!Number.isNaN(Date.parse(IfModifiedSince ?? '')) && !since(IfModifiedSince)) throw notModified();
}

export function refuseWriting(newest: Version | undefined, { IfNoneMatch, IfMatch }: TagConditions, key: string): void {
  const exists = newest !== undefined && !newest.deleteMarker;
  if (IfNoneMatch !== undefined && IfNoneMatch !== '*') {
    throw new AwsError('NotImplemented', 'A header you provided implies functionality that is not implemented', {
      status: 501,
      fields: { Header: 'If-None-Match' },
    });
  }
  if (IfNoneMatch === '*' && exists) throw preconditionFailed('If-None-Match');
  if (IfMatch === undefined) return;
  if (!exists) throw noSuchKey(key);
  if (!names(IfMatch, newest.etag)) throw preconditionFailed('If-Match');
}

function names(wanted: string, etag: string): boolean {
  return wanted.split(',').some((each) => each.trim() === '*' || each.trim() === etag || `"${each.trim()}"` === etag);
}
