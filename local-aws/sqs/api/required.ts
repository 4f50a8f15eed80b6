import { missingParameter } from './errors.ts';

/** @throws AwsError MissingParameter */
export function required<Value>(value: Value | undefined, member: string): Value {
  if (value === undefined) throw missingParameter(member);
  return value;
}
