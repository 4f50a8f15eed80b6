/** The part of an object that a GetObject asks for in its Range header (RFC 9110, 14.1.2). */

import { AwsError } from '../../core/aws.ts';
import type { Version } from '../state/buckets.ts';
import { invalidRequest } from './errors.ts';

export interface Range {
  /** The first and the last byte, counted from 0. */
  first: number;
  last: number;
}

interface RangeInput {
  Range?: string;
  PartNumber?: number;
}

/**
 * What is read of an object: a range of bytes, or a part that it was uploaded in.
 * @throws AwsError InvalidRange, InvalidPartNumber, InvalidRequest
 */
export function readRange({ size, parts = [size] }: Version, { Range, PartNumber }: RangeInput): Range | undefined {
  if (PartNumber === undefined) return rangeOf(Range, size);
  if (Range !== undefined) throw invalidRequest('Cannot specify both Range header and partNumber query parameter');
  const part = parts[PartNumber - 1];
  if (part === undefined)
    throw new AwsError('InvalidPartNumber', 'The requested partnumber is not satisfiable', {
      status: 416,
      fields: { PartNumberRequested: PartNumber, ActualPartCount: parts.length },
    });
  if (part === 0) return undefined;
  const first = parts.slice(0, PartNumber - 1).reduce((sum, each) => sum + each, 0);
  return { first, last: first + part - 1 };
}

/**
 * @returns undefined where the whole object is meant: without the header, or with one that is no single range of bytes.
 * @throws AwsError InvalidRange where no byte of the object is in it.
 */
function rangeOf(header: string | undefined, size: number): Range | undefined {
  const found = /^bytes=(\d*)-(\d*)$/.exec(header?.trim() ?? '');
  const [, from = '', to = ''] = found ?? [];
  if (!found || (from === '' && to === '') || (from !== '' && to !== '' && Number(from) > Number(to))) return undefined;
  const first = from === '' ? Math.max(0, size - Number(to)) : Number(from);
  const last = from === '' || to === '' ? size - 1 : Math.min(Number(to), size - 1);
  if (first <= last) return { first, last };
  throw new AwsError('InvalidRange', 'The requested range is not satisfiable', {
    status: 416,
    fields: { RangeRequested: header, ActualObjectSize: size },
  });
}
