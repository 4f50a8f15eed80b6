/** The packaged stack on local AWS, with the caller's own account as the far side. */

import { join } from 'node:path';
import { type LocalAws, type Stack, type StackSource, startLocalAws } from '@offboard/local-aws';
import type { Aws, Service } from '@offboard/local-aws/service';
import { SimulatedCloud } from '@offboard/local-aws/simulation';
import { ClientError } from '../../client/errors.ts';
import { simulators } from '../../simulators/index.ts';
import { cacheHome } from '../common/cache-home.ts';
import type { Caller } from './caller.ts';
import { createEndpoints } from './endpoints.ts';
import type { AllowedCalls } from './operations.ts';
import { createUpstream, type UpstreamOptions } from './upstream.ts';

export interface HereStackOptions extends Pick<UpstreamOptions, 'requestHandler' | 'onCredentialsFailure'> {
  source: Omit<StackSource, 'account' | 'region'>;
  caller: Caller;
  /** Directory of the state. */
  folder: string;
  allowed: AllowedCalls;
  /** Whether what an earlier process left unfinished goes on. */
  resume: boolean;
  /** Changes the stack before it is deployed. */
  alter?(stack: Stack): Stack;
  log(line: string): void;
}

/** @throws ClientError FAILED where another process has this state. */
export async function startHereStack({
  source: { name: stackName, ...source },
  caller: { arn, account, region, credentials },
  folder,
  allowed,
  resume,
  alter = (stack) => stack,
  requestHandler,
  onCredentialsFailure,
  log,
}: HereStackOptions): Promise<Required<LocalAws>> {
  const endpointOf = await createEndpoints(requestHandler);
  try {
    return await startLocalAws({
      ...source,
      stackName,
      account,
      region,
      data: folder,
      codeCache: join(cacheHome(), 'functions'),
      resume,
      alter: (stack) => withoutSchedules(alter(stack)),
      services: models,
      forward: {
        caller: { arn, account },
        ...allowed,
        send: createUpstream({ endpointOf, credentials, requestHandler, onCredentialsFailure }),
      },
      log,
    });
  } catch (error) {
    if (!/another runtime is using it/.test((error as Error).message)) throw error;
    const place = `account ${account} in ${region}`;
    throw new ClientError('FAILED', `another offboard --here works on ${place}`, 'wait until it has ended, or end it');
  }
}

/** The simulated services for what requests are and which permissions they need. There is nothing in their cloud. */
function models(aws: Aws): Service[] {
  const cloud = new SimulatedCloud(aws, simulators);
  return simulators.map(({ serve }) => serve(cloud));
}

/** Nothing starts here that nobody asked for. */
function withoutSchedules(stack: Stack): Stack {
  const resources = stack.resources.filter(
    ({ type, properties }) => type !== 'AWS::Events::Rule' || properties.ScheduleExpression === undefined,
  );
  return { ...stack, resources };
}
