/** The iteration order of Java's HashSet. */

import { isDeepStrictEqual } from 'node:util';
import type { Json } from '../../model/json.ts';

/** The distinct values by their buckets in a hash table sized for all of them; within a bucket in insertion order. */
export function unique(values: readonly Json[]): Json[] {
  const buckets = 2 ** Math.ceil(Math.log2(Math.max(16, Math.trunc(values.length / 0.75) + 1)));
  const table = new Map<number, Json[]>();
  for (const value of values) {
    const bucket = bucketOf(value, buckets);
    const there = table.get(bucket) ?? [];
    if (!there.some((other) => isDeepStrictEqual(other, value))) table.set(bucket, [...there, value]);
  }
  return [...table].sort(([a], [b]) => a - b).flatMap(([, there]) => there);
}

function bucketOf(value: Json, buckets: number): number {
  const hash = hashCode(value);
  return (hash ^ (hash >>> 16)) & (buckets - 1);
}

function hashCode(value: Json): number {
  if (value === null) return 0;
  if (typeof value === 'boolean') return value ? 1231 : 1237;
  if (typeof value === 'string')
    return sum31(
      0,
      [...Array(value.length).keys()].map((at) => value.charCodeAt(at)),
    );
  if (typeof value === 'number') return hashOfNumber(value);
  if (Array.isArray(value)) return sum31(1, value.map(hashCode));
  return Object.entries(value).reduce((sum, [name, field]) => (sum + (hashCode(name) ^ hashCode(field))) | 0, 0);
}

function sum31(start: number, hashes: readonly number[]): number {
  return hashes.reduce((sum, hash) => (Math.imul(31, sum) + hash) | 0, start);
}

function hashOfNumber(value: number): number {
  if (value === (value | 0)) return value;
  const bits = new DataView(new ArrayBuffer(8));
  if (Number.isSafeInteger(value)) bits.setBigInt64(0, BigInt(value));
  else bits.setFloat64(0, value);
  return bits.getInt32(0) ^ bits.getInt32(4);
}
