import type { InitializeHandlerOutput, MetadataBearer, MiddlewareStack } from '@smithy/types';
import type { AwsCall, RunContext } from '../contract.ts';

export interface Recorded<Input extends object, Output extends object> {
  config: { serviceId: string };
  middlewareStack: MiddlewareStack<Input, Output>;
}

/** The three verbs with which AWS names operations that change nothing. */
const READING = /^(Describe|Get|List)/;

/** @returns the client, which from now on adds each of its calls to `runContext.calls`. */
export function recordCalls<Input extends object, Output extends MetadataBearer, C extends Recorded<Input, Output>>(
  client: C & Recorded<Input, Output>,
  runContext: Pick<RunContext, 'calls' | 'now'>,
): C {
  const service = client.config.serviceId.toLowerCase().replaceAll(' ', '-');
  client.middlewareStack.add(
    (next, context) => async (args) => {
      const operation = (context.commandName ?? '').replace(/Command$/, '');
      const record = (result: string, requestId = ''): AwsCall => ({
        service,
        operation,
        requestId,
        at: runContext.now().toISOString(),
        result,
        mutating: !READING.test(operation),
      });
      try {
        const answered: InitializeHandlerOutput<Output> = await next(args);
        runContext.calls.push(record('OK', answered.output.$metadata.requestId));
        return answered;
      } catch (error) {
        const { name, $metadata } = error as Error & Partial<MetadataBearer>;
        runContext.calls.push(record(name, $metadata?.requestId));
        throw error;
      }
    },
    { step: 'initialize', name: 'recordCalls' },
  );
  return client;
}
