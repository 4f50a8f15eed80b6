/**
 * The errors that state machines retry and catch by name. The service's own error name and message stay in the message.
 * Everything else that a task finds out is its output, not an error.
 */

/** The caller lacks a permission. */
export class AccessDenied extends Error {
  override readonly name = 'AccessDenied';
}

/** The service throttled the call. */
class Throttled extends Error {
  override readonly name = 'Throttled';
}

/** The service or the network failed; whether the call had an effect is unknown. */
class Unavailable extends Error {
  override readonly name = 'Unavailable';
}

/** EventBridge answered 200 and did not accept the entry. */
export class EventRefused extends Error {
  override readonly name = 'EventRefused';
}

/**
 * AccessDeniedException in REST JSON, AccessDenied in the Query protocol, UnauthorizedOperation in EC2's. A Region that the
 * account has not enabled knows none of its credentials.
 */
const DENIED =
  /^(AccessDenied(Exception)?|UnauthorizedOperation|UnauthorizedException|UnrecognizedClientException|InvalidClientTokenId)$/;

/** The names that the SDK classifies as throttling (`@smithy/core`, THROTTLING_ERROR_CODES). */
const THROTTLED =
  /^(BandwidthLimitExceeded|EC2ThrottledException|LimitExceededException|PriorRequestNotComplete|ProvisionedThroughputExceededException|RequestLimitExceeded|RequestThrottled(Exception)?|SlowDown|ThrottledException|Throttling(Exception)?|TooManyRequestsException|TransactionInProgressException)$/;

/** Errors of the server and the network; the next invocation has new credentials in the place of expired ones. */
const UNAVAILABLE =
  /^(InternalException|InternalFailure|InternalServerError|InternalServerException|InternalError|ServiceUnavailable(Exception)?|TimeoutError|RequestTimeout(Exception)?|AbortError|ExpiredToken(Exception)?|RequestExpired)$/;

const NETWORK = /^(ECONNRESET|ECONNREFUSED|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN)$/;

/** The fields that are read of an error; anything can be thrown, so each may be missing. */
interface Thrown {
  name?: string;
  message?: string;
  code?: unknown;
  $metadata?: { httpStatusCode?: number; requestId?: string };
}

/** The error as one of the classes above, or as it is where none fits. */
export function toTaskError(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const { name = '', $metadata }: Thrown = error;
  const status = $metadata?.httpStatusCode ?? 0;
  if (DENIED.test(name)) return new AccessDenied(describeError(error), { cause: error });
  if (THROTTLED.test(name) || status === 429) return new Throttled(describeError(error), { cause: error });
  if (UNAVAILABLE.test(name) || status >= 500 || isNetwork(error)) return unavailable(error);
  return error;
}

/** For errors that only the provider classifies as retryable. */
export function unavailable(error: Error): Unavailable {
  return new Unavailable(describeError(error), { cause: error });
}

function isNetwork(error: Thrown): boolean {
  return typeof error.code === 'string' && NETWORK.test(error.code);
}

/** Frames of a stack, without the message above them. */
const FRAME = /^ {4}at .*:\d+:\d+\)?$/;

/**
 * What of an error is logged. Its message stays out: AWS's messages name users. Step Functions' history and the answer
 * have it, which fewer people can read.
 */
export function loggedError(error: Thrown & { stack?: string; cause?: unknown }): LoggedError {
  const { name = 'Error', code, $metadata, stack = '', cause } = error;
  const status = $metadata?.httpStatusCode;
  const requestId = $metadata?.requestId;
  return {
    name,
    ...(typeof code === 'string' && { code }),
    ...(status !== undefined && { status }),
    ...(requestId !== undefined && { requestId }),
    frames: stack
      .split('\n')
      .filter((line) => FRAME.test(line))
      .map((line) => line.trim()),
    ...(cause instanceof Error && { cause: loggedError(cause) }),
  };
}

export interface LoggedError {
  name: string;
  code?: string;
  /** Of AWS's answer. */
  status?: number;
  requestId?: string;
  frames: readonly string[];
  cause?: LoggedError;
}

function describeError({ name, message, code, $metadata }: Thrown): string {
  const what = `${typeof code === 'string' && name === 'Error' ? code : name}: ${message ?? ''}`;
  return $metadata?.requestId === undefined ? what : `${what} (request id ${$metadata.requestId})`;
}
