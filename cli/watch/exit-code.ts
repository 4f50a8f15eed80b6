/** What an execution that was watched means for the exit code. */

import { readSummary } from '../../client/executions/read.ts';
import type { ExecutionView } from '../../client/executions/view.ts';
import { readRun } from '../../client/offboardings/run.ts';
import { roleOf } from '../../client/stack.ts';
import type { Context } from '../common/command.ts';
import { type ExitCode, exitOf, exitOfRequest } from '../common/exit.ts';

/** The same as `request --wait` and `apply` end with; a request that joined an earlier one ends as that one does. */
export async function exitOfExecution(context: Context, view: ExecutionView): Promise<ExitCode> {
  const client = context.client();
  if (view.joined !== undefined) return exitOfExecution(context, await readSummary(client, view.joined));
  if (roleOf(client.connection, view) !== 'offboard') return exitOfRequest(view);
  return exitOf(await readRun(client, view.arn));
}
