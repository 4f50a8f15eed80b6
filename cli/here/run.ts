/** Runs a command on the caller's own account, with nothing deployed: the stack runs in this process while the command does. */

import type { NodeHttpHandler } from '@smithy/node-http-handler';
import type { Command as Commander } from 'commander';
import type { Command, Context, Options } from '../common/command.ts';
import { createContext } from '../common/context.ts';
import { EXIT, type ExitCode } from '../common/exit.ts';
import { type Caller, CredentialsEnded, findCaller } from './caller.ts';
import { confirmChanges } from './confirm-changes.ts';
import { type Flags, flagsAgain, flagsIn, regionIn } from './flags.ts';
import { canSignInAgain, waitForLogin } from './login.ts';
import { type OpenStack, openStack } from './open.ts';
import { createHttpHandler } from './upstream.ts';

/** A command, and the account that it is for. */
interface Work {
  command: Command;
  context: Context;
  args: readonly string[];
  options: Options;
  parsed: Commander;
  flags: Flags;
  caller: Caller;
  requestHandler: NodeHttpHandler;
}

/** @throws ClientError NOT_PERMITTED where the caller's credentials are missing, or end where nobody can sign in again. */
export async function runHere(
  command: Command,
  context: Context,
  args: readonly string[],
  options: Options,
  parsed: Commander,
): Promise<ExitCode> {
  const flags = flagsIn(command, options);
  const requestHandler = createHttpHandler();
  const find = () => findCaller(regionIn(flags), requestHandler, context.signal);
  try {
    const caller = await find();
    const { account, region, arn } = caller;
    const allowed = flags.changes ? 'changes are allowed' : 'reads only';
    context.output.note(`account ${account}, ${region}, as ${arn}; ${allowed}`);
    const asked = { ...context, confirmed: new Set<string>() };
    return await runAcrossLogins(
      { command, context: asked, args, options, parsed, flags, caller, requestHandler },
      find,
    );
  } finally {
    requestHandler.destroy();
  }
}

/** Run again, a command goes on with what it had begun: so it does after a new login. */
async function runAcrossLogins(work: Work, find: () => Promise<Caller>): Promise<ExitCode> {
  let { caller } = work;
  for (;;) {
    try {
      return await runOnce({ ...work, caller });
    } catch (error) {
      if (!(error instanceof CredentialsEnded && canSignInAgain())) throw error;
      caller = await waitForLogin(work.context, caller, find);
    }
  }
}

async function runOnce(work: Work): Promise<ExitCode> {
  const { command, context, args, options, parsed, flags, caller } = work;
  const ended = new AbortController();
  const stack = await openStack({ ...work, onCredentialsEnded: (error) => ended.abort(error) });
  try {
    const inside = contextOn(stack, work, AbortSignal.any([context.signal, ended.signal]));
    if (flags.changes) {
      await confirmChanges(inside, { ...caller, arn: stack.arn }, flags);
      stack.resume();
    }
    const exitCode = await command.run(inside, args, flags.changes ? { ...options, wait: true } : options, parsed);
    ended.signal.throwIfAborted();
    return exitCode;
  } catch (error) {
    if (ended.signal.aborted) throw ended.signal.reason;
    if (!context.signal.aborted) throw error;
    context.output.note(interruption(flags, stack));
    return EXIT.interrupted;
  } finally {
    await stack.close();
  }
}

function contextOn(stack: OpenStack, { context, flags, caller, requestHandler }: Work, signal: AbortSignal): Context {
  const { endpoint, attached: _attached, resume: _resume, close: _close, ...known } = stack;
  const { account, region } = caller;
  const { ticket, stage } = flags;
  const here = {
    ...known,
    account,
    aws: { credentials: caller.credentials, requestHandler },
    flags: flagsAgain(flags, caller),
    ...(ticket && { ticket }),
  };
  const connected = createContext({ endpoint, region, stage, here }, context.output, signal);
  return { ...connected, ...(context.confirmed && { confirmed: context.confirmed }) };
}

function interruption({ changes }: Flags, { attached }: OpenStack): string {
  if (!changes) return 'interrupted';
  return attached
    ? 'interrupted; it goes on in offboard dev --services aws'
    : 'interrupted; nothing goes on until you run the same command again';
}
