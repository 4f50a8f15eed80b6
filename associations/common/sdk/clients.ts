import { NodeHttpHandler } from '@smithy/node-http-handler';
import type { MetadataBearer } from '@smithy/types';
import type { RunContext } from '../contract.ts';
import { type Recorded, recordCalls } from './calls.ts';

/** Kept while the function is warm. A call that hangs must end before the function's own timeout does. */
const requestHandler = new NodeHttpHandler({
  connectionTimeout: 3_000,
  requestTimeout: 10_000,
  throwOnRequestTimeout: true,
});

type ClientClass<Client> = new (config: ReturnType<typeof readClientConfig> & { maxAttempts?: number }) => Client;

/** @param region another than the request's. */
type MakeClient = <I extends object, O extends MetadataBearer, Client extends Recorded<I, O>>(
  Class: ClientClass<Client & Recorded<I, O>>,
  context: RunContext,
  region?: { region?: string },
) => Client;

const clientWith =
  (configOf: (context: RunContext) => ReturnType<typeof readClientConfig>): MakeClient =>
  (Class, context, region = {}) =>
    recordCalls(new Class({ ...configOf(context), ...region }), context);

/** A client whose calls are recorded, for reads: the SDK retries them. */
export const readClient = clientWith(readClientConfig);

/**
 * The same for calls that change something. The answer to one may be lost after it took effect, so it is never repeated
 * blindly: the state machine runs `start` again, which reads first.
 */
export const writeClient = clientWith(writeClientConfig);

export function readClientConfig({ clientConfig }: Pick<RunContext, 'clientConfig'>) {
  return { ...clientConfig, requestHandler };
}

export function writeClientConfig(context: Pick<RunContext, 'clientConfig'>) {
  return { ...readClientConfig(context), maxAttempts: 1 };
}
