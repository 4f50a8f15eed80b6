/** Reads again and again: lost connections and expired credentials are said once, and it goes on. */

import { explain } from '../../client/connection.ts';
import type { Context } from '../command.ts';
import { CliError, EXIT } from '../exit.ts';
import { pause } from '../time.ts';

/** Between two readings, in milliseconds. Over AWS a table of twenty costs 40 calls, a third of a second's quota each. */
const EVERY = { local: 500, aws: 10_000 };
/** After a connection was lost. */
const AGAIN_AFTER = { local: 500, aws: 3_000 };

export async function* readings<Reading>(context: Context, read: () => Promise<Reading>): AsyncGenerator<Reading> {
  const place = context.connection().local ? 'local' : 'aws';
  let lost = '';
  for (;;) {
    try {
      const reading = await read();
      if (lost !== '') context.output.note('back again');
      lost = '';
      yield reading;
      await pause(EVERY[place], context.signal);
    } catch (error) {
      if (context.signal.aborted || isUsage(error)) throw error;
      const why = wordsOf(explain(error, context.connection()));
      if (why !== lost) context.output.note(`${why}; trying again every ${AGAIN_AFTER[place] / 1000} s`);
      lost = why;
      await pause(AGAIN_AFTER[place], context.signal);
    }
  }
}

function isUsage(error: unknown): boolean {
  return error instanceof CliError && error.code === EXIT.usage;
}

/** With what to do about it: nobody stands by to read an error at the end. */
function wordsOf(error: unknown): string {
  const { message } = error as Error;
  return error instanceof CliError && error.hints.length > 0 ? `${message} (${error.hints.join('; ')})` : message;
}
