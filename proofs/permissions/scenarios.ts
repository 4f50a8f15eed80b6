/** Short runs that between them use every permission of the stack; whatever fails in one of them, it comes to an end. */

import { listAssociations, type ScriptedOutcome } from '@offboard/local-aws/simulation';
import { disassociationCompleted } from '../../events/index.ts';
import { newMetadata } from '../../events/metadata.ts';
import { KINDS } from '../../simulators/index.ts';
import { instanceUsers } from '../../simulators/license-manager-user-subscriptions/associations.ts';
import { HOME } from '../../simulators/locations.ts';
import type { Stage } from '../harness.ts';
import { detailOf } from '../requests.ts';
import { aside, operator, type Scenario, SLOWLY, SPOKE, stopAll } from './acting.ts';
import { offboardings } from './offboarding.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** Past what is usual, each kind in its own way: Redshift takes back what it accepted, but not within its grace. */
const STUCK: Record<string, ScriptedOutcome> = {
  'opensearch-packages': { outcome: 'stuck' },
  'codeartifact-external-connection': { outcome: 'busy', after: 600 },
  'redshift-datashare-consumer': { outcome: 'stuck' },
  'license-manager-user': { outcome: 'stuck' },
  'payment-cryptography-mpa-team': { outcome: 'expires' },
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
      const [user] = stage.runtime.cloud.associations(instanceUsers, HOME);
      await stage.put([
        {
          ...said('by-arn'),
          data: { association: instanceUsers.kind, target: { instanceUserArn: user?.facts.instanceUserArn } },
        },
      ]);
      await stage.runtime.settled();
      // The look of an hour later has to find the user, too.
      await stage.runtime.clock.advance(HOUR + 60_000);
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
  ...KINDS.map((kind) => ({ name: `${kind} is stuck`, run: (stage: Stage) => stuck(stage, kind) })),
  { name: 'the hourly sweep', run: sweep },
  ...offboardings,
];

function said(id: string) {
  return { metadata: newMetadata({ id }) };
}

async function end(stage: Stage, kind: string, account: string): Promise<void> {
  const { cloud, clock } = stage.runtime;
  const row = listAssociations(cloud).find((each) => each.kind === kind && each.account === account);
  if (row === undefined) throw new Error(`the world has no ${kind} in ${account}`);
  cloud.setOutcome(kind, row.key, SLOWLY[kind], row);
  await stage.put([detailOf({ id: `end-${kind}`, timestamp: clock.now(), row })]);
  await stage.runtime.settled();
}

/** Lambda runs it three times, then sends what it failed at away. */
async function crashReject({ runtime }: Stage): Promise<void> {
  await runtime.aws.call(
    'lambda',
    'Invoke',
    { FunctionName: 'offboard-dev-reject', InvocationType: 'Event', Payload: Buffer.from('null') },
    { identity: operator },
  );
  await runtime.settled();
}

/** An event for every rule, and no target there to take it. */
async function undeliverable(stage: Stage, service: string, operation: string, code: string): Promise<void> {
  const { cloud, clock, faults } = stage.runtime;
  faults.set({ kind: 'error', service, operation, code, status: 404, rate: 1 });
  const wanted = KINDS.map((kind) => listAssociations(cloud).find((each) => each.kind === kind));
  await stage.put(
    wanted.flatMap((row) => (row ? [detailOf({ id: `lost-${row.kind}`, timestamp: clock.now(), row })] : [])),
  );
  await stage.put([{ ...said('lost-kind'), data: { association: 'unheard-of', target: {} } }]);
  await stage.put([{ ...said('lost-offboarding'), data: {} }], 'OffboardingRequested');
  await stage.put([disassociationCompleted.sample.detail], 'DisassociationCompleted');
  await stage.runtime.settled();
  // Until each schedule has come by.
  await clock.advance(DAY);
}

/** An operator stops the execution before it could say anything. */
async function stopped(stage: Stage, kind: string): Promise<void> {
  const { cloud, clock } = stage.runtime;
  const row = listAssociations(cloud).find((each) => each.kind === kind);
  if (row === undefined) throw new Error(`the world has no ${kind}`);
  cloud.setOutcome(kind, row.key, { outcome: 'stuck' }, row);
  const request = detailOf({ id: `stop-${kind}`, timestamp: clock.now(), row });
  await aside(
    stage,
    1_000,
    () => stopAll(stage),
    () => stage.put([request]),
  );
  await stage.runtime.settled();
}

/** What goes on for far longer than is usual is published. */
async function stuck(stage: Stage, kind: string): Promise<void> {
  const { cloud, clock, faults } = stage.runtime;
  const row = listAssociations(cloud).find((each) => each.kind === kind && each.account === HOME.account);
  if (row === undefined) throw new Error(`the world has no ${kind}`);
  cloud.setOutcome(kind, row.key, STUCK[kind], row);
  const request = detailOf({ id: `stuck-${kind}`, timestamp: clock.now(), row });
  const blind = async () =>
    void faults.set({ kind: 'server-error', service: 'redshift', operation: 'Describe*', rate: 1 });
  await aside(stage, 1_000, blind, () => stage.put([request]));
  await stage.runtime.settled();
}

async function sweep({ runtime }: Stage): Promise<void> {
  await runtime.clock.advance(HOUR + 60_000);
  await runtime.settled();
}
