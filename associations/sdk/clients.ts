/** How our clients are made: connections shared by all, and one attempt only for what changes something. */

import { NodeHttpHandler } from '@smithy/node-http-handler';
import type { Session } from '../contract.ts';

/** Kept while the function is warm. A call that hangs must end before the function's own time-out does. */
const requestHandler = new NodeHttpHandler({
  connectionTimeout: 3_000,
  requestTimeout: 10_000,
  throwOnRequestTimeout: true,
});

/** For reads: retried as the SDK retries. */
export function forReading({ clientConfig }: Pick<Session, 'clientConfig'>) {
  return { ...clientConfig, requestHandler };
}

/**
 * For calls that change something. The answer to one may be lost after it had its effect, so it is not sent again
 * blindly: the state machine runs `start` again, which looks first.
 */
export function forAsking(session: Pick<Session, 'clientConfig'>) {
  return { ...forReading(session), maxAttempts: 1 };
}
