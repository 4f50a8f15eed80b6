/** What the scenarios share: the cloud they run on, and acting while executions run. */

import type { LocalAwsOptions } from '@offboard/local-aws';
import { type AssociationEntry, associateAgain, listAssociations } from '@offboard/local-aws/simulation';
import { HOME } from '../../simulators/common/locations.ts';
import { simulators } from '../../simulators/index.ts';
import type { Harness } from '../common/harness.ts';

const HOUR = 3_600_000;

export interface Scenario extends Pick<LocalAwsOptions, 'authorizedChildArns'> {
  name: string;
  /** Associations of the cloud, where there are more than usual. */
  size?: number;
  /** Where the clock begins. Milliseconds since 1970. */
  start?: number;
  run(harness: Harness): Promise<void>;
}

const generated = simulators.flatMap((simulator) => simulator.generated ?? []);

/** Two associations of each kind at home and in the first spoke account; of a kind that has one a Region, one. */
export const CLOUD = {
  size: generated.reduce((sum, { onePerRegion }) => sum + 2 * (onePerRegion ? 1 : 2), 0),
  simulation: { accounts: 2, regions: 1 },
  // The SDK's own retries would take real time.
  environment: { AWS_MAX_ATTEMPTS: '1' },
};

/** Runs `act` so many virtual milliseconds after `begin`, while the executions that it started still run. */
export async function actDuring(
  { runtime: { clock } }: Harness,
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

/** The clock moves for an operator's calls, as for a request's. */
export const operator = {
  arn: `arn:aws:iam::${HOME.account}:user/operator`,
  account: HOME.account,
  advancesClock: true,
};

/** An operator stops every execution that a rule has started. */
export async function stopAll({ runtime, started }: Harness): Promise<void> {
  for (const { stateMachineArn, name } of started.values()) {
    const executionArn = `${stateMachineArn.replace(':stateMachine:', ':execution:')}:${name}`;
    await runtime.aws.call('sfn', 'StopExecution', { executionArn, error: 'Stopped' }, { identity: operator });
  }
}

/** The first association of the kind, in this account where one is given. @throws Error where there is none. */
export function firstEntry({ runtime: { cloud } }: Harness, kind: string, account?: string): AssociationEntry {
  const entry = listAssociations(cloud).find(
    (each) => each.kind === kind && each.account === (account ?? each.account),
  );
  if (entry === undefined) throw new Error(`the simulated cloud has no ${kind}${account ? ` in ${account}` : ''}`);
  return entry;
}

/** Scripts a trial outcome for every association of the kind. */
export function scriptAll({ runtime: { cloud } }: Harness, kind: string, trial: 'slow' | 'stuck'): void {
  for (const entry of listAssociations(cloud)) {
    if (entry.kind === kind) cloud.setOutcome(kind, entry.key, cloud.type(kind).trials[trial], entry);
  }
}

/** Associates again what was disassociated of the kind, and waits for the verification an hour after the end. */
export async function reappear({ runtime }: Harness, kind: string): Promise<void> {
  const { cloud, clock } = runtime;
  for (const entry of listAssociations(cloud, { absent: true })) {
    if (entry.kind === kind && entry.status === 'ABSENT') associateAgain(cloud, kind, entry, entry.key);
  }
  await clock.advance(HOUR + 60_000);
  await runtime.settled();
}
