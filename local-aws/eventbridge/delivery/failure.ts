/** Classifies a failed delivery: its error code in the dead-letter queue, and whether a retry can help. */

import { AwsError } from '../../core/aws.ts';

/** Codes as the user guide lists them under "Using dead-letter queues". */
export type FailureCode =
  | 'CONNECTION_FAILURE'
  | 'ERROR_FROM_TARGET'
  | 'INVALID_JSON'
  | 'INVALID_PARAMETER'
  | 'NO_PERMISSIONS'
  | 'NO_RESOURCE'
  | 'RESOURCE_ALREADY_EXISTS'
  | 'RESOURCE_LIMIT_EXCEEDED'
  | 'THROTTLING';

export interface Failure {
  code: FailureCode;
  message: string;
  retry: boolean;
}

/** The first match counts. Missing permissions and missing targets are not retried (user guide, retry policy). */
const meanings: readonly [pattern: RegExp, code: FailureCode, retry: boolean][] = [
  [/^(AccessDenied|Forbidden|UnauthorizedOperation|KMSAccessDenied)/, 'NO_PERMISSIONS', false],
  [/(DoesNotExist|NotFound|NonExistentQueue|UnknownService)/, 'NO_RESOURCE', false],
  [/AlreadyExists/, 'RESOURCE_ALREADY_EXISTS', false],
  [/(Throttl|TooManyRequests|RequestLimitExceeded)/, 'THROTTLING', true],
  [/LimitExceeded/, 'RESOURCE_LIMIT_EXCEEDED', true],
  [/^Invalid(Json|ExecutionInput|RequestContent)/, 'INVALID_JSON', false],
  [/^(Invalid|Validation|MissingParameter|SerializationException|RequestTooLarge)/, 'INVALID_PARAMETER', false],
];

export function failureOf(error: unknown): Failure {
  const message = error instanceof Error ? error.message : String(error);
  if (!(error instanceof AwsError)) return { code: 'CONNECTION_FAILURE', message, retry: true };
  const [, code, retry] = meanings.find(([pattern]) => pattern.test(error.code)) ?? [];
  if (code === undefined || retry === undefined) return { code: 'ERROR_FROM_TARGET', message, retry: true };
  return { code, message, retry };
}
