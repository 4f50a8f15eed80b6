/** Runs a command on the caller's own account, with nothing deployed: the stack runs in this process while the command does. */

import type { Command as Commander } from 'commander';
import { tasks } from '../../associations/common/permissions.ts';
import { stageFlag, stageOf } from '../../client/connection.ts';
import type { Command, Context, Options } from '../common/command.ts';
import { createContext } from '../common/context.ts';
import { EXIT, type ExitCode, usage } from '../common/exit.ts';
import { packagedSource } from '../common/local-stack.ts';
import { packagedStack } from '../common/packaged.ts';
import { type Caller, credentialsError, findCaller } from './caller.ts';
import { confirmChanges } from './confirm-changes.ts';
import { allowedCalls, READS } from './operations.ts';
import { startHereStack } from './stack.ts';
import { stateFolder } from './state-folder.ts';
import { createHttpHandler } from './upstream.ts';

/** The flags that connect. */
interface Flags {
  region?: string;
  profile?: string;
  stage: string;
  /** Whether the account may be changed. */
  changes: boolean;
  /** Claims an approval. */
  ticket?: string;
}

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

/** @throws ClientError INVALID for flags of another place, and for changes that are not allowed by one. */
function flagsIn({ here, syntax }: Command, options: Options): Flags {
  const { region, profile, approvedByTicket: ticket } = options as unknown as Flags & { approvedByTicket?: string };
  const changes = here === 'changes';
  if (changes && options.allowChanges !== true)
    throw usage(`${syntax.split(' ')[0]} --here changes your account`, 'say that it may: --allow-changes');
  if (options.wait === false) throw usage('--here ends with the command, so that --no-wait would leave all undone');
  for (const other of ['local', 'endpoint'] as const)
    if (options[other] !== undefined) throw usage(`--here and --${other} exclude each other`);
  // The SDK finds more of a profile by this variable than by any option: its endpoint_url.
  if (profile !== undefined) process.env.AWS_PROFILE = profile;
  return {
    stage: stageOf(options),
    changes,
    ...(region && { region }),
    ...(profile && { profile }),
    ...(ticket && { ticket }),
  };
}

function regionIn({ region }: Flags, env: NodeJS.ProcessEnv = process.env): string | undefined {
  return region ?? env.AWS_REGION ?? env.AWS_DEFAULT_REGION;
}

async function sourceOf(context: Context, stage: string) {
  const source = packagedSource(await packagedStack(context));
  if (source.name === `offboard-${stage}`) return source;
  throw usage(
    `the packaged stack is ${source.name}`,
    `package the other with: npx serverless package --stage ${stage}`,
  );
}

function flagsAgain({ profile, stage }: Flags, { region }: Caller): string {
  return [
    `--here --region ${region}`,
    ...(profile === undefined ? [] : [`--profile ${profile}`]),
    ...stageFlag(stage, process.env),
  ].join(' ');
}
