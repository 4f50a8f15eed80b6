/** The configuration of our clients: connections shared by all, one attempt for calls that change something. */

import { NodeHttpHandler } from '@smithy/node-http-handler';
import type { RunContext } from '../contract.ts';

/** Kept while the function is warm. A call that hangs must end before the function's own timeout does. */
const requestHandler = new NodeHttpHandler({
  connectionTimeout: 3_000,
  requestTimeout: 10_000,
  throwOnRequestTimeout: true,
});

/** For reads: the SDK retries them. */
export function readClientConfig({ clientConfig }: Pick<RunContext, 'clientConfig'>) {
  return { ...clientConfig, requestHandler };
}

/**
 * For calls that change something. The answer to one may be lost after it took effect, so it is never repeated
 * blindly: the state machine runs `start` again, which reads first.
 */
export function writeClientConfig(context: Pick<RunContext, 'clientConfig'>) {
  return { ...readClientConfig(context), maxAttempts: 1 };
}
