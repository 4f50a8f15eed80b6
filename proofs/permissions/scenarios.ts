/** Short runs that between them use every permission of the stack, and end whatever is denied in them. */

import { AwsError } from '@offboard/local-aws/service';
import { disassociationCompleted } from '../../events/index.ts';
import { newMetadata } from '../../events/metadata.ts';
import { HOME, SPOKE } from '../../simulators/common/locations.ts';
import { KINDS } from '../../simulators/index.ts';
import { instanceUsers } from '../../simulators/license-manager-user-subscriptions/associations.ts';
import type { Harness } from '../common/harness.ts';
import { detailOf } from '../common/requests.ts';
import { OVERRIDES } from '../offboardings/requests.ts';
import { offboardings } from './offboarding.ts';
import { actDuring, firstEntry, operator, reappear, type Scenario, scriptAll, stopAll } from './scenario.ts';
import { zoneOfAnotherAccount } from './zone-of-another-account.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

export const scenarios: readonly Scenario[] = [
  { name: 'the deployment', run: async () => {} },
  ...KINDS.flatMap((kind) =>
    [HOME.account, SPOKE.account].map((account) => ({
      name: `disassociates ${kind} in ${account}`,
      run: (harness: Harness) => disassociate(harness, kind, account),
    })),
  ),
  {
    name: 'a user named by ARN',
    async run(harness) {
      const [user] = harness.runtime.cloud.associations(instanceUsers, HOME);
      await harness.put([
        {
          ...metadataOf(harness, 'by-arn'),
          data: { association: instanceUsers.kind, target: { instanceUserArn: user?.facts.instanceUserArn } },
        },
      ]);
      await harness.runtime.settled();
      // The poll an hour later has to find the user, too.
      await harness.runtime.clock.advance(HOUR + 60_000);
      await harness.runtime.settled();
    },
  },
  {
    name: 'an unknown kind',
    async run(harness) {
      await harness.put([{ ...metadataOf(harness, 'unknown-kind'), data: { association: 'unheard-of', target: {} } }]);
      await harness.runtime.settled();
    },
  },
  {
    name: 'an unknown event',
    async run(harness) {
      await harness.put([{ ...metadataOf(harness, 'unknown-event'), data: {} }], 'UnheardOf');
      await harness.runtime.settled();
    },
  },
  { name: 'an event that the reject function fails at', run: crashReject },
  {
    name: 'requests that cannot be delivered',
    run: (harness) => undeliverable(harness, 'sfn', 'StartExecution', 'StateMachineDoesNotExist'),
  },
  {
    name: 'rejections that cannot be delivered',
    run: (harness) => undeliverable(harness, 'lambda', 'Invoke', 'ResourceNotFoundException'),
  },
  ...KINDS.map((kind) => ({ name: `someone stops ${kind}`, run: (harness: Harness) => stopped(harness, kind) })),
  ...KINDS.map((kind) => ({ name: `${kind} is stuck`, run: (harness: Harness) => stuck(harness, kind) })),
  { name: 'the hourly sweep', run: sweep },
  { name: 'a request that is too large to be delivered', run: oversize },
  { name: 'requests that are sent twice', run: sentTwice },
  { name: 'evidence that cannot be signed for an hour', run: unsigned },
  zoneOfAnotherAccount,
  ...offboardings,
];

/** As of the stack's clock. */
function metadataOf({ runtime }: Harness, id: string) {
  return { metadata: newMetadata({ id, timestamp: new Date(runtime.clock.now()).toISOString() }) };
}

/** It is associated again, which a poll an hour later finds. */
async function disassociate(harness: Harness, kind: string, account: string): Promise<void> {
  const { clock } = harness.runtime;
  scriptAll(harness, kind, 'slow');
  const entry = firstEntry(harness, kind, account);
  await harness.put([detailOf({ id: `end-${kind}`, timestamp: clock.now(), entry })]);
  await harness.runtime.settled();
  await reappear(harness, kind);
}

/** Lambda runs it three times, then sends the event to the dead-letter queue. */
async function crashReject({ runtime }: Harness): Promise<void> {
  await runtime.aws.call(
    'lambda',
    'Invoke',
    { FunctionName: 'offboard-dev-reject', InvocationType: 'Event', Payload: Buffer.from('null') },
    { identity: operator },
  );
  await runtime.settled();
}

/** An event for every rule, whose targets do not exist. */
async function undeliverable(harness: Harness, service: string, operation: string, code: string): Promise<void> {
  const { clock, faults } = harness.runtime;
  faults.set({ kind: 'error', service, operation, code, status: 404, rate: 1 });
  const requests = KINDS.map((kind) => firstEntry(harness, kind)).map((entry) =>
    detailOf({ id: `lost-${entry.kind}`, timestamp: clock.now(), entry }),
  );
  await harness.put(requests);
  await harness.put([{ ...metadataOf(harness, 'lost-kind'), data: { association: 'unheard-of', target: {} } }]);
  await harness.put([{ ...metadataOf(harness, 'lost-offboarding'), data: {} }], 'OffboardingRequested');
  await publishCompletion(harness);
  await harness.runtime.settled();
  // Until each schedule has fired.
  await clock.advance(DAY);
}

/** The bus takes answers from the stack's own roles alone; one from which a permission was taken puts none. */
async function publishCompletion({ runtime: { aws, info } }: Harness): Promise<void> {
  const { stack } = info();
  const wanted = { StackName: stack, LogicalResourceId: 'PublishRole' };
  const { StackResources } = await aws.call<{ StackResources: [{ PhysicalResourceId: string }] }>(
    'cloudformation',
    'DescribeStackResources',
    wanted,
    { identity: operator },
  );
  const role = `arn:aws:iam::${HOME.account}:role/${StackResources[0].PhysicalResourceId}`;
  const { source, 'detail-type': DetailType, detail } = disassociationCompleted.sample;
  const Entries = [{ EventBusName: stack, Source: source, DetailType, Detail: JSON.stringify(detail) }];
  try {
    const identity = aws.assume(role, 'publish', 'lambda.amazonaws.com');
    await aws.call('eventbridge', 'PutEvents', { Entries }, { identity });
  } catch (error) {
    if (!(error instanceof AwsError && /^AccessDenied/.test(error.code))) throw error;
  }
}

/** One of each kind, and an offboarding. */
function requestAll(harness: Harness, id: string): () => Promise<void> {
  const { clock } = harness.runtime;
  const requests = KINDS.map((kind) =>
    detailOf({ id: `${id}-${kind}`, timestamp: clock.now(), entry: firstEntry(harness, kind) }),
  );
  const options = { mode: 'apply', approval: 'none', overrides: OVERRIDES };
  const data = { subject: { type: 'kind', id: instanceUsers.kind }, options };
  const offboarding = { ...metadataOf(harness, `${id}-offboarding`), data };
  return async () => {
    await harness.put(requests);
    await harness.put([offboarding], 'OffboardingRequested');
    await harness.runtime.settled();
  };
}

async function sentTwice(harness: Harness): Promise<void> {
  const send = requestAll(harness, 'twice');
  await send();
  await send();
}

/** The machines start the reporter, which stores it later. */
async function unsigned(harness: Harness): Promise<void> {
  const { clock, faults } = harness.runtime;
  const send = requestAll(harness, 'unsigned');
  faults.set({ kind: 'error', service: 'kms', operation: 'Sign', code: 'KMSInternalException', status: 500, rate: 1 });
  await send();
  faults.clear();
  await clock.advance(2 * HOUR);
  await harness.runtime.settled();
}

/** An operator stops the execution before it could publish anything. */
async function stopped(harness: Harness, kind: string): Promise<void> {
  const { cloud, clock } = harness.runtime;
  const entry = firstEntry(harness, kind);
  cloud.setOutcome(kind, entry.key, { outcome: 'stuck' }, entry);
  const request = detailOf({ id: `stop-${kind}`, timestamp: clock.now(), entry });
  await actDuring(
    harness,
    1_000,
    () => stopAll(harness),
    () => harness.put([request]),
  );
  await harness.runtime.settled();
}

/** A disassociation that takes far longer than is usual is published as stuck. */
async function stuck(harness: Harness, kind: string): Promise<void> {
  const { clock, faults } = harness.runtime;
  scriptAll(harness, kind, 'stuck');
  const entry = firstEntry(harness, kind, HOME.account);
  const request = detailOf({ id: `stuck-${kind}`, timestamp: clock.now(), entry });
  const blind = async () =>
    void faults.set({ kind: 'server-error', service: 'redshift', operation: 'Describe*', rate: 1 });
  await actDuring(harness, 1_000, blind, () => harness.put([request]));
  await harness.runtime.settled();
}

async function oversize(harness: Harness): Promise<void> {
  const text = 'x'.repeat(300_000);
  await harness.put([{ ...metadataOf(harness, 'oversize'), data: { association: KINDS[0], target: { text } } }]);
  await harness.runtime.settled();
  await sweep(harness);
}

async function sweep({ runtime }: Harness): Promise<void> {
  await runtime.clock.advance(HOUR + 60_000);
  await runtime.settled();
}
