/** Runs of offboardings, approvals, cleanups, signals and restorations, for the permissions that only they use. */

import { type Metadata, newMetadata } from '../../events/metadata.ts';
import sample from '../../events/signals/samples/ad-user-disabled.json' with { type: 'json' };
import disabled from '../../events/signals/samples/identity-center-user-disabled.json' with { type: 'json' };
import type { Answer } from '../../offboardings/answer.ts';
import { requestHash } from '../../offboardings/statement.ts';
import { externalConnections } from '../../simulators/codeartifact/associations.ts';
import { HOME, SPOKE } from '../../simulators/common/locations.ts';
import { accountAssignments } from '../../simulators/identity-center/assignments.ts';
import { users } from '../../simulators/identity-center/resources.ts';
import { KINDS } from '../../simulators/index.ts';
import { packageAssociations } from '../../simulators/opensearch/associations.ts';
import { accounts } from '../../simulators/organizations/index.ts';
import { shareAssociations } from '../../simulators/ram/associations.ts';
import { finalEvents, type Harness } from '../common/harness.ts';
import { detailOf, placesIn, type Request } from '../common/requests.ts';
import { APPROVAL_REQUESTED, APPROVERS, answerTo, attest, OVERRIDES, sendAnswer } from '../offboardings/requests.ts';
import { actDuring, firstEntry, operator, reappear, type Scenario, scriptAll, stopAll } from './scenario.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const REQUEST = 'OffboardingRequested';
/** A minute before the first nightly cleanup, on a Monday, when all of them run. */
const BEFORE_CLEANUPS = Date.UTC(2026, 0, 5, 1, 59);

/** The larger cloud has more of these than one task can hand to another. */
const MANY = externalConnections.kind;

const WHERE = [HOME, SPOKE].map(placesIn);

export const offboardings: readonly Scenario[] = [
  ...KINDS.map((kind) => ({ name: `offboards ${kind}`, run: (harness: Harness) => offboard(harness, kind) })),
  ...KINDS.map((kind) => ({
    name: `stops an offboarding of ${kind}`,
    run: (harness: Harness) => stopped(harness, kind),
  })),
  ...KINDS.map((kind) => ({ name: `restores ${kind}`, run: (harness: Harness) => restore(harness, kind) })),
  { name: 'restores what is no longer listed', run: (harness) => restore(harness, shareAssociations.kind, DAY + HOUR) },
  { name: 'offboards a package', run: offboardPackage },
  { name: 'plans for people by name and by id', run: planPeople },
  { name: 'plans for an account', run: planAccount },
  { name: 'a removal that others have requested', run: joined },
  { name: 'an offboarding of many', size: 250, run: (harness) => offboard(harness, MANY) },
  { name: 'a search that is stopped and redriven', run: redriveSearch },
  { name: 'an offboarding of many that is stopped and redriven', size: 250, run: redriveMany },
  { name: 'a verification that is stopped and redriven', run: redriveVerification },
  { name: 'a search whose children IAM knows by the guide', authorizedChildArns: 'unlabelled', run: redriveSearch },
  {
    name: 'a verification whose children IAM knows by the guide',
    authorizedChildArns: 'unlabelled',
    run: redriveVerification,
  },
  {
    name: 'an offboarding of many whose children IAM knows by the guide',
    authorizedChildArns: 'unlabelled',
    size: 250,
    run: redriveMany,
  },
  { name: 'an offboarding whose requester is proven', run: proven },
  { name: 'an offboarding that is approved, and denied too late', run: approved },
  { name: 'an approval of an unknown offboarding', run: approveUnknown },
  { name: "the night's cleanups", start: BEFORE_CLEANUPS, run: ({ runtime }) => runtime.clock.advance(2 * HOUR) },
  { name: 'a cleanup that is stopped', start: BEFORE_CLEANUPS, run: stopCleanup },
  { name: 'signals', run: signals },
  { name: 'a signal that is stopped', run: stopSignal },
];

/** As of the stack's clock. */
function metadataOf({ runtime }: Harness, id: string, requestedBy?: string) {
  const timestamp = new Date(runtime.clock.now()).toISOString();
  return newMetadata({ id, timestamp, ...(requestedBy !== undefined && { requestedBy }) });
}

function request(harness: Harness, id: string, data: object): [{ metadata: Metadata; data: object }] {
  return [{ metadata: metadataOf(harness, id, `arn:aws:iam::${HOME.account}:user/dana`), data }];
}

function kindRequest(kind: string, options: Record<string, unknown> = {}) {
  return {
    subject: { type: 'kind', id: kind },
    options: { mode: 'apply', where: WHERE, overrides: OVERRIDES, ...options },
  };
}

/** What was disassociated is associated again, and searched an hour later. */
async function offboard(harness: Harness, kind: string): Promise<void> {
  const id = `offboard-${kind}`;
  await actDuring(
    harness,
    20_000,
    () => approveIfAsked(harness, id),
    () => harness.put(request(harness, id, kindRequest(kind)), REQUEST),
  );
  await harness.runtime.settled();
  await reappear(harness, kind);
}

/** Disassociates at home and in the spoke account, and restores from the snapshots, at once or so much later. */
async function restore(harness: Harness, kind: string, after = 0): Promise<void> {
  const { runtime, answers } = harness;
  const requests = [HOME, SPOKE].map(
    ({ account }): Request => ({
      id: `end-${account}`,
      timestamp: runtime.clock.now(),
      entry: firstEntry(harness, kind, account),
    }),
  );
  await harness.put(requests.map(detailOf));
  await runtime.settled();
  const items = requests.map((request, index) => {
    const { association, target, where } = detailOf(request).data;
    const before = finalEvents(answers.get(request.id))[0]?.data.before ?? null;
    return { number: index + 1, association, target, where, before };
  });
  const restoreAll = async () => {
    await startRestoration(harness, items);
    await runtime.settled();
  };
  if (after > 0) {
    await runtime.clock.advance(after);
    await harness.put(
      requests.map((each) => detailOf({ ...each, id: `${each.id}-late`, timestamp: runtime.clock.now() })),
    );
    await runtime.settled();
  }
  await restoreAll();
  if (runtime.cloud.type(kind).outcomes.includes('rejected'))
    await restoreAfterRejection(harness, requests, restoreAll);
}

async function startRestoration(harness: Harness, items: readonly object[]): Promise<void> {
  const { aws, info } = harness.runtime;
  const stateMachineArn = info().machines.find((arn) => arn.endsWith('-restore'));
  const input = JSON.stringify({ metadata: metadataOf(harness, 'restore'), items });
  await aws.call('sfn', 'StartExecution', { stateMachineArn, input }, { identity: operator });
}

/** In both accounts, whose assignments a second request and a restoration find being removed. */
async function joined(harness: Harness): Promise<void> {
  const { kind } = accountAssignments;
  scriptAll(harness, kind, 'slow');
  const requestsOf = (id: string) =>
    [HOME, SPOKE].map(({ account }) =>
      detailOf({
        id: `${id}-${account}`,
        timestamp: harness.runtime.clock.now(),
        entry: firstEntry(harness, kind, account),
      }),
    );
  const join = async () => {
    const requests = requestsOf('second');
    await harness.put(requests);
    await startRestoration(
      harness,
      requests.map(({ data }, index) => ({ number: index + 1, ...data, before: null })),
    );
  };
  await actDuring(harness, 20_000, join, () => harness.put(requestsOf('first')));
  await harness.runtime.settled();
}

/** An association whose removal was rejected shows that session, and a poll reads it. */
async function restoreAfterRejection(
  harness: Harness,
  requests: readonly Request[],
  restoreAll: () => Promise<void>,
): Promise<void> {
  const { cloud, clock } = harness.runtime;
  for (const { entry } of requests) cloud.setOutcome(entry.kind, entry.key, { outcome: 'rejected' }, entry);
  await harness.put(
    requests.map((request) => detailOf({ ...request, id: `${request.id}-again`, timestamp: clock.now() })),
  );
  await harness.runtime.settled();
  await restoreAll();
}

/** In both accounts: a name is looked for in each, and an id is read. */
async function planPeople(harness: Harness): Promise<void> {
  const people = [HOME, SPOKE].flatMap((at) => harness.runtime.cloud.resources(users, at, '').slice(0, 1));
  for (const { userId, userName } of people) {
    for (const id of [userId, userName]) {
      const data = { subject: { type: 'user', id }, options: { where: WHERE } };
      await harness.put(request(harness, `plan-${userId}-${id === userId ? 'id' : 'name'}`, data), REQUEST);
    }
  }
  await harness.runtime.settled();
}

async function planAccount(harness: Harness): Promise<void> {
  const data = { subject: { type: 'account', id: HOME.account }, options: { where: WHERE } };
  await harness.put(request(harness, 'plan-account', data), REQUEST);
  await harness.runtime.settled();
}

async function offboardPackage(harness: Harness): Promise<void> {
  const [association] = harness.runtime.cloud.associations(packageAssociations, HOME);
  const subject = { type: 'package', id: association?.facts.packageId };
  await harness.put(request(harness, 'offboard-package', { subject, options: { where: WHERE } }), REQUEST);
  await harness.runtime.settled();
}

/** Of an item that is stopped alone the result is collected. Stopping an execution that waits for others stops those, too. */
async function stopped(harness: Harness, kind: string): Promise<void> {
  const { clock } = harness.runtime;
  scriptAll(harness, kind, 'slow');
  const id = `stop-${kind}`;
  clock.at(clock.now() + 40_000, () => void stopItem(harness, kind), { advancesClock: true });
  clock.at(clock.now() + 50_000, () => void stopAll(harness), { advancesClock: false });
  await actDuring(
    harness,
    20_000,
    () => approveIfAsked(harness, id),
    () => harness.put(request(harness, id, kindRequest(kind)), REQUEST),
  );
  await harness.runtime.settled();
}

async function stopItem(harness: Harness, kind: string): Promise<void> {
  const [executionArn] = await executionsOf(harness, kind, 'RUNNING');
  if (executionArn === undefined) return;
  await harness.runtime.aws.call('sfn', 'StopExecution', { executionArn, error: 'Stopped' }, { identity: operator });
}

/** Its reads fail for so long that it still runs when it is stopped. */
async function redriveSearch(harness: Harness): Promise<void> {
  const { clock, faults } = harness.runtime;
  faults.set({ kind: 'throttle', service: 'codeartifact', rate: 1 });
  const redrive = async () => {
    await stopAll(harness);
    faults.clear();
    clock.at(clock.now() + 1_000, () => void redriveAll(harness, 'offboard'), { advancesClock: true });
  };
  const data = { subject: { type: 'kind', id: MANY }, options: { where: WHERE } };
  await actDuring(harness, 500, redrive, () => harness.put(request(harness, 'redrive-search', data), REQUEST));
  await harness.runtime.settled();
}

async function redriveMany(harness: Harness): Promise<void> {
  const { clock } = harness.runtime;
  const id = 'redrive-many';
  scriptAll(harness, MANY, 'slow');
  const redrive = async () => {
    await stopAll(harness);
    clock.at(clock.now() + 1_000, () => void redriveAll(harness, 'apply'), { advancesClock: true });
  };
  clock.at(clock.now() + 40_000, () => void redrive(), { advancesClock: true });
  await actDuring(
    harness,
    20_000,
    () => approveIfAsked(harness, id),
    () => harness.put(request(harness, id, kindRequest(MANY)), REQUEST),
  );
  await harness.runtime.settled();
}

/** Its searches fail for so long that it still runs when it is stopped. */
async function redriveVerification(harness: Harness): Promise<void> {
  const { clock, faults, settled } = harness.runtime;
  const id = 'redrive-verification';
  await actDuring(
    harness,
    20_000,
    () => approveIfAsked(harness, id),
    () => harness.put(request(harness, id, kindRequest(MANY)), REQUEST),
  );
  await settled();
  faults.set({ kind: 'throttle', service: 'codeartifact', rate: 1 });
  const redrive = async () => {
    await stopAll(harness);
    faults.clear();
    clock.at(clock.now() + 1_000, () => void redriveAll(harness, 'verify'), { advancesClock: true });
  };
  clock.at(clock.now() + HOUR + 5_000, () => void redrive(), { advancesClock: true });
  await clock.advance(HOUR + 60_000);
  await settled();
}

/** Every execution of this machine that was stopped goes on where it was. */
async function redriveAll(harness: Harness, name: string): Promise<void> {
  for (const executionArn of await executionsOf(harness, name, 'ABORTED')) {
    await harness.runtime.aws.call('sfn', 'RedriveExecution', { executionArn }, { identity: operator });
  }
}

/** @returns the ARNs of the machine's executions with this status. */
async function executionsOf(
  { runtime: { aws, info } }: Harness,
  name: string,
  statusFilter: string,
): Promise<string[]> {
  const stateMachineArn = info().machines.find((arn) => arn.endsWith(`-${name}`));
  const { executions } = await aws.call<{ executions: { executionArn: string }[] }>(
    'sfn',
    'ListExecutions',
    { stateMachineArn, statusFilter },
    { identity: operator },
  );
  return executions.map(({ executionArn }) => executionArn);
}

async function proven(harness: Harness): Promise<void> {
  const [detail] = request(harness, 'proven', kindRequest(MANY, { mode: 'plan' }));
  await unlessDenied(async () => {
    const statement = await attest(harness, 'dana', { purpose: 'request', hash: requestHash(detail) });
    await harness.put([{ ...detail, metadata: { ...detail.metadata, statement } }], REQUEST);
  });
  await harness.runtime.settled();
}

async function approved(harness: Harness): Promise<void> {
  const id = 'approved';
  const data = kindRequest(MANY, { approval: 'required' });
  await actDuring(
    harness,
    60_000,
    () => approveIfAsked(harness, id),
    () => harness.put(request(harness, id, data), REQUEST),
  );
  await harness.runtime.settled();
  await answerIfAsked(harness, id, { decision: 'deny', approvers: ['frank'] });
  await harness.runtime.settled();
}

async function approveUnknown(harness: Harness): Promise<void> {
  const answer = answerTo('unknown', { execution: 'none', plan: { id: 'none' } }, 'approve');
  await unlessDenied(() => sendAnswer(harness, 'carl', answer));
  await harness.runtime.settled();
}

function approveIfAsked(harness: Harness, offboarding: string): Promise<void> {
  return answerIfAsked(harness, offboarding, { decision: 'approve', approvers: APPROVERS });
}

/** Where the offboarding has asked for an approval. */
async function answerIfAsked(
  harness: Harness,
  offboarding: string,
  { decision, approvers }: { decision: Answer['decision']; approvers: readonly string[] },
): Promise<void> {
  const events = harness.answers.get(offboarding) ?? [];
  const requested = events.find(({ detailType }) => detailType === APPROVAL_REQUESTED);
  if (requested === undefined) return;
  const answer = answerTo(offboarding, requested.data as { execution: string; plan: { id: string } }, decision);
  for (const approver of approvers) await unlessDenied(() => sendAnswer(harness, approver, answer));
}

/** Nobody proves an identity where the function that attests it may not run. */
async function unlessDenied(act: () => Promise<unknown>): Promise<void> {
  try {
    await act();
  } catch (error) {
    if ((error as Error).name !== 'AccessDeniedException') throw error;
  }
}

/** Its first read fails, so that it still runs when it is stopped. */
async function stopCleanup(harness: Harness): Promise<void> {
  const { clock, faults } = harness.runtime;
  faults.set({ kind: 'throttle', service: 'codeartifact', rate: 1 });
  clock.at(BEFORE_CLEANUPS + 63_000, () => void stopAll(harness), { advancesClock: false });
  await clock.advance(HOUR);
}

/** Of AWS; on the bus; and one that names nobody, which the state machine logs. */
async function signals(harness: Harness): Promise<void> {
  await signal(harness);
  const [user] = harness.runtime.cloud.resources(users, HOME);
  const requestParameters = { identityStoreId: user?.identityStoreId, userId: user?.userId };
  const { event } = disabled;
  const ofUser = { ...event, detail: { ...event.detail, requestParameters } };
  await signal(harness, 'identity-center-user-disabled', ofUser);
  await reconciliations(harness);
  await harness.put([{ eventId: '1', person: { username: 'alice' } }, { eventId: '2' }], 'PersonLeaving');
  await harness.runtime.settled();
}

/** A first list, and one from which a user and an account are missing. */
async function reconciliations({ runtime }: Harness): Promise<void> {
  const { aws, cloud, clock, info } = runtime;
  const { stack, machines } = info();
  const call = <Output>(service: string, operation: string, input: object) =>
    aws.call<Output>(service, operation, input, { identity: operator });
  const rule = { Rule: `${stack}-reconcile` };
  const { Targets } = await call<{ Targets: { Input: string }[] }>('eventbridge', 'ListTargetsByRule', rule);
  const stateMachineArn = machines.find((arn) => arn.endsWith('-reconcile'));
  const list = async () => {
    for (const { Input: input } of Targets) await call('sfn', 'StartExecution', { stateMachineArn, input });
    await runtime.settled();
  };
  const account = { id: '900000000000', state: 'ACTIVE' as const };
  cloud.putResource(accounts, HOME, account.id, account);
  await list();
  cloud.putResource(accounts, HOME, account.id, { ...account, state: 'SUSPENDED' });
  await clock.advance(HOUR);
  await list();
}

/** What the signal's rule starts on AWS's event, which nobody else may put. @returns the execution's ARN. */
async function signal({ runtime }: Harness, name = 'ad-user-disabled', event: object = sample.event): Promise<string> {
  const { stack, machines } = runtime.info();
  const rule = { Rule: `${stack}-signal-${name}` };
  const { Targets } = (await runtime.aws.call('eventbridge', 'ListTargetsByRule', rule, { identity: operator })) as {
    Targets: [{ InputTransformer: { InputTemplate: string } }];
  };
  const [{ InputTransformer }] = Targets;
  const { executionArn } = (await runtime.aws.call(
    'sfn',
    'StartExecution',
    {
      stateMachineArn: machines.find((arn) => arn.endsWith('-signal')),
      input: InputTransformer.InputTemplate.replace('<aws.events.event.json>', JSON.stringify(event)),
    },
    { identity: operator },
  )) as { executionArn: string };
  return executionArn;
}

/** Its offboarding still searches when it is stopped. */
async function stopSignal(harness: Harness): Promise<void> {
  const { clock, faults, aws } = harness.runtime;
  faults.set({ kind: 'throttle', service: 'license-manager-user-subscriptions', rate: 1 });
  let executionArn = '';
  const stop = () => aws.call('sfn', 'StopExecution', { executionArn, error: 'Stopped' }, { identity: operator });
  await actDuring(harness, 3_000, stop, async () => {
    executionArn = await signal(harness);
  });
  await clock.advance(HOUR);
}
