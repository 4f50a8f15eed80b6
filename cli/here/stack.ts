/** The packaged stack on local AWS, with the caller's own account as the far side. */

import { join } from 'node:path';
import { type LocalAws, type Stack, type StackSource, startLocalAws } from '@offboard/local-aws';
import type { Aws, Service } from '@offboard/local-aws/service';
import { SimulatedCloud } from '@offboard/local-aws/simulation';
import type { Here } from '../../client/connection.ts';
import { ClientError } from '../../client/errors.ts';
import { simulators } from '../../simulators/index.ts';
import { cacheHome } from '../common/cache-home.ts';
import type { Caller } from './caller.ts';
import { createEndpoints } from './endpoints.ts';
import type { AllowedCalls } from './operations.ts';
import { atRates, documentedRates } from './rates.ts';
import { createUpstream, type UpstreamOptions } from './upstream.ts';

export interface HereStackOptions extends Pick<UpstreamOptions, 'requestHandler' | 'onCredentialsFailure'> {
  source: Omit<StackSource, 'account' | 'region'>;
  caller: Caller;
  /** Directory of the state. */
  folder: string;
  allowed: AllowedCalls;
  /** Claims an approval, which the stack then does not wait for. */
  ticket?: string | undefined;
  /** Changes the stack before it is deployed. */
  alter?(stack: Stack): Stack;
  log(line: string): void;
}

/** Of the stage, as its functions have them. */
export type Settings = Pick<Here, 'approvalFloor' | 'spokeRoles'>;

export interface HereStack extends Required<LocalAws> {
  settings: Settings;
}

/** By another process. */
export class StateInUse extends ClientError {}

/** It starts still: `resume` lets go on what is unfinished. @throws StateInUse */
export async function startHereStack({
  source: { name: stackName, ...source },
  caller: { arn, account, region, credentials },
  folder,
  allowed,
  ticket,
  alter = (stack) => stack,
  requestHandler,
  onCredentialsFailure,
  log,
}: HereStackOptions): Promise<HereStack> {
  const endpointOf = await createEndpoints(requestHandler);
  let settings: Settings = { approvalFloor: [], spokeRoles: [] };
  try {
    const localAws = await startLocalAws({
      ...source,
      stackName,
      account,
      region,
      data: folder,
      codeCache: join(cacheHome(), 'functions'),
      resume: false,
      alter(stack) {
        settings = { approvalFloor: listIn(stack, 'APPROVAL_FLOOR'), spokeRoles: listIn(stack, 'SPOKE_ROLES') };
        const named = withEveryRole(stack, settings.spokeRoles);
        return withoutSchedules(alter(ticket === undefined ? named : withoutFloor(named)));
      },
      services: models,
      forward: {
        caller: { arn, account },
        ...allowed,
        send: atRates(
          createUpstream({ endpointOf, credentials, requestHandler, onCredentialsFailure }),
          documentedRates(),
        ),
      },
      log,
    });
    return { ...localAws, settings };
  } catch (error) {
    if (!/another runtime is using it/.test((error as Error).message)) throw error;
    const place = `account ${account} in ${region}`;
    throw new StateInUse('FAILED', `another offboard --here works on ${place}`, 'wait until it has ended, or end it');
  }
}

/** The simulated services for what requests are and which permissions they need. There is nothing in their cloud. */
function models(aws: Aws): Service[] {
  const cloud = new SimulatedCloud(aws, simulators);
  return simulators.map(({ serve }) => serve(cloud));
}

interface Variables {
  Environment?: { Variables?: Readonly<Record<string, string>> };
}

/** What a variable of the functions lists, separated by commas. */
function listIn({ resources }: Stack, variable: string): string[] {
  const lists = resources.flatMap(
    ({ properties }) => (properties as Variables).Environment?.Variables?.[variable]?.split(',') ?? [],
  );
  return [...new Set(lists)].filter((each) => each !== '');
}

function withoutFloor(stack: Stack): Stack {
  const resources = stack.resources.map((resource) => {
    const { Environment } = resource.properties as Variables;
    if (Environment?.Variables?.APPROVAL_FLOOR === undefined) return resource;
    const Variables = { ...Environment.Variables, APPROVAL_FLOOR: '' };
    return { ...resource, properties: { ...resource.properties, Environment: { ...Environment, Variables } } };
  });
  return { ...stack, resources };
}

/**
 * Whoever runs this names the roles in other accounts: AWS says which of them the caller may assume, and the session's policy
 * what may be done there.
 */
function withEveryRole(stack: Stack, spokeRoles: readonly string[]): Stack {
  const widened = spokeRoles.reduce(
    (text, role) => text.replaceAll(role, `${role.slice(0, role.indexOf(':role/'))}:role/*`),
    JSON.stringify(stack.resources),
  );
  return { ...stack, resources: JSON.parse(widened) as Stack['resources'] };
}

/** Nothing starts here that nobody asked for. */
function withoutSchedules(stack: Stack): Stack {
  const resources = stack.resources.filter(
    ({ type, properties }) => type !== 'AWS::Events::Rule' || properties.ScheduleExpression === undefined,
  );
  return { ...stack, resources };
}
