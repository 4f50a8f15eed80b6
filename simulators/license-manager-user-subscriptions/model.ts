/** The service's errors with their odd statuses, and whom an identity provider stands for. */

import { AwsError } from '@offboard/local-aws/service';
import type { IdentityProvider } from './shapes.ts';

/** @throws AwsError where it is no Active Directory with an id. */
export function directoryOf(provider: IdentityProvider | undefined): string {
  const directory = provider?.ActiveDirectoryIdentityProvider?.DirectoryId;
  if (directory === undefined) throw invalid('IdentityProvider must have the DirectoryId of an Active Directory');
  return directory;
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
