/** Runs of offboardings, approvals, cleanups and later looks, for the permissions that only they use. */

import { SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { proofOfIdentity } from '../../cli/identity-proof.ts';
import { newMetadata } from '../../events/metadata.ts';
import { HOME, KINDS, type Kind, scenarios as outside, rows } from '../../local/world/index.ts';
import { answerHeader } from '../../offboardings/answer.ts';
import type { Stage } from '../stage.ts';
import { aside, type Scenario, SLOWLY, SPOKE, stopAll } from './acting.ts';

const HOUR = 3_600_000;
const REQUEST = 'OffboardingRequested';
/** An hour before the night's first cleanup, of a Monday, when all of them run. */
const BEFORE_CLEANUPS = Date.UTC(2026, 0, 5, 1, 59);

const WHERE = [{ region: HOME.region }, { region: HOME.region, roleArn: `arn:aws:iam::${SPOKE}:role/offboard-spoke` }];

export const offboardings: readonly Scenario[] = [
  ...KINDS.map((kind) => ({ name: `offboards ${kind}`, run: (stage: Stage) => offboard(stage, kind) })),
  ...KINDS.map((kind) => ({ name: `stops an offboarding of ${kind}`, run: (stage: Stage) => stopped(stage, kind) })),
  { name: 'offboards a package', run: offboardPackage },
  { name: 'an offboarding of many', size: 250, run: (stage) => offboard(stage, 'codeartifact-external-connection') },
  { name: 'an offboarding that is approved', run: approved },
  { name: "the night's cleanups", start: BEFORE_CLEANUPS, run: ({ runtime }) => runtime.clock.advance(2 * HOUR) },
  { name: 'a cleanup that is stopped', start: BEFORE_CLEANUPS, run: stopCleanup },
];

function asked(id: string, data: Record<string, unknown>) {
  return [{ metadata: newMetadata({ id, requestedBy: `arn:aws:iam::${HOME.account}:user/dana` }), data }];
}

function wish(kind: Kind, options: Record<string, unknown> = {}) {
  const overrides = ['most-associations', 'share-of-looked'].map((guardrail) => ({ guardrail, reason: 'We leave' }));
  return { subject: { type: 'kind', id: kind }, options: { mode: 'apply', where: WHERE, overrides, ...options } };
}

/** What was ended is tied again, and looked at an hour later. */
async function offboard(stage: Stage, kind: Kind): Promise<void> {
  const { world, clock } = stage.runtime;
  await stage.put(asked(`offboard-${kind}`, wish(kind)), REQUEST);
  await stage.runtime.settled();
  for (const row of rows(world, { gone: true })) {
    if (row.kind === kind && row.status === 'ABSENT') outside.tieAgain(world, kind, row, row.key);
  }
  await clock.advance(HOUR + 60_000);
  await stage.runtime.settled();
}

async function offboardPackage(stage: Stage): Promise<void> {
  const [association] = stage.runtime.world.associations('opensearch-packages', HOME);
  const subject = { type: 'package', id: association?.facts.packageId };
  await stage.put(asked('offboard-package', { subject, options: { where: WHERE } }), REQUEST);
  await stage.runtime.settled();
}

/** Whoever stops an execution that waits for others stops those, too. */
async function stopped(stage: Stage, kind: Kind): Promise<void> {
  const { world } = stage.runtime;
  for (const row of rows(world)) if (row.kind === kind) world.setFate(kind, row.key, SLOWLY[kind], row);
  await aside(
    stage,
    20_000,
    () => stopAll(stage),
    () => stage.put(asked(`stop-${kind}`, wish(kind)), REQUEST),
  );
  await stage.runtime.settled();
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

async function approve({ runtime, answers }: Stage, offboarding: string): Promise<void> {
  const waiting = answers.get(offboarding)?.find(({ detailType }) => detailType === 'OffboardingApprovalRequested');
  const planId = (waiting?.data.plan as { id: string } | undefined)?.id ?? 'none';
  const config = {
    endpoint: runtime.endpoint,
    region: HOME.region,
    credentials: { accessKeyId: 'eve', secretAccessKey: 'eve' },
  };
  const said = { offboarding, planId, decision: 'approve' } as const;
  const proof = await proofOfIdentity(config, answerHeader(said));
  const sfn = new SFNClient(config);
  const stateMachineArn = runtime.about().machines.find((arn) => arn.endsWith('-answer'));
  const input = JSON.stringify({ answer: { ...said, reason: 'I looked at it' }, proof });
  await sfn.send(new StartExecutionCommand({ stateMachineArn, input }));
  sfn.destroy();
}

/** Its first look fails, so that it still runs when it is stopped. */
async function stopCleanup(stage: Stage): Promise<void> {
  const { clock, faults } = stage.runtime;
  faults.set({ kind: 'throttle', service: 'codeartifact', rate: 1 });
  clock.at(BEFORE_CLEANUPS + 63_000, () => void stopAll(stage), { moves: false });
  await clock.advance(HOUR);
}
