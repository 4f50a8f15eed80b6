/** The stack that a command with --here speaks to: one of its own, or that of `offboard dev --services aws` on the same state. */

import { join } from 'node:path';
import { tasks } from '../../associations/common/permissions.ts';
import { ClientError } from '../../client/errors.ts';
import { canonical } from '../../offboardings/canonical.ts';
import type { Context } from '../common/command.ts';
import { packagedStack } from '../common/packaged.ts';
import { stageTemplate } from '../common/stage-template.ts';
import { type Caller, CredentialsEnded, credentialsError } from './caller.ts';
import type { Flags } from './flags.ts';
import { allowedCalls, READS } from './operations.ts';
import { findRunning, type RunningStack } from './running.ts';
import { type HereStackOptions, StateInUse, startHereStack } from './stack.ts';
import { stateFolder } from './state-folder.ts';

export interface OpenStack extends Omit<RunningStack, 'pid' | 'changes'> {
  /** It is another process's, which goes on with what is unfinished. */
  attached: boolean;
  /** Lets go on what is unfinished. */
  resume(): void;
  close(): Promise<void>;
}

interface OpenOptions extends Pick<HereStackOptions, 'requestHandler'> {
  context: Context;
  flags: Flags;
  caller: Caller;
  onCredentialsEnded(error: CredentialsEnded): void;
}

/** @throws ClientError FAILED where another command has the state, NOT_PERMITTED for what the other process does not allow. */
export async function openStack(options: OpenOptions): Promise<OpenStack> {
  const { flags, caller } = options;
  const folder = stateFolder({ ...caller, stage: flags.stage });
  try {
    return await startOwn(options, folder);
  } catch (error) {
    const running = error instanceof StateInUse ? findRunning(folder) : undefined;
    if (running === undefined) throw error;
    return attach(running, flags);
  }
}

async function startOwn(
  { context, flags, caller, requestHandler, onCredentialsEnded }: OpenOptions,
  folder: string,
): Promise<OpenStack> {
  const { endpoint, callerCredentials, settings, resume, close } = await startHereStack({
    source: await sourceOf(context, flags, caller),
    caller,
    folder,
    allowed: allowedCalls(flags.changes ? tasks : READS),
    ticket: flags.ticket,
    requestHandler,
    onCredentialsFailure: (error) =>
      onCredentialsEnded(credentialsError(error) ?? new CredentialsEnded('NOT_PERMITTED', error.message)),
    log: (text) => text.split('\n').forEach(context.output.note),
  });
  const { arn } = caller;
  const { parameters } = flags;
  return { attached: false, endpoint, arn, credentials: callerCredentials, parameters, ...settings, resume, close };
}

/** As `offboard deploy` deploys it. */
async function sourceOf(context: Context, { stage, parameters }: Flags, { region }: Caller) {
  const root = await packagedStack(context);
  const template = stageTemplate(root, { stage, region, parameters }, (zip) => zip);
  return { name: `offboard-${stage}`, template, bundles: join(root, '.serverless') };
}

function attach({ pid, changes, ...running }: RunningStack, flags: Flags): OpenStack {
  const process = `offboard dev --services aws (process ${pid})`;
  if (flags.ticket !== undefined)
    throw new ClientError('NOT_PERMITTED', `${process} takes no claimed approval`, 'end it, and run the command again');
  if (canonical(flags.parameters) !== canonical(running.parameters))
    throw new ClientError('NOT_PERMITTED', `${process} has other stage parameters`, 'give it the same --param');
  if (flags.changes && !changes)
    throw new ClientError('NOT_PERMITTED', `${process} allows reads only`, 'start it with --allow-changes');
  return { ...running, attached: true, resume() {}, close: async () => {} };
}
