/** Conditional requests (RFC 9110, 13): all four headers for reads, the two on entity tags for writes, If-Match for deletions. */

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

/** An entity tag takes precedence over a date: If-None-Match over If-Modified-Since, If-Match over If-Unmodified-Since. */
export function refuseReading({ etag, modified }: Version, asked: ReadConditions): void {
  const { IfMatch, IfNoneMatch, IfModifiedSince, IfUnmodifiedSince } = asked;
  // Dates in headers have whole seconds.
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

/** "If the ETag matches or if the object doesn't exist, the operation will return a 204" (API reference, DeleteObject). */
export function refuseDeleting(version: Version | undefined, { IfMatch }: Pick<TagConditions, 'IfMatch'>): void {
  if (IfMatch === undefined || !version || version.deleteMarker) return;
  if (!names(IfMatch, version.etag)) throw preconditionFailed('If-Match');
}

function names(wanted: string, etag: string): boolean {
  return wanted.split(',').some((each) => each.trim() === '*' || each.trim() === etag || `"${each.trim()}"` === etag);
}
