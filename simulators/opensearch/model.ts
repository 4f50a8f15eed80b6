/** What OpenSearch's model says of its parameters, and the errors it answers. */

import { AwsError, type Constraint } from '@offboard/local-aws/service';

const PackageID: Constraint = { required: true, pattern: '^([FG][0-9]+)$|^(pkg-[a-f0-9]+)$' };
const DomainName: Constraint = { required: true, length: [3, 28], pattern: '[a-z][a-z0-9\\-]+' };
const MaxResults: Constraint = { range: [0, 100] };

export const members = { PackageID, DomainName, MaxResults };

export const packageList: Constraint = { required: true, each: PackageID };

export const filterNames = [
  'PackageID',
  'PackageName',
  'PackageStatus',
  'PackageType',
  'EngineVersion',
  'PackageOwner',
] as const;

export const filterValue: Constraint = { required: true, pattern: '^[0-9a-zA-Z\\*\\.\\_\\\\\\/\\?-]+$' };

/** The model gives this error HTTP 409, the same as ConflictException. */
export function notFound(what: string): AwsError {
  return new AwsError('ResourceNotFoundException', what, { status: 409 });
}

export function invalid(message: string): AwsError {
  return new AwsError('ValidationException', message);
}

export function conflict(message: string): AwsError {
  return new AwsError('ConflictException', message, { status: 409 });
}
