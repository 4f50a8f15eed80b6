/** The stack around every function, written once: one log line in, one out, one on error, and errors by our names. */

import middy from '@middy/core';
import type { Context, Handler } from 'aws-lambda';
import { toTaskError } from './errors.ts';
import { logger } from './telemetry.ts';

/** What a log line may say about an input or an output: ids and words of our own, nobody's data. */
export type LogFields = Readonly<Record<string, string | number | boolean | undefined>>;

interface Task<Input, Output> {
  name: string;
  /** Names the request that the input is about, so that its log lines are found together. */
  correlationId(input: Input): string | undefined;
  work(input: Input, context: Context): Promise<Output>;
  /** What to say about the answer in the log. */
  logFields?(output: Output): LogFields;
}

/** The Lambda handler that does `task`. */
export function task<Input, Output>(task: Task<Input, Output>): Handler<Input, Output> {
  // Without its early time-out middy sets no timer: Lambda's own time-out is the one that counts.
  return middy(task.work, { timeoutEarlyInMillis: 0 }).use([
    correlationMiddleware(task),
    logMiddleware(task),
    errorMiddleware,
  ]);
}

function correlationMiddleware<Input>({ correlationId }: Pick<Task<Input, never>, 'correlationId'>) {
  return {
    before({ event, context }: { event: Input; context: Context }): void {
      logger.addContext(context);
      logger.resetKeys();
      const id = correlationId(event);
      if (id !== undefined) logger.setCorrelationId(id);
    },
  };
}

function logMiddleware<Input, Output>({ name, logFields }: Pick<Task<Input, Output>, 'name' | 'logFields'>) {
  return {
    before(): void {
      logger.info(`${name} begins`);
    },
    after({ response }: { response: unknown }): void {
      logger.info(`${name} ends`, { ...logFields?.(response as Output) });
    },
    onError({ error }: { error: Error | null }): void {
      logger.error(`${name} fails`, error ?? new Error('unknown'));
    },
  };
}

/** Last in the list, so first on the way out: the log line, too, shows the name the state machine will see. */
const errorMiddleware = {
  onError(request: { error: Error | null }): void {
    request.error = toTaskError(request.error) as Error;
  },
};
