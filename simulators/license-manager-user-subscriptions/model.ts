/** What the service's model says of its parameters, and its errors with their odd statuses. */

import { AwsError, type Constraint, validate } from '@offboard/local-aws/service';
import type { IdentityProvider } from './shapes.ts';

export const InstanceUserArn: Constraint = {
  pattern:
    'arn:[a-z0-9-\\.]{1,63}:[a-z0-9-\\.]{1,63}:[a-z0-9-\\.]{1,63}:[a-z0-9-\\.]{1,63}:[a-zA-Z0-9-\\.]{1,510}/[a-zA-Z0-9-\\.]{1,510}',
};
const DirectoryId: Constraint = { required: true, pattern: '(d|sd)-[0-9a-f]{10}' };

/** @throws AwsError where it is no Active Directory with an id. */
export function directoryOf(provider: IdentityProvider | undefined): string {
  validate({ IdentityProvider: provider }, { IdentityProvider: { required: true } });
  const directory = provider?.ActiveDirectoryIdentityProvider ?? {};
  validate(directory, { DirectoryId });
  return directory.DirectoryId ?? '';
}

export function invalid(message: string): AwsError {
  return new AwsError('ValidationException', message);
}

export function notFound(message: string): AwsError {
  return new AwsError('ResourceNotFoundException', message, { status: 404 });
}

/** The model calls a conflict the server's fault: HTTP 500, which clients retry by themselves. */
export function conflict(message: string): AwsError {
  return new AwsError('ConflictException', message, { status: 500 });
}
