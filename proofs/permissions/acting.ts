/** What the scenarios share: the places they act in, and acting while the stack is at work. */

import type { ScriptedOutcome } from '@offboard/local-aws/simulation';
import { ACCOUNTS, HOME } from '../../simulators/locations.ts';
import type { Stage } from '../harness.ts';

export interface Scenario {
  name: string;
  /** Of the world, where it is not the usual small one. */
  size?: number;
  /** Where the clock begins. Milliseconds since 1970. */
  start?: number;
  run(stage: Stage): Promise<void>;
}

/** Two associations of each kind at home and in the first spoke account. */
export const WORLD = {
  size: 18,
  simulation: { accounts: 2, regions: 1 },
  // The SDK's own retries would take real time.
  environment: { AWS_MAX_ATTEMPTS: '1' },
} as const;
export const SPOKE = ACCOUNTS[1];

/** So that not the start alone sees the end: a look must be made, too. */
export const SLOWLY: Record<string, ScriptedOutcome> = {
  'opensearch-packages': { outcome: 'succeeds', after: 60 },
  'codeartifact-external-connection': { outcome: 'stuck' },
  'redshift-datashare-consumer': { outcome: 'stuck' },
  'license-manager-user': { outcome: 'succeeds', after: 60 },
  'payment-cryptography-mpa-team': { outcome: 'succeeds', after: 60 },
};

/** Has `act` done this many virtual milliseconds after `begin`, while what that began goes on. */
export async function aside(
  { runtime: { clock } }: Stage,
  after: number,
  act: () => Promise<unknown>,
  begin: () => Promise<unknown>,
): Promise<void> {
  const release = clock.hold();
  await begin();
  const acting = () => {
    const done = clock.hold();
    void act().finally(done);
  };
  clock.at(clock.now() + after, acting, { advancesClock: true });
  release();
}

export const operator = {
  arn: `arn:aws:iam::${HOME.account}:user/operator`,
  account: HOME.account,
  advancesClock: true,
};

/** An operator stops every execution that a rule has started. */
export async function stopAll({ runtime, started }: Stage): Promise<void> {
  for (const { stateMachineArn, name } of started.values()) {
    const executionArn = `${stateMachineArn.replace(':stateMachine:', ':execution:')}:${name}`;
    await runtime.aws.call('sfn', 'StopExecution', { executionArn, error: 'Stopped' }, { identity: operator });
  }
}
