/** What time it is where the stack runs: on AWS this machine's; the local runtime's own, which may be days ahead. */

import type { Context } from '../cli/command.ts';
import { lever } from '../cli/control-api.ts';
import { CliError } from '../cli/exit.ts';

/** A request speaks of things as they stood at its time, and deadlines count from it: both by the stack's clock. */
export async function stackTime(context: Context): Promise<Date> {
  if (!context.connection().local) return new Date();
  try {
    const { now } = await lever<{ now: string }>(context, 'clock');
    return new Date(now);
  } catch (error) {
    // Something else that speaks AWS on this machine.
    if (error instanceof CliError || error instanceof SyntaxError) return new Date();
    throw error;
  }
}

/** The stack's time in ISO 8601, to begin a line with. */
export async function stamp(context: Context): Promise<string> {
  return (await stackTime(context)).toISOString();
}
