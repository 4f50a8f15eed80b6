/** Short runs that between them use every permission of the stack; whatever fails in one of them, it comes to an end. */

import { newMetadata } from '../../events/metadata.ts';
import { ACCOUNTS, type Fate, HOME, KINDS, type Kind, rows } from '../../local/world/index.ts';
import { detailOf } from '../requests.ts';
import type { Stage } from '../stage.ts';

export interface Scenario {
  name: string;
  run(stage: Stage): Promise<void>;
}

/** Two associations of each kind at home and in the first spoke account. */
export const WORLD = { size: 18, world: { accounts: 2, regions: 1 } } as const;
export const SPOKE = ACCOUNTS[1];

const HOUR = 3_600_000;

/** So that not the start alone sees the end: a look must be made, too. */
const SLOWLY: Record<Kind, Fate> = {
  'opensearch-packages': { outcome: 'ends', after: 60 },
  'codeartifact-external-connection': { outcome: 'stuck' },
  'redshift-datashare-consumer': { outcome: 'stuck' },
  'license-manager-user': { outcome: 'ends', after: 60 },
  'payment-cryptography-mpa-team': { outcome: 'ends', after: 60 },
};

export const scenarios: readonly Scenario[] = [
  { name: 'the deployment', run: async () => {} },
  ...KINDS.flatMap((kind) =>
    [HOME.account, SPOKE].map((account) => ({
      name: `ends ${kind} in ${account}`,
      run: (stage: Stage) => end(stage, kind, account),
    })),
  ),
  {
    name: 'a user named by ARN',
    async run(stage) {
      const kind = 'license-manager-user';
      const [user] = stage.runtime.world.associations(kind, HOME);
      await stage.put([
        { ...said('by-arn'), data: { association: kind, target: { instanceUserArn: user?.facts.instanceUserArn } } },
      ]);
      await stage.runtime.settled();
    },
  },
  {
    name: 'an unknown kind',
    async run(stage) {
      await stage.put([{ ...said('unknown-kind'), data: { association: 'unheard-of', target: {} } }]);
      await stage.runtime.settled();
    },
  },
  {
    name: 'an unknown event',
    async run(stage) {
      await stage.put([{ ...said('unknown-event'), data: {} }], 'UnheardOf');
      await stage.runtime.settled();
    },
  },
  { name: 'an event that the reject function fails at', run: crashReject },
  {
    name: 'requests that cannot be delivered',
    run: (stage) => undeliverable(stage, 'sfn', 'StartExecution', 'StateMachineDoesNotExist'),
  },
  {
    name: 'rejections that cannot be delivered',
    run: (stage) => undeliverable(stage, 'lambda', 'Invoke', 'ResourceNotFoundException'),
  },
  ...KINDS.map((kind) => ({ name: `someone stops ${kind}`, run: (stage: Stage) => stopped(stage, kind) })),
  { name: 'the hourly sweep', run: sweep },
];

function said(id: string) {
  return { metadata: newMetadata({ id }) };
}

async function end(stage: Stage, kind: Kind, account: string): Promise<void> {
  const { world, clock } = stage.runtime;
  const row = rows(world).find((each) => each.kind === kind && each.account === account);
  if (row === undefined) throw new Error(`the world has no ${kind} in ${account}`);
  world.setFate(kind, row.key, SLOWLY[kind], row);
  await stage.put([detailOf({ id: `end-${kind}`, timestamp: clock.now(), row })]);
  await stage.runtime.settled();
}

/** Lambda runs it three times, then sends what it failed at away. */
async function crashReject({ runtime }: Stage): Promise<void> {
  await runtime.aws.call(
    'lambda',
    'Invoke',
    { FunctionName: 'offboard-dev-reject', InvocationType: 'Event', Payload: Buffer.from('null') },
    { identity: { arn: `arn:aws:iam::${HOME.account}:user/prover`, account: HOME.account, moves: true } },
  );
  await runtime.settled();
}

/** An event for every rule, and no target there to take it. */
async function undeliverable(stage: Stage, service: string, operation: string, code: string): Promise<void> {
  const { world, clock, faults } = stage.runtime;
  faults.set({ kind: 'error', service, operation, code, status: 404, rate: 1 });
  const wanted = KINDS.map((kind) => rows(world).find((each) => each.kind === kind));
  await stage.put(
    wanted.flatMap((row) => (row ? [detailOf({ id: `lost-${row.kind}`, timestamp: clock.now(), row })] : [])),
  );
  await stage.put([{ ...said('lost-kind'), data: { association: 'unheard-of', target: {} } }]);
  await stage.runtime.settled();
  await clock.advance(HOUR);
}

/** An operator stops the execution before it could say anything. */
async function stopped(stage: Stage, kind: Kind): Promise<void> {
  const { world, clock } = stage.runtime;
  const row = rows(world).find((each) => each.kind === kind);
  if (row === undefined) throw new Error(`the world has no ${kind}`);
  world.setFate(kind, row.key, { outcome: 'stuck' }, row);
  const release = clock.hold();
  await stage.put([detailOf({ id: `stop-${kind}`, timestamp: clock.now(), row })]);
  clock.at(clock.now() + 1_000, () => void stopAll(stage), { moves: true });
  release();
  await stage.runtime.settled();
}

async function stopAll({ runtime, started }: Stage): Promise<void> {
  const release = runtime.clock.hold();
  const identity = { arn: `arn:aws:iam::${HOME.account}:user/operator`, account: HOME.account, moves: true };
  for (const { stateMachineArn, name } of started.values()) {
    const executionArn = `${stateMachineArn.replace(':stateMachine:', ':execution:')}:${name}`;
    await runtime.aws.call('sfn', 'StopExecution', { executionArn, error: 'Stopped' }, { identity });
  }
  release();
}

async function sweep({ runtime }: Stage): Promise<void> {
  await runtime.clock.advance(HOUR + 60_000);
  await runtime.settled();
}
