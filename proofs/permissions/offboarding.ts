/** Runs of offboardings, approvals, cleanups and later looks, for the permissions that only they use. */

import { SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { associateAgain, listAssociations } from '@offboard/local-aws/simulation';
import { proofOfIdentity } from '../../client/identity/proof.ts';
import { newMetadata } from '../../events/metadata.ts';
import { answerHeader } from '../../offboardings/answer.ts';
import { KINDS } from '../../simulators/index.ts';
import { HOME } from '../../simulators/locations.ts';
import { packageAssociations } from '../../simulators/opensearch/associations.ts';
import { endings, type Stage } from '../harness.ts';
import { detailOf } from '../requests.ts';
import { aside, operator, type Scenario, SLOWLY, SPOKE, stopAll } from './acting.ts';

const HOUR = 3_600_000;
const REQUEST = 'OffboardingRequested';
/** An hour before the night's first cleanup, of a Monday, when all of them run. */
const BEFORE_CLEANUPS = Date.UTC(2026, 0, 5, 1, 59);

/** An approval team is never taken away without somebody's leave. */
const APPROVED: string = 'payment-cryptography-mpa-team';
/** Of which the larger cloud has more than one task can hand to another. */
const MANY = 'codeartifact-external-connection';

const WHERE = [{ region: HOME.region }, { region: HOME.region, roleArn: `arn:aws:iam::${SPOKE}:role/offboard-spoke` }];

export const offboardings: readonly Scenario[] = [
  ...KINDS.map((kind) => ({ name: `offboards ${kind}`, run: (stage: Stage) => offboard(stage, kind) })),
  ...KINDS.map((kind) => ({ name: `stops an offboarding of ${kind}`, run: (stage: Stage) => stopped(stage, kind) })),
  ...KINDS.map((kind) => ({ name: `restores ${kind}`, run: (stage: Stage) => restore(stage, kind) })),
  { name: 'offboards a package', run: offboardPackage },
  { name: 'an offboarding of many', size: 250, run: (stage) => offboard(stage, MANY) },
  { name: 'a search that is stopped and redriven', run: redriveSearch },
  { name: 'an offboarding of many that is stopped and redriven', size: 250, run: redriveMany },
  { name: 'an offboarding that is approved', run: approved },
  { name: 'an answer to what nobody asked', run: answerNothing },
  { name: "the night's cleanups", start: BEFORE_CLEANUPS, run: ({ runtime }) => runtime.clock.advance(2 * HOUR) },
  { name: 'a cleanup that is stopped', start: BEFORE_CLEANUPS, run: stopCleanup },
];

function asked(id: string, data: Record<string, unknown>) {
  return [{ metadata: newMetadata({ id, requestedBy: `arn:aws:iam::${HOME.account}:user/dana` }), data }];
}

function wish(kind: string, options: Record<string, unknown> = {}) {
  const overrides = ['max-associations', 'max-share-of-scanned'].map((guardrail) => ({
    guardrail,
    reason: 'We leave',
  }));
  return { subject: { type: 'kind', id: kind }, options: { mode: 'apply', where: WHERE, overrides, ...options } };
}

/** What was ended is tied again, and looked at an hour later. */
async function offboard(stage: Stage, kind: string): Promise<void> {
  const { cloud, clock } = stage.runtime;
  const id = `offboard-${kind}`;
  const ask = () => stage.put(asked(id, wish(kind)), REQUEST);
  if (kind === APPROVED) await aside(stage, 20_000, () => approve(stage, id), ask);
  else await ask();
  await stage.runtime.settled();
  for (const row of listAssociations(cloud, { absent: true })) {
    if (row.kind === kind && row.status === 'ABSENT') associateAgain(cloud, kind, row, row.key);
  }
  await clock.advance(HOUR + 60_000);
  await stage.runtime.settled();
}

/** Ended at home and in the spoke account, and tied again from what was shown before. */
async function restore(stage: Stage, kind: string): Promise<void> {
  const { runtime, answers } = stage;
  const requests = [HOME.account, SPOKE].flatMap((account) => {
    const row = listAssociations(runtime.cloud).find((each) => each.kind === kind && each.account === account);
    return row ? [{ id: `end-${account}`, timestamp: runtime.clock.now(), row }] : [];
  });
  await stage.put(requests.map(detailOf));
  await runtime.settled();
  const items = requests.map((request, index) => {
    const { association, target, where } = detailOf(request).data;
    const before = endings(answers.get(request.id))[0]?.data.before ?? null;
    return { number: index + 1, association, target, where, before };
  });
  const stateMachineArn = runtime.info().machines.find((arn) => arn.endsWith('-restore'));
  const input = JSON.stringify({ metadata: newMetadata({ id: 'restore' }), items });
  const giveBack = async () => {
    await runtime.aws.call('sfn', 'StartExecution', { stateMachineArn, input }, { identity: operator });
    await runtime.settled();
  };
  await giveBack();
  if (kind === APPROVED) await afterRejection(stage, requests, giveBack);
}

/** What is tied shows the vote by which it stayed so, and who looks reads that vote. */
async function afterRejection(
  stage: Stage,
  requests: readonly Parameters<typeof detailOf>[0][],
  giveBack: () => Promise<void>,
): Promise<void> {
  const { cloud, clock } = stage.runtime;
  for (const { row } of requests) cloud.setOutcome(row.kind, row.key, { outcome: 'rejected' }, row);
  await stage.put(
    requests.map((request) => detailOf({ ...request, id: `${request.id}-again`, timestamp: clock.now() })),
  );
  await stage.runtime.settled();
  await giveBack();
}

async function offboardPackage(stage: Stage): Promise<void> {
  const [association] = stage.runtime.cloud.associations(packageAssociations, HOME);
  const subject = { type: 'package', id: association?.facts.packageId };
  await stage.put(asked('offboard-package', { subject, options: { where: WHERE } }), REQUEST);
  await stage.runtime.settled();
}

/** Whoever stops an execution that waits for others stops those, too. */
async function stopped(stage: Stage, kind: string): Promise<void> {
  const { cloud, clock } = stage.runtime;
  for (const row of listAssociations(cloud)) if (row.kind === kind) cloud.setOutcome(kind, row.key, SLOWLY[kind], row);
  const id = `stop-${kind}`;
  const ask = () => stage.put(asked(id, wish(kind)), REQUEST);
  clock.at(clock.now() + 40_000, () => void stopAll(stage), { advancesClock: false });
  await aside(stage, 20_000, async () => kind === APPROVED && approve(stage, id), ask);
  await stage.runtime.settled();
}

/** Its looks fail for so long that it still runs when it is stopped. */
async function redriveSearch(stage: Stage): Promise<void> {
  const { clock, faults } = stage.runtime;
  faults.set({ kind: 'throttle', service: 'codeartifact', rate: 1 });
  const redrive = async () => {
    await stopAll(stage);
    faults.clear();
    clock.at(clock.now() + 1_000, () => void redriveAll(stage, 'offboard'), { advancesClock: true });
  };
  const data = { subject: { type: 'kind', id: MANY }, options: { where: WHERE } };
  await aside(stage, 500, redrive, () => stage.put(asked('redrive-search', data), REQUEST));
  await stage.runtime.settled();
}

async function redriveMany(stage: Stage): Promise<void> {
  const { cloud, clock } = stage.runtime;
  for (const row of listAssociations(cloud)) if (row.kind === MANY) cloud.setOutcome(MANY, row.key, SLOWLY[MANY], row);
  const redrive = async () => {
    await stopAll(stage);
    clock.at(clock.now() + 1_000, () => void redriveAll(stage, 'apply'), { advancesClock: true });
  };
  await aside(stage, 10_000, redrive, () => stage.put(asked('redrive-many', wish(MANY)), REQUEST));
  await stage.runtime.settled();
}

/** Every execution of this machine that was stopped goes on where it was. */
async function redriveAll({ runtime: { aws, info } }: Stage, name: string): Promise<void> {
  const stateMachineArn = info().machines.find((arn) => arn.endsWith(`-${name}`));
  const { executions } = await aws.call<{ executions: { executionArn: string }[] }>(
    'sfn',
    'ListExecutions',
    { stateMachineArn, statusFilter: 'ABORTED' },
    { identity: operator },
  );
  for (const { executionArn } of executions) {
    await aws.call('sfn', 'RedriveExecution', { executionArn }, { identity: operator });
  }
}

async function approved(stage: Stage): Promise<void> {
  const id = 'approved';
  const data = wish('codeartifact-external-connection', { approval: 'required' });
  await aside(
    stage,
    60_000,
    () => approve(stage, id),
    () => stage.put(asked(id, data), REQUEST),
  );
  await stage.runtime.settled();
}

async function answerNothing(stage: Stage): Promise<void> {
  await approve(stage, 'nothing');
  await stage.runtime.settled();
}

async function approve({ runtime, answers }: Stage, offboarding: string): Promise<void> {
  const waiting = answers.get(offboarding)?.find(({ detailType }) => detailType === 'OffboardingApprovalRequested');
  const planId = (waiting?.data.plan as { id: string } | undefined)?.id ?? 'none';
  const run = String(waiting?.data.execution).split(':').at(-1) ?? '';
  const config = {
    endpoint: runtime.endpoint,
    region: HOME.region,
    credentials: { accessKeyId: 'eve', secretAccessKey: 'eve' },
  };
  const said = { offboarding, run, planId, decision: 'approve' } as const;
  const proof = await proofOfIdentity(config, answerHeader(said));
  const sfn = new SFNClient(config);
  const stateMachineArn = runtime.info().machines.find((arn) => arn.endsWith('-answer'));
  const input = JSON.stringify({ answer: { ...said, reason: 'I looked at it' }, proof });
  await sfn.send(new StartExecutionCommand({ stateMachineArn, input }));
  sfn.destroy();
}

/** Its first look fails, so that it still runs when it is stopped. */
async function stopCleanup(stage: Stage): Promise<void> {
  const { clock, faults } = stage.runtime;
  faults.set({ kind: 'throttle', service: 'codeartifact', rate: 1 });
  clock.at(BEFORE_CLEANUPS + 63_000, () => void stopAll(stage), { advancesClock: false });
  await clock.advance(HOUR);
}
