/** Reads again and again. Lost connections and expired credentials are printed once, and reading goes on. */

import { setTimeout as delay } from 'node:timers/promises';
import { ClientError } from '../../client/errors.ts';
import { explainError } from '../../client/explain-error.ts';
import type { Context } from '../common/command.ts';
import { reportOf } from '../common/exit.ts';

/** Milliseconds between two reads. On AWS a table of twenty rows costs 40 calls, a third of a second's quota each. */
const INTERVAL = { local: 500, aws: 10_000 };
/** Milliseconds after a read that failed. */
const RETRY_INTERVAL = { local: 500, aws: 3_000 };

export async function* readRepeatedly<Result>(context: Context, read: () => Promise<Result>): AsyncGenerator<Result> {
  const { signal, output } = context;
  const place = context.client().connection.local ? 'local' : 'aws';
  let problem = '';
  for (;;) {
    try {
      const result = await read();
      if (problem !== '') output.note('connected again');
      problem = '';
      yield result;
      await delay(INTERVAL[place], undefined, { signal });
    } catch (error) {
      if (signal.aborted || (error instanceof ClientError && error.code === 'INVALID')) throw error;
      const message = messageOf(context, error);
      if (message !== problem) output.alert(`${message}; trying again every ${RETRY_INTERVAL[place] / 1000} s`);
      problem = message;
      await delay(RETRY_INTERVAL[place], undefined, { signal });
    }
  }
}

/** With the hints: nobody waits for an error at the end. */
function messageOf(context: Context, thrown: unknown): string {
  const error = explainError(thrown, context.client().connection) as Error;
  const { hints } = reportOf(error, context);
  return hints.length > 0 ? `${error.message} (${hints.join('; ')})` : error.message;
}
