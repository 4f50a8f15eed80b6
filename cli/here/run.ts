/** Runs a command on the caller's own account, with nothing deployed: the stack runs in this process while the command does. */

import { stageFlag } from '../../client/connection.ts';
import type { Command, Context, Options } from '../common/command.ts';
import { createContext } from '../common/context.ts';
import { type ExitCode, usage } from '../common/exit.ts';
import { packagedSource } from '../common/local-stack.ts';
import { packagedStack } from '../common/packaged.ts';
import { type Caller, credentialsError, findCaller } from './caller.ts';
import { allowedCalls, READS } from './operations.ts';
import { startHereStack } from './stack.ts';
import { stateFolder } from './state-folder.ts';
import { createHttpHandler } from './upstream.ts';

/** The flags that connect. */
interface Flags {
  region?: string;
  profile?: string;
  stage: string;
}

/** @throws ClientError NOT_PERMITTED where the caller's credentials are missing, or end while the command runs. */
export async function runHere(
  command: Command,
  context: Context,
  args: readonly string[],
  options: Options,
): Promise<ExitCode> {
  const { output } = context;
  const flags = flagsIn(options);
  const requestHandler = createHttpHandler();
  const failure = new AbortController();
  const signal = AbortSignal.any([context.signal, failure.signal]);
  const caller = await findCaller(regionIn(flags), requestHandler, signal);
  output.note(`account ${caller.account}, ${caller.region}, as ${caller.arn}; reads only`);
  const { region } = caller;
  const stack = await startHereStack({
    source: await sourceOf(context, flags.stage),
    caller,
    folder: stateFolder({ ...caller, stage: flags.stage }),
    allowed: allowedCalls(READS),
    resume: false,
    requestHandler,
    onCredentialsFailure: (error) => failure.abort(credentialsError(error) ?? error),
    log: (text) => text.split('\n').forEach(output.note),
  });
  try {
    const { endpoint, callerCredentials: credentials } = stack;
    const here = { ...caller, flags: flagsAgain(flags, caller), credentials };
    return await command.run(
      createContext({ endpoint, region, stage: flags.stage, here }, output, signal),
      args,
      options,
    );
  } catch (error) {
    throw failure.signal.aborted ? failure.signal.reason : error;
  } finally {
    await stack.close();
    requestHandler.destroy();
  }
}

/** @throws ClientError INVALID for flags of another place. */
function flagsIn(options: Options): Flags {
  const flags = options as unknown as Flags;
  for (const other of ['local', 'endpoint'] as const)
    if (options[other] !== undefined) throw usage(`--here and --${other} exclude each other`);
  // The SDK finds more of a profile by this variable than by any option: its endpoint_url.
  if (flags.profile !== undefined) process.env.AWS_PROFILE = flags.profile;
  return flags;
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
