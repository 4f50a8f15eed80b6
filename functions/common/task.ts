/** The middleware of every function: a log line at the start, one at the end, one on an error; task errors by name. */

import middy from '@middy/core';
import type { Context, Handler } from 'aws-lambda';
import { loggedError, toTaskError } from './errors.ts';
import { logger } from './telemetry.ts';

/** Fields of a log line: ids and codes, never a person's data. */
export type LogFields = Readonly<Record<string, string | number | boolean | undefined>>;

interface Task<Input, Output> {
  name: string;
  /** Of the request, so that its log lines are found together. */
  correlationId(input: Input): string | undefined;
  work(input: Input, context: Context): Promise<Output>;
  /** Fields of the output's log line. */
  logFields?(output: Output): LogFields;
}

export function task<Input, Output>(task: Task<Input, Output>): Handler<Input, Output> {
  // Without an early time-out middy sets no timer: Lambda's own time-out applies.
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
      logger.error(`${name} fails`, { error: loggedError(error ?? new Error('unknown')) });
    },
  };
}

/** Last in the list, so first on an error: the log line has the name that the state machine catches. */
const errorMiddleware = {
  onError(request: { error: Error | null }): void {
    request.error = toTaskError(request.error) as Error;
  },
};
