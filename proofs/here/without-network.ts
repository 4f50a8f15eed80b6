/** An apply with nothing deployed whose network is gone for an hour: the engine runs in this process, so that its clock can be set. */

import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { tasks } from '../../associations/common/permissions.ts';
import { stageTemplate } from '../../cli/common/stage-template.ts';
import type { Caller } from '../../cli/here/caller.ts';
import { allowedCalls } from '../../cli/here/operations.ts';
import { type HereStack, startHereStack } from '../../cli/here/stack.ts';
import { createHttpHandler } from '../../cli/here/upstream.ts';
import { connect } from '../../client/connection.ts';
import { findEvidence } from '../../client/evidence/find.ts';
import { sendOffboarding } from '../../client/offboardings/follow.ts';
import { createOffboardingRequest, type RequestSpec } from '../../client/offboardings/request.ts';
import { type OffboardingRun, readRun, reasonLines } from '../../client/offboardings/run.ts';
import { createStackClient, type StackClient } from '../../client/stack-client.ts';
import { isUnchanged, namedAs, removalsOf } from './chosen.ts';
import { type FarAssociation, ROOT, type World } from './world.ts';

const OUTAGE_MINUTES = 60;
/** Of the longest deadline of what is chosen, and the last polls. */
const MOST_MINUTES = 180;
/** Of virtual time at once: whatever is due in it goes on in its turn. */
const STEP_MINUTES = 5;

const CALLER: Caller = {
  account: '111122223333',
  region: 'us-east-1',
  arn: 'arn:aws:iam::111122223333:user/dana',
  credentials: async () => ({ accessKeyId: 'dana', secretAccessKey: 'dana' }),
};

/** @returns every way in which what was said of it was not so. */
export async function applyWithoutNetwork(
  world: World,
  folder: string,
  chosen: readonly FarAssociation[],
): Promise<string[]> {
  for (const one of chosen) await world.succeedAfter(one, 90);
  // As somebody has it who calls the far side: the endpoint of a service is looked up when it is first called.
  process.env.AWS_ENDPOINT_URL = world.endpoint;
  const stack = await startStack(folder);
  try {
    const client = clientOf(stack);
    const execution = await send(client, {
      associations: namedAs(chosen),
      options: { mode: 'apply', approval: 'none' },
    });
    await removing(client, execution, world);
    await world.fault({ kind: 'cut-before', rate: 1 });
    for (let minute = 0; minute < OUTAGE_MINUTES; minute += STEP_MINUTES) await pass(stack, world);
    await world.mend();
    const run = await ended(client, execution, () => pass(stack, world));
    return await problemsOf(client, run, world, chosen);
  } finally {
    delete process.env.AWS_ENDPOINT_URL;
    await stack.close();
  }
}

async function startStack(folder: string): Promise<HereStack> {
  const template = stageTemplate(ROOT, { stage: 'dev', region: CALLER.region, parameters: {} }, (zip) => zip);
  const stack = await startHereStack({
    source: { name: 'offboard-dev', template, bundles: join(ROOT, '.serverless') },
    caller: CALLER,
    folder,
    allowed: allowedCalls(tasks),
    requestHandler: createHttpHandler(),
    onCredentialsFailure(error) {
      throw error;
    },
    log() {},
  });
  stack.resume();
  return stack;
}

function clientOf({ endpoint, callerCredentials: credentials }: HereStack): StackClient {
  const connection = connect({ endpoint, region: CALLER.region, stage: 'dev' });
  const clientConfig = { ...connection.clientConfig, credentials };
  return createStackClient({ ...connection, clientConfig }, new AbortController().signal);
}

async function send(client: StackClient, spec: RequestSpec): Promise<string> {
  return sendOffboarding(client, await createOffboardingRequest(client, spec, { reason: 'a proof' }));
}

/** @throws Error where it has ended before anything was removed. */
async function removing(client: StackClient, execution: string, world: World): Promise<void> {
  while (removalsOf(await world.effects()).length === 0) {
    const { status, reasons, cause } = await readRun(client, execution);
    if (status !== 'RUNNING') throw new Error(`it ended ${status}: ${cause ?? reasonLines(reasons).join('; ')}`);
    await delay(100);
  }
}

/** On both sides: hardly any real time passes. */
async function pass(stack: HereStack, world: World): Promise<void> {
  await world.advance(STEP_MINUTES * 60);
  await stack.clock.advance(STEP_MINUTES * 60_000);
}

async function ended(client: StackClient, execution: string, next: () => Promise<void>): Promise<OffboardingRun> {
  for (let minute = 0; minute < MOST_MINUTES; minute += STEP_MINUTES) {
    const run = await readRun(client, execution);
    if (run.status !== 'RUNNING') return run;
    await next();
  }
  throw new Error(`the offboarding has not ended after ${MOST_MINUTES} minutes with a network`);
}

/** Where the answer to the removal is lost, a later read only shows that it is gone. */
const GONE = ['DISASSOCIATED', 'ALREADY_GONE'];

/** TIMED_OUT claims nothing of the association; whatever else is said of it is so. */
async function problemsOf(
  client: StackClient,
  { offboarding }: OffboardingRun,
  world: World,
  chosen: readonly FarAssociation[],
): Promise<string[]> {
  const { document } = await findEvidence(client, offboarding);
  const results = document.records.flatMap((record) => (record.type === 'item' ? [record.content] : []));
  const there = await world.associations();
  const removed = removalsOf(await world.effects());
  const lost = results.length === chosen.length ? [] : [`${results.length} of ${chosen.length} have a result`];
  const doubled = removed.length <= chosen.length ? [] : [`${removed.length} removals of ${chosen.length}`];
  const untrue = results.flatMap(({ planned: { kind, label, target }, result }) => {
    const outcome = result?.outcome ?? 'none';
    const remains = chosen.some(
      (one) =>
        one.kind === kind &&
        JSON.stringify(one.target) === JSON.stringify(target) &&
        there.some((other) => isUnchanged(other, one)),
    );
    if (outcome === 'TIMED_OUT' || (GONE.includes(outcome) && !remains)) return [];
    return [`${kind} ${label} is said to be ${outcome}, and ${remains ? 'remains' : 'is gone'}`];
  });
  return [...lost, ...doubled, ...untrue];
}
