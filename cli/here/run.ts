/** Runs a command on the caller's own account, with nothing deployed: the stack runs in this process while the command does. */

import type { Command as Commander } from 'commander';
import { tasks } from '../../associations/common/permissions.ts';
import type { Command, Context, Options } from '../common/command.ts';
import { createContext } from '../common/context.ts';
import { EXIT, type ExitCode } from '../common/exit.ts';
import { credentialsError, findCaller } from './caller.ts';
import { confirmChanges } from './confirm-changes.ts';
import { flagsAgain, flagsIn, regionIn, sourceOf } from './flags.ts';
import { allowedCalls, READS } from './operations.ts';
import { startHereStack } from './stack.ts';
import { stateFolder } from './state-folder.ts';
import { createHttpHandler } from './upstream.ts';

/** @throws ClientError NOT_PERMITTED where the caller's credentials are missing, or end while the command runs. */
export async function runHere(
  command: Command,
  context: Context,
  args: readonly string[],
  options: Options,
  parsed: Commander,
): Promise<ExitCode> {
  const { output } = context;
  const flags = flagsIn(command, options);
  const requestHandler = createHttpHandler();
  const failure = new AbortController();
  const signal = AbortSignal.any([context.signal, failure.signal]);
  const caller = await findCaller(regionIn(flags), requestHandler, signal);
  const { account, region, arn } = caller;
  output.note(`account ${account}, ${region}, as ${arn}; ${flags.changes ? 'changes are allowed' : 'reads only'}`);
  const stack = await startHereStack({
    source: await sourceOf(context, flags.stage),
    caller,
    folder: stateFolder({ account, region, stage: flags.stage }),
    allowed: allowedCalls(flags.changes ? tasks : READS),
    ticket: flags.ticket,
    requestHandler,
    onCredentialsFailure: (error) => failure.abort(credentialsError(error) ?? error),
    log: (text) => text.split('\n').forEach(output.note),
  });
  try {
    const { endpoint, callerCredentials: credentials, settings } = stack;
    const { ticket } = flags;
    const here = {
      account,
      arn,
      credentials,
      aws: { credentials: caller.credentials, requestHandler },
      ...settings,
      flags: flagsAgain(flags, caller),
      ...(ticket && { ticket }),
    };
    const inside = createContext({ endpoint, region, stage: flags.stage, here }, output, signal);
    if (flags.changes) {
      await confirmChanges(inside, caller, flags);
      stack.resume();
    }
    return await command.run(inside, args, flags.changes ? { ...options, wait: true } : options, parsed);
  } catch (error) {
    if (failure.signal.aborted) throw failure.signal.reason;
    if (!context.signal.aborted) throw error;
    output.note(flags.changes ? 'interrupted; nothing goes on until you run the same command again' : 'interrupted');
    return EXIT.interrupted;
  } finally {
    await stack.close();
    requestHandler.destroy();
  }
}
