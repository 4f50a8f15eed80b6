/** Lambda's errors: of functions that fail, and of refused requests. */

import { AwsError } from '../../core/aws.ts';
import type { ErrorPayload } from '../worker/protocol.ts';

/** Bytes of a synchronous request or response. */
export const LARGEST_PAYLOAD = 6 * 1024 * 1024;
/** Bytes of an Event invocation's payload. */
export const LARGEST_EVENT = 1024 * 1024;
/** Lambda allows a response this much more than its limit. */
const RESPONSE_MARGIN = 100;

export function timedOut(requestId: string, seconds: number): ErrorPayload {
  return {
    errorType: 'Sandbox.Timedout',
    errorMessage: `RequestId: ${requestId} Error: Task timed out after ${seconds.toFixed(2)} seconds`,
  };
}

/** @param how `exit status 1`, or `signal: killed` where the memory ran out; absent for status 0. */
export function exited(requestId: string, how: string | undefined): ErrorPayload {
  const what = how === undefined ? 'Runtime exited without providing a reason' : `Runtime exited with error: ${how}`;
  return { errorType: 'Runtime.ExitError', errorMessage: `RequestId: ${requestId} Error: ${what}` };
}

export function responseTooLarge(bytes: number): ErrorPayload | undefined {
  const most = LARGEST_PAYLOAD + RESPONSE_MARGIN;
  if (bytes <= most) return undefined;
  return {
    errorType: 'Function.ResponseSizeTooLarge',
    errorMessage: `Response payload size exceeded maximum allowed payload size (${most} bytes).`,
  };
}

export function requestTooLarge(most: number): AwsError {
  return new AwsError(
    'RequestTooLargeException',
    `Request must be smaller than ${most} bytes for the InvokeFunction operation`,
    { status: 413, fields: { Type: 'User' } },
  );
}

export function notFound(arn: string): AwsError {
  return new AwsError('ResourceNotFoundException', `Function not found: ${arn}`, {
    status: 404,
    fields: { Type: 'User' },
  });
}

export function invalidParameter(message: string): AwsError {
  return new AwsError('InvalidParameterValueException', message, { fields: { Type: 'User' } });
}

export type ThrottleReason = 'ConcurrentInvocationLimitExceeded' | 'ReservedFunctionConcurrentInvocationLimitExceeded';

export function throttled(Reason: ThrottleReason): AwsError {
  return new AwsError('TooManyRequestsException', 'Rate Exceeded.', { status: 429, fields: { Reason, Type: 'User' } });
}

export function roleNotAssumable(): AwsError {
  return new AwsError('AccessDeniedException', 'The role defined for the function cannot be assumed by Lambda.', {
    status: 403,
    fields: { Type: 'User' },
  });
}
