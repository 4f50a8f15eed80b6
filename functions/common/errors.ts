/**
 * What a task throws: four names, which the state machines retry and catch by. The service's own name and words stay in
 * the message. Everything else a task finds out is an answer, not an error.
 */

/** The caller may not do this. */
export class AccessDenied extends Error {
  override readonly name = 'AccessDenied';
}

/** The service asks to come more slowly. */
class Throttled extends Error {
  override readonly name = 'Throttled';
}

/** The service or the way to it failed; whether the call had an effect is unknown. */
class Unavailable extends Error {
  override readonly name = 'Unavailable';
}

/** EventBridge answered 200 and took nothing. */
export class EventRefused extends Error {
  override readonly name = 'EventRefused';
}

/** REST JSON says AccessDeniedException, the Query protocol AccessDenied, EC2's kin UnauthorizedOperation. */
const DENIED = /^(AccessDenied(Exception)?|UnauthorizedOperation|UnauthorizedException)$/;

/** The names the SDK itself takes for throttling (`@smithy/core`, THROTTLING_ERROR_CODES). */
const THROTTLED =
  /^(BandwidthLimitExceeded|EC2ThrottledException|LimitExceededException|PriorRequestNotComplete|ProvisionedThroughputExceededException|RequestLimitExceeded|RequestThrottled(Exception)?|SlowDown|ThrottledException|Throttling(Exception)?|TooManyRequestsException|TransactionInProgressException)$/;

/** Of the server's and the network's making; expired credentials heal with the next invocation's. */
const UNAVAILABLE =
  /^(InternalException|InternalFailure|InternalServerError|InternalServerException|InternalError|ServiceUnavailable(Exception)?|TimeoutError|RequestTimeout(Exception)?|AbortError|ExpiredToken(Exception)?|RequestExpired)$/;

const NETWORK = /^(ECONNRESET|ECONNREFUSED|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN)$/;

/** What is read of an error; every field may be missing, for anything can be thrown. */
interface Thrown {
  name?: string;
  message?: string;
  code?: unknown;
  $metadata?: { httpStatusCode?: number; requestId?: string };
}

/** The error under one of our names where it is one of those, and as it is where it is not. */
export function toTaskError(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const { name = '', $metadata }: Thrown = error;
  const status = $metadata?.httpStatusCode ?? 0;
  if (DENIED.test(name)) return new AccessDenied(describeError(error), { cause: error });
  if (THROTTLED.test(name) || status === 429) return new Throttled(describeError(error), { cause: error });
  if (UNAVAILABLE.test(name) || status >= 500 || isNetwork(error)) return unavailable(error);
  return error;
}

/** For errors that only the association knows to pass. */
export function unavailable(error: Error): Unavailable {
  return new Unavailable(describeError(error), { cause: error });
}

function isNetwork(error: Thrown): boolean {
  return typeof error.code === 'string' && NETWORK.test(error.code);
}

function describeError({ name, message, code, $metadata }: Thrown): string {
  const what = `${typeof code === 'string' && name === 'Error' ? code : name}: ${message ?? ''}`;
  return $metadata?.requestId === undefined ? what : `${what} (request id ${$metadata.requestId})`;
}
