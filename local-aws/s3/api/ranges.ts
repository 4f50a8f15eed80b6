/** The part of an object that a GetObject asks for in its Range header (RFC 9110, 14.1.2). */

import { AwsError } from '../../core/aws.ts';

export interface Range {
  /** The first and the last byte, counted from 0. */
  first: number;
  last: number;
}

/**
 * @returns undefined where the whole object is meant: without the header, or with one that is no single range of bytes.
 * @throws AwsError InvalidRange where no byte of the object is in it.
 */
export function rangeOf(header: string | undefined, size: number): Range | undefined {
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
