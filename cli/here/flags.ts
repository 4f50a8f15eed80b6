/** Which stage, Region and profile a command with --here is for, and what it may do there. */

import { stageFlag, stageOf } from '../../client/connection.ts';
import type { Command, Options } from '../common/command.ts';
import { usage } from '../common/exit.ts';
import { parameterFlags, parametersIn, type StageParameters } from '../common/stage-parameters.ts';
import type { Caller } from './caller.ts';

/** The flags that connect. */
export interface Flags {
  region?: string;
  profile?: string;
  stage: string;
  parameters: StageParameters;
  /** Whether the account may be changed. */
  changes: boolean;
  /** Claims an approval. */
  ticket?: string;
}

/** @throws ClientError INVALID for flags of another place, and for changes that are not allowed by one. */
export function flagsIn({ here, syntax }: Command, options: Options): Flags {
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
    parameters: parametersIn(options),
    changes,
    ...(region && { region }),
    ...(profile && { profile }),
    ...(ticket && { ticket }),
  };
}

export function regionIn({ region }: Flags, env: NodeJS.ProcessEnv = process.env): string | undefined {
  return region ?? env.AWS_REGION ?? env.AWS_DEFAULT_REGION;
}

export function flagsAgain({ profile, stage, parameters }: Flags, { region }: Caller): string {
  return [
    `--here --region ${region}`,
    ...(profile === undefined ? [] : [`--profile ${profile}`]),
    ...stageFlag(stage, process.env),
    ...parameterFlags(parameters),
  ].join(' ');
}
